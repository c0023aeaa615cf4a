import assert from 'node:assert/strict';
import type { ProposedSegment } from '../../../../src/tasks/run/proposal';
import type { PreviewEntry } from '../../../../src/views/preview/entry';
import { PreviewReview, segmentAt, segmentToward } from '../../../../src/views/preview/review';
import { stage, Selection, TextDocument } from '../../vscode';

function proposed(segment: number, start: number, more: Partial<ProposedSegment> = {}): ProposedSegment {
  return {
    segment,
    text: 0,
    start,
    end: start + 4,
    source: 'One.',
    written: 'Eins',
    outcome: 'done',
    probability: 0.9,
    warnings: [],
    ...more,
  };
}

/** The second segment has a warning, the third is unchanged, the fourth is broken, the fifth is not finished. */
const SEGMENTS = [
  proposed(0, 0),
  proposed(1, 10, { warnings: [{ kind: 'unsure' }] }),
  proposed(2, 20, { written: 'One.' }),
  proposed(3, 30, { written: 'One.', outcome: 'broken' }),
  proposed(4, 40, { outcome: 'open' }),
];

describe('segmentToward', () => {
  it('returns the next sentence in a direction that is changed or to be checked, and after the last the first', () => {
    const toward = (direction: 'next' | 'previous' | 'nextToCheck', from: number): number | undefined =>
      segmentToward(direction, SEGMENTS, from)?.segment;
    assert.deepEqual(
      [0, 4, 12, 31].map(from => toward('next', from)),
      [1, 1, 3, 0],
    );
    assert.deepEqual(
      [0, 12, 31, 50].map(from => toward('previous', from)),
      [3, 0, 1, 3],
    );
    assert.deepEqual(
      [0, 10, 11, 31].map(from => toward('nextToCheck', from)),
      [1, 1, 3, 1],
    );
    assert.equal(segmentToward('next', [], 0), undefined);
  });
});

describe('segmentAt', () => {
  it('returns the sentence at an offset, the first one after it, or the last', () => {
    assert.deepEqual(
      [0, 4, 5, 14, 22, 99].map(at => segmentAt(SEGMENTS, at)?.segment),
      [0, 0, 1, 1, 3, 3],
    );
  });
});

describe('PreviewReview', () => {
  it('chooses one sentence after another if commands come faster than the editor moves the caret', async () => {
    const segments = [proposed(0, 0), proposed(1, 5), proposed(2, 10)];
    const document = stage.open(new TextDocument(stage.uri(), 'Eins Eins Eins'));
    const chosen: unknown[] = [];
    const entry = {
      uri: document.uri,
      request: { choose: (segment: number, choice: unknown) => void chosen.push([segment, choice]) },
      drawing: { text: 'Eins Eins Eins', segments },
    } as unknown as PreviewEntry;
    const editor = stage.show(document, new Selection(0, 0, 0, 0));
    let caret = editor.selection;
    // The editor moves the caret in another process: the selection has changed only after the next command has returned.
    let moves: (() => void)[] = [];
    Object.defineProperty(editor, 'selection', {
      get: () => caret,
      set: (to: Selection) => void moves.push(() => (caret = to)),
    });
    Object.assign(editor, { revealRange: () => undefined });
    stage.handlers.set('editor.action.showHover', async () => {
      await new Promise(resolve => setImmediate(resolve));
      for (const move of moves) move();
      moves = [];
    });
    const review = new PreviewReview({ active: () => entry, byUri: () => undefined, redraw: () => undefined });
    await Promise.all([
      review.choose('accepted', undefined),
      review.choose('rejected', undefined),
      review.choose('accepted', undefined),
    ]);
    assert.deepEqual(chosen, [
      [0, 'accepted'],
      [1, 'rejected'],
      [2, 'accepted'],
    ]);
    stage.handlers.clear();
  });
});
