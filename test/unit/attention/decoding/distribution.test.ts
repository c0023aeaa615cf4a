import assert from 'node:assert/strict';
import fc from 'fast-check';
import { distributionAt, rankOf } from '../../../../src/attention/decoding/distribution';

/** Logits of the probabilities 1/2, 1/4, 1/8 and 1/8, plus a constant, which does not change a softmax. */
const logits = Float32Array.from([1 / 2, 1 / 4, 1 / 8, 1 / 8], probability => Math.log(probability) + 3);

function near(actual: number, expected: number, tolerance = 1e-6): void {
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not ${expected}`);
}

describe('distributionAt', () => {
  it('returns the softmax of the logits at temperature 1', () => {
    const { entropy, logProbability } = distributionAt(logits, 1);
    near(logProbability(0), Math.log(1 / 2));
    near(logProbability(3), Math.log(1 / 8));
    // 1/2 x 1 + 1/4 x 2 + 2 x 1/8 x 3 = 1.75 bits.
    near(entropy, 1.75 * Math.LN2);
  });

  it('normalizes over the whole vocabulary at every temperature', () => {
    // Square roots of the probabilities: 0.7071, 0.5, 0.3536 twice, together 1.9142.
    near(Math.exp(distributionAt(logits, 2).logProbability(0)), Math.SQRT1_2 / (Math.SQRT1_2 + 0.5 + Math.SQRT1_2));
    // Squares: 1/4, 1/16, 1/64 twice, together 22/64.
    near(Math.exp(distributionAt(logits, 0.5).logProbability(1)), 4 / 22);
    near(distributionAt(logits, 2).entropy, 1.3425, 1e-4);
    near(distributionAt(Float32Array.of(5, 5, 5), 0.1).entropy, Math.log(3));
  });

  it('does not overflow for logits far apart, and gives -Infinity for impossible and unknown tokens', () => {
    const { entropy, logProbability } = distributionAt(Float32Array.of(800, -800, -Infinity), 0.1);
    assert.deepEqual([logProbability(0), logProbability(1), logProbability(2)], [0, -16000, -Infinity]);
    assert.equal(entropy, 0);
    assert.equal(logProbability(3), -Infinity);
  });

  it('throws for a temperature that is not above 0, and for logits that are no numbers', () => {
    for (const temperature of [0, -1, NaN, Infinity]) {
      assert.throws(() => distributionAt(logits, temperature), { code: 'bad-request' });
    }
    for (const bad of [
      Float32Array.of(NaN, 1),
      Float32Array.of(1, NaN),
      Float32Array.of(-Infinity),
      new Float32Array(),
    ]) {
      assert.throws(() => distributionAt(bad, 1), { code: 'bad-request' });
    }
  });

  it('sums to 1, and has more entropy at a higher temperature', () => {
    const values = fc.array(fc.float({ min: -30, max: 30, noNaN: true }), { minLength: 1, maxLength: 40 });
    const temperature = fc.double({ min: 0.1, max: 2, noNaN: true });
    fc.assert(
      fc.property(values, temperature, temperature, (numbers, one, other) => {
        const row = Float32Array.from(numbers);
        const [cold, hot] = [Math.min(one, other), Math.max(one, other)].map(each => distributionAt(row, each));
        const sum = numbers.reduce((total, _, id) => total + Math.exp(cold.logProbability(id)), 0);
        near(sum, 1);
        assert.ok(cold.entropy <= hot.entropy + 1e-9, `${cold.entropy} at the lower temperature, ${hot.entropy}`);
        assert.ok(hot.entropy <= Math.log(numbers.length) + 1e-9);
      }),
    );
  });
});

describe('rankOf', () => {
  it('counts from 1, the lower id first among equally likely tokens', () => {
    assert.deepEqual(
      [0, 1, 2, 3].map(id => rankOf(logits, id)),
      [1, 2, 3, 4],
    );
    assert.equal(rankOf(Float32Array.of(-Infinity, 2, 7), 0), 3);
    assert.throws(() => rankOf(logits, 4), { code: 'bad-request' });
  });
});
