// Beams test: how many beams suit a text.
import assert from 'node:assert/strict';
import { SUITABLE_BEAMS, suitableBeams } from '../../../src/tasks/beams';

describe('suitableBeams', () => {
  it('is SUITABLE_BEAMS if earlier runs predict at most 20 seconds, even for a long text, and 1 if they predict more', () => {
    assert.equal(suitableBeams(1_000_000, 20), SUITABLE_BEAMS);
    assert.equal(suitableBeams(100, 20.1), 1);
  });

  it('depends on the length of the text if no earlier run predicts the time', () => {
    assert.equal(suitableBeams(8000, undefined), SUITABLE_BEAMS);
    assert.equal(suitableBeams(8001, undefined), 1);
  });
});
