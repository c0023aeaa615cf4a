import assert from 'node:assert/strict';
import type { Span } from '../../../../src/text/inline/spans';
import { shownPassage } from '../../../../src/views/attention/passage';
import { finishedRun, PASSAGES } from './run';

const TRACE = finishedRun().trace;
const SOURCE = 'Run `npm test` at https://a.example now.';
const RESULT = 'Bei https://a.example jetzt `npm test`.';

/** The span of a placeholder that stands for a text of the document. */
function placeholder(start: number, text: string, document: string): Span {
  const from = document.indexOf(text);
  return { start, end: start + 1, from, to: from + text.length, whole: true };
}

describe('shownPassage', () => {
  it('returns each placeholder and what it stands for once, in the order of the signs', () => {
    const passage = {
      ...PASSAGES[0],
      source: 'Run \ue001 at \ue002 now.',
      read: [placeholder(4, '`npm test`', SOURCE), placeholder(9, 'https://a.example', SOURCE)],
      target: 'Bei \ue002 jetzt \ue001.',
      written: [placeholder(4, 'https://a.example', RESULT), placeholder(12, '`npm test`', RESULT)],
      text: 0,
      round: 1,
    };
    const shown = shownPassage({ ...TRACE, sources: [SOURCE], results: [RESULT] }, passage);
    assert.deepEqual(shown.placeholders, [
      { sign: '①', text: '`npm test`' },
      { sign: '②', text: 'https://a.example' },
    ]);
    assert.equal(shown.source, 'Run `npm test` at https://a.example now.');
    assert.deepEqual([shown.text, shown.round], [0, 1]);
  });

  it('returns no placeholder for a private-use character of the document itself', () => {
    const passage = { ...PASSAGES[0], source: 'a \ue001', read: [{ start: 0, end: 3, from: 0, to: 3, whole: false }] };
    assert.deepEqual(shownPassage({ ...TRACE, sources: ['a \ue001'] }, passage).placeholders, []);
  });

  it('shortens long texts', () => {
    const passage = { ...PASSAGES[0], source: 'word '.repeat(99) };
    assert.ok(shownPassage(TRACE, passage).source.length < 90);
  });
});
