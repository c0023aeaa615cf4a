import assert from 'node:assert/strict';
import fc from 'fast-check';
import { planBatches } from '../../../../src/engine/generate/batches';

const roomy = { maxRows: 4, maxTokens: 1000, window: 100 };

describe('planBatches', () => {
  it('puts like lengths together, in the order of the text where they are equal', () => {
    assert.deepEqual(planBatches([9, 1, 9, 1, 1, 9], { ...roomy, maxRows: 3 }), [
      [1, 3, 4],
      [0, 2, 5],
    ]);
  });

  it('counts padding to the limit of tokens', () => {
    assert.deepEqual(planBatches([2, 2, 5], { ...roomy, maxTokens: 12 }), [[0, 1], [2]]);
    assert.deepEqual(planBatches([2, 2, 5], { ...roomy, maxTokens: 15 }), [[0, 1, 2]]);
  });

  it('gives a row that is longer than the limit a batch of its own', () => {
    assert.deepEqual(planBatches([50, 3, 60], { ...roomy, maxTokens: 10 }), [[1], [0], [2]]);
  });

  it('sorts inside a window only', () => {
    assert.deepEqual(planBatches([9, 8, 2, 1], { ...roomy, window: 2 }), [
      [1, 0],
      [3, 2],
    ]);
  });

  it('has nothing to plan for no rows', () => {
    assert.deepEqual(planBatches([], roomy), []);
  });

  it('gives every row once, keeps the limits, and batches no two windows together', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 80 }),
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 200 }),
        fc.integer({ min: 1, max: 30 }),
        (lengths, maxRows, maxTokens, window) => {
          const batches = planBatches(lengths, { maxRows, maxTokens, window });
          assert.deepEqual(
            batches.flat().sort((a, b) => a - b),
            lengths.map((_, row) => row),
          );
          for (const batch of batches) {
            const longest = Math.max(...batch.map(row => lengths[row]));
            assert.ok(batch.length >= 1 && batch.length <= maxRows);
            assert.ok(batch.length === 1 || batch.length * longest <= maxTokens);
            assert.equal(new Set(batch.map(row => Math.floor(row / window))).size, 1);
          }
          // Greedy: no batch could have taken the first row of the next one of its window.
          batches.slice(1).forEach((batch, index) => {
            const before = batches[index];
            if (Math.floor(before[0] / window) !== Math.floor(batch[0] / window)) return;
            const fits = before.length < maxRows && (before.length + 1) * lengths[batch[0]] <= maxTokens;
            assert.equal(fits, false);
          });
        },
      ),
    );
  });
});
