import assert from 'node:assert/strict';
import { columnsOf } from '../../../../src/text/inline/columns';

describe('columnsOf', () => {
  for (const [text, columns] of [
    ['', 0],
    ['plain words', 11],
    ['naïve – “so”', 12],
    ['日本語', 6],
    ['全角！', 6],
    ['한국', 4],
    ['ภาษาไทยที่นี่', 9],
    ['עִבְרִית', 5],
    ['مرحبا', 5],
    ['🌍 a', 4],
    ['𠮷', 2],
  ] as const) {
    it(`is ${columns} for "${text}"`, () => assert.equal(columnsOf(text), columns));
  }
});
