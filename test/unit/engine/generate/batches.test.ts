import assert from 'node:assert/strict';
import fc from 'fast-check';
import { planBatches } from '../../../../src/engine/generate/batches';

const roomy = { maxRows: 4, maxTokens: 1000, groupSize: 100 };

describe('planBatches', () => {
  it('puts rows of similar length together, and rows of equal length in the order of their indices', () => {
    assert.deepEqual(planBatches([9, 1, 9, 1, 1, 9], { ...roomy, maxRows: 3 }), [
      [1, 3, 4],
      [0, 2, 5],
    ]);
  });

  it('counts padding towards the limit of tokens', () => {
    assert.deepEqual(planBatches([2, 2, 5], { ...roomy, maxTokens: 12 }), [[0, 1], [2]]);
    assert.deepEqual(planBatches([2, 2, 5], { ...roomy, maxTokens: 15 }), [[0, 1, 2]]);
  });

  it('gives a row that is longer than the limit of tokens a batch of its own', () => {
    assert.deepEqual(planBatches([50, 3, 60], { ...roomy, maxTokens: 10 }), [[1], [0], [2]]);
  });

  it('sorts rows only within a group', () => {
    assert.deepEqual(planBatches([9, 8, 2, 1], { ...roomy, groupSize: 2 }), [
      [1, 0],
      [3, 2],
    ]);
  });

  it('returns no batches for no rows', () => {
    assert.deepEqual(planBatches([], roomy), []);
  });

  it('returns every row once, keeps the limits, and never puts rows of two groups into one batch', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 80 }),
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 200 }),
        fc.integer({ min: 1, max: 30 }),
        (lengths, maxRows, maxTokens, groupSize) => {
          const batches = planBatches(lengths, { maxRows, maxTokens, groupSize });
          assert.deepEqual(
            batches.flat().sort((a, b) => a - b),
            lengths.map((_, row) => row),
          );
          for (const batch of batches) {
            const longest = Math.max(...batch.map(row => lengths[row]));
            assert.ok(batch.length >= 1 && batch.length <= maxRows);
            assert.ok(batch.length === 1 || batch.length * longest <= maxTokens);
            assert.equal(new Set(batch.map(row => Math.floor(row / groupSize))).size, 1);
          }
          // No batch has room for the first row of the next batch of its group.
          batches.slice(1).forEach((batch, index) => {
            const before = batches[index];
            if (Math.floor(before[0] / groupSize) !== Math.floor(batch[0] / groupSize)) return;
            const fits = before.length < maxRows && (before.length + 1) * lengths[batch[0]] <= maxTokens;
            assert.equal(fits, false);
          });
        },
      ),
    );
  });
});
