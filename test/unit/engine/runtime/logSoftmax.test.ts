// Log-softmax: against the definition with Math.exp, and rows that are no numbers.
import assert from 'node:assert/strict';
import { logSoftmax, logSumExp } from '../../../../src/engine/runtime/logSoftmax';
import { AttentiveError } from '../../../../src/base/errors';

/** The definition, in double precision. */
function defined(row: Float32Array): number {
  const highest = Math.max(...row);
  return highest + Math.log(row.reduce((sum, value) => sum + Math.exp(value - highest), 0));
}

describe('log-softmax', () => {
  it('is that of the definition', () => {
    for (const spread of [0, 0.01, 1, 7.3, 50, 1e4]) {
      const row = Float32Array.from({ length: 5000 }, (_, at) => spread * Math.sin(at * at));
      const expected = defined(row);
      assert.ok(Math.abs(logSumExp(row) - expected) <= 1e-10 * Math.max(1, Math.abs(expected)), `spread ${spread}`);
      const probabilities = row.slice();
      logSoftmax(probabilities);
      const sum = probabilities.reduce((all, value) => all + Math.exp(value), 0);
      assert.ok(Math.abs(sum - 1) < 1e-4 * Math.max(1, spread / 100), `spread ${spread}: ${sum}`);
    }
  });

  it('leaves out values of -Infinity', () => {
    assert.equal(logSumExp(Float32Array.of(-Infinity, 2, -Infinity)), 2);
    assert.equal(logSumExp(Float32Array.of(-Infinity, -Infinity)), -Infinity);
  });

  it('refuses values that are no finite numbers', () => {
    const isFailure = (error: unknown): boolean => error instanceof AttentiveError && error.code === 'model-run-failed';
    for (const wrong of [NaN, Infinity]) {
      for (const row of [Float32Array.of(wrong, 1, 2), Float32Array.of(1, 2, wrong), Float32Array.of(wrong)]) {
        assert.throws(() => logSumExp(row), isFailure);
        // As the searches call it, with the highest value that a comparison finds.
        assert.throws(() => logSumExp(row, Number.isNaN(row[0]) ? row[0] : Math.max(...row)), isFailure);
      }
    }
  });
});
