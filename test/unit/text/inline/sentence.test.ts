// Sentence test: a prose piece as the model reads it.
import assert from 'node:assert/strict';
import { readSentence } from '../../../../src/text/inline/sentence';
import { mapRange } from '../../../../src/text/inline/spans';
import type { ProsePiece } from '../../../../src/text/textStructure';

function piece(text: string, more: Partial<ProsePiece> = {}): ProsePiece {
  return { kind: 'prose', text, lines: [{ start: 0, end: text.length }], symbols: [], markup: [], ...more };
}

describe('readSentence', () => {
  it('has single spaces in prose and in protected words, and keeps the spaces in code', () => {
    assert.equal(readSentence(piece('It has  10\u00a0MB and `a  b`.')).text, 'It has 10 MB and `a  b`.');
  });

  it('removes the signs of markup and quotation, and aligns the sentence with the piece by spans', () => {
    const text = 'An **old\n> tree** stands.';
    const lines = [
      { start: 0, end: 8 },
      { start: 11, end: 26 },
    ];
    const markup = [{ open: { start: 3, end: 5 }, close: { start: 15, end: 17 } }];
    const sentence = readSentence(piece(text, { lines, markup }));
    assert.equal(sentence.text, 'An old tree stands.');
    const [{ start, end, open, close }] = sentence.markup;
    assert.deepEqual([sentence.text.slice(start, end), open, close], ['old tree', '**', '**']);
    assert.deepEqual(mapRange(sentence.spans, 7, 11), { start: 11, end: 15 });
  });
});
