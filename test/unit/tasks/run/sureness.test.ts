import assert from 'node:assert/strict';
import { isUnsure } from '../../../../src/tasks/run/sureness';

const SURENESS = { bias: -3, meanLogProbability: -2, logSourceLength: -0.5, logLengthRatio: -4 };

function scored(meanLogProbability: number, source = 'x'.repeat(40), result = 'y'.repeat(40)) {
  return { source, result, meanLogProbability, isBeam: false };
}

describe('isUnsure', () => {
  it('is true where the bias and the weighted features of a translation add up to more than 0', () => {
    // The mean log-probability at which the sum is 0. The ratio of the lengths is 1, and its logarithm 0.
    const border = (3 + 0.5 * Math.log(40)) / -2;
    assert.equal(isUnsure(SURENESS, scored(border - 0.01)), true);
    assert.equal(isUnsure(SURENESS, scored(border + 0.01)), false);
  });

  it('requires a higher probability for a short source, and for a result much shorter than its source', () => {
    const sure = scored(-2.3);
    assert.equal(isUnsure(SURENESS, sure), false);
    assert.equal(isUnsure(SURENESS, { ...sure, source: 'xxxx', result: 'yyyy' }), true);
    assert.equal(isUnsure(SURENESS, { ...sure, result: 'y'.repeat(15) }), true);
  });

  it('adds the bias of beam search only for translations that beam search wrote', () => {
    const translation = scored(-2.3);
    const withBeams = { ...SURENESS, beamSearch: 1 };
    assert.equal(isUnsure(withBeams, translation), false);
    assert.equal(isUnsure(withBeams, { ...translation, isBeam: true }), true);
    assert.equal(isUnsure(SURENESS, { ...translation, isBeam: true }), false);
  });

  it('is false for empty texts, and for a log-probability that is not finite', () => {
    const bias = 100;
    for (const translation of [scored(NaN), scored(-Infinity), scored(-1, ''), scored(-1, 'x', '')]) {
      assert.equal(isUnsure({ ...SURENESS, bias }, translation), false);
    }
  });
});
