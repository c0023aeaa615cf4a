import assert from 'node:assert/strict';
import { isolated } from '../../../src/base/isolate';

describe('isolated', () => {
  it('puts texts from right to left between isolates', () => {
    for (const text of ['متعب', 'שלום', 'C++ و Java', '5 ספרים']) assert.equal(isolated(text), `\u2068${text}\u2069`);
  });

  it('leaves other texts, and those that are isolated', () => {
    for (const text of ['', 'word', '日本語', 'ภาษาไทย', '12', '\u2068שלום\u2069']) assert.equal(isolated(text), text);
  });
});
