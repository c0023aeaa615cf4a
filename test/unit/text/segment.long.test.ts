// Segment test with long texts: a search in quadratic time would exceed the time limit of a test.
import assert from 'node:assert/strict';
import { segment } from '../../../src/text/segment';
import { textOf } from './texts';

describe('segment, of long texts', () => {
  it('gives pieces that join to the text again', () => {
    for (const unit of ['a', ' ', '\n', 'a\n', '1. ', '你', '|a', 'A sentence. ']) {
      const text = unit.repeat(20_000);
      assert.equal(textOf(segment(text, { language: 'en' })), text);
    }
  });

  it('does no quadratic work to find code, comments, columns and logs', () => {
    for (const unit of [
      '\t\n',
      '_a',
      '{a',
      '[a',
      '``a',
      '![',
      '"',
      '/* ',
      '    a;\n',
      '$a ',
      'a  a',
      '2024-01-01 10:00:00 ',
    ]) {
      const text = unit.repeat(10_000);
      assert.equal(textOf(segment(text, { language: 'en' })), text);
    }
  });
});
