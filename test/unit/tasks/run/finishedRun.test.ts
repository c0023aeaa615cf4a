import assert from 'node:assert/strict';
import { inText, inPassage, piecesOf } from '../../../../src/tasks/run/finishedRun';
import { finishedRun, RESULT, SOURCE, PASSAGES } from '../../views/attention/run';

const { trace } = finishedRun();

describe('a finished run', () => {
  it('is tracked by the texts of its passages, as they stand in the document', () => {
    assert.deepEqual(
      piecesOf(trace, 'source').map(({ words }) => words),
      ['I am\n  tired.', 'Go!'],
    );
    assert.deepEqual(
      piecesOf(trace, 'target').map(({ words }) => words),
      ['Ich bin\n  müde.', 'Los!'],
    );
  });

  it('is tracked by the sources of the first round alone, and not by a target that is only the source of a later round', () => {
    const [first] = PASSAGES;
    const passages = [
      { ...first, written: [] },
      { ...first, round: 1 },
    ];
    assert.equal(piecesOf({ ...trace, passages }, 'source').length, 1);
    assert.equal(piecesOf({ ...trace, passages }, 'target').length, 1);
  });

  it('is not tracked by a rejected result; the results after it are shifted by the difference in length', () => {
    const [piece] = piecesOf(trace, 'target', [0]);
    assert.equal(piece.words, 'Los!');
    const inDocument = '- I am\n  tired. Los!';
    assert.ok(inDocument.startsWith('Los!', piece.from + (piece.shift ?? 0)));
    assert.equal(piecesOf(trace, 'source', [0]).length, 2);
    assert.equal(piecesOf(trace, 'target', [0, 1]).length, 0);
  });

  it('maps ranges of a passage to the run’s text, and back', () => {
    const [passage] = PASSAGES;
    for (const [side, text, words] of [
      ['source', SOURCE, 'tired'],
      ['target', RESULT, 'müde'],
      ['target', RESULT, 'Ich'],
    ] as const) {
      const start = passage[side].indexOf(words);
      const place = inText(passage, { side, start, end: start + words.length });
      assert.ok(place);
      assert.equal(text.slice(place.start, place.end), words);
      assert.deepEqual(inPassage(passage, { side, ...place }), { side, start, end: start + words.length });
    }
  });

  it('maps a caret to an empty range inside of a passage', () => {
    const [passage] = PASSAGES;
    const at = SOURCE.indexOf('red');
    const place = inPassage(passage, { side: 'source', start: at, end: at });
    assert.equal(place?.start, place?.end);
    assert.equal(passage.source.slice(place?.start), 'red.');
  });
});
