import assert from 'node:assert/strict';
import type { Proposed } from '../../../src/tasks/proposal';
import { stretchAt, stretchToward } from '../../../src/views/previewReview';

function proposed(stretch: number, start: number, more: Partial<Proposed> = {}): Proposed {
  return {
    stretch,
    text: 0,
    start,
    end: start + 4,
    source: 'One.',
    written: 'Eins',
    outcome: 'done',
    probability: 0.9,
    ...more,
  };
}

/** The second is unsure, the third is as it was, the fourth could not be made. */
const STRETCHES = [
  proposed(0, 0),
  proposed(1, 10, { probability: 0.3 }),
  proposed(2, 20, { written: 'One.' }),
  proposed(3, 30, { written: 'One.', outcome: 'broken' }),
  proposed(4, 40, { outcome: 'open' }),
];

describe('the way through a preview', () => {
  it('goes from one sentence that changes to the next, and around', () => {
    const way = (direction: 'next' | 'previous' | 'nextToCheck', from: number): number | undefined =>
      stretchToward(direction, STRETCHES, from)?.stretch;
    assert.deepEqual(
      [0, 4, 12, 31].map(from => way('next', from)),
      [1, 1, 3, 0],
    );
    assert.deepEqual(
      [0, 12, 31, 50].map(from => way('previous', from)),
      [3, 0, 1, 3],
    );
    assert.deepEqual(
      [0, 10, 11, 31].map(from => way('nextToCheck', from)),
      [1, 1, 3, 1],
    );
    assert.equal(stretchToward('next', [], 0), undefined);
  });

  it('knows the sentence at the caret, or the first behind it', () => {
    assert.deepEqual(
      [0, 4, 5, 14, 22, 99].map(at => stretchAt(STRETCHES, at)?.stretch),
      [0, 0, 1, 1, 3, 3],
    );
  });
});
