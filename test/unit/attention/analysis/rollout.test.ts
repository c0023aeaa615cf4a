import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type AttentionRecord, headOf } from '../../../../src/attention/record/record';
import { withResidual } from '../../../../src/attention/analysis/rollout';
import { hideSpecial } from '../../../../src/attention/record/select';
import { anyRecord, close, cross, decoder, encoder, matrix, rowSums, tokens } from '../records';
import { rollout, rolloutStack } from '../rollouts';

const badRequest = { code: 'bad-request' };

/** Rollout computed by its definition, on nested arrays. */
function plainRollout(record: AttentionRecord): number[] {
  const positions = [...record.targets.keys()];
  let rolled = positions.map(row => positions.map(column => Number(row === column)));
  for (let layer = 0; layer < record.layers; layer++) {
    const heads = [...Array(record.heads).keys()].map(head => headOf(record, layer, head));
    const mixed = positions.map(row =>
      positions.map(column => {
        const mean = heads.reduce((sum, head) => sum + head[row * positions.length + column], 0) / heads.length;
        return 0.5 * mean + 0.5 * Number(row === column);
      }),
    );
    const before = rolled;
    rolled = positions.map(row =>
      positions.map(column => positions.reduce((sum, middle) => sum + mixed[row][middle] * before[middle][column], 0)),
    );
  }
  return rolled.flat();
}

describe('attention rollout', () => {
  it('equals a product of two layers computed by hand', () => {
    // A = 0.5 W + 0.5 I. Layer 0: W = (0 1; 1 0), A = (0.5 0.5; 0.5 0.5). Layer 1: W = (1 0; 0.5 0.5), A = (1 0; 0.25 0.75).
    const one = matrix('encoder', [
      [0, 1],
      [1, 0],
    ]);
    const two = { ...one, layers: 2, weights: Float32Array.of(0, 1, 1, 0, 1, 0, 0.5, 0.5) };
    assert.deepEqual([...withResidual(two).weights], [0.5, 0.5, 0.5, 0.5, 1, 0, 0.25, 0.75]);
    // (1 0; 0.25 0.75) x (0.5 0.5; 0.5 0.5)
    assert.deepEqual([...rollout(two).weights], [0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5]);
    // The product in the opposite order is (0.625 0.375; 0.625 0.375). It must result if the two layers are exchanged.
    const exchanged = { ...two, weights: Float32Array.of(1, 0, 0.5, 0.5, 0, 1, 1, 0) };
    assert.deepEqual([...headOf(rollout(exchanged), 1, 0)], [0.625, 0.375, 0.625, 0.375]);
  });

  it('equals the result of PyTorch', () => {
    // A = (W.mean(heads) + eye) / sums of rows; the rollout is A[0] after layer 0, and A[1] @ A[0] after layer 1.
    close(rollout(encoder).weights, [
      ...[0.647511, 0.240898, 0.111591, 0.184648, 0.684777, 0.130575, 0.274425, 0.068823, 0.656752],
      ...[0.519355, 0.226665, 0.25398, 0.269488, 0.545177, 0.185335, 0.288407, 0.204449, 0.507144],
    ]);
  });

  it('equals the plain matrix product, has rows that sum to 1, and gives later tokens of a decoder no weight', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('encoder', 'decoder').chain(kind => anyRecord(kind)),
        record => {
          const rolled = rollout(record);
          assert.deepEqual([rolled.layers, rolled.heads, rolled.kind], [record.layers, 1, record.kind]);
          close(headOf(rolled, record.layers - 1, 0), plainRollout(record));
          rowSums(rolled).forEach(sum => close([sum], [1], 1e-5));
          if (record.kind === 'encoder') return;
          const size = record.targets.length;
          rolled.weights.forEach((weight, at) => assert.ok(weight === 0 || at % size <= Math.floor(at / size) % size));
        },
      ),
    );
  });

  it('gives rows that sum to 1 for a record without its special tokens', () => {
    const { record } = hideSpecial(
      matrix(
        'encoder',
        [
          [0.25, 0.25, 0.5],
          [0.5, 0, 0.5],
          [0, 0, 1],
        ],
        tokens('a', 'b', '|</s>'),
      ),
      { renormalize: false },
    );
    // (1.25 0.25) / 1.5 and (0.5 1) / 1.5
    close(rollout(record).weights, [5 / 6, 1 / 6, 1 / 3, 2 / 3]);
  });

  it('throws for a cross-attention', () => {
    assert.throws(() => rollout(cross), badRequest);
  });
});

describe('rollout through an encoder-decoder', () => {
  it('equals one matrix product over both sequences in PyTorch', () => {
    // In PyTorch: five nodes, the sources and the targets. Each sublayer is a matrix that is the identity for the nodes that
    // it does not change. Expected are the rows of the targets.
    const { sources, targets } = rolloutStack({ encoder, decoder, cross });
    close(sources.weights, [
      ...[0.192012, 0.184998, 0.122989, 0.184352, 0.148118, 0.16753],
      ...[0.262349, 0.286151, 0.2015, 0.291349, 0.250182, 0.208469],
    ]);
    close(targets.weights, [0.5, 0, 0.116324, 0.383676, 0.25, 0, 0.097271, 0.152729]);
    assert.deepEqual([sources.kind, sources.heads, targets.kind, targets.heads], ['cross', 1, 'decoder', 1]);
  });

  it('gives source and target shares that sum to 1', () => {
    const stacks = fc.record({
      encoder: anyRecord('encoder', { targets: 4 }),
      decoder: anyRecord('decoder', { layers: 2, targets: 3 }),
      cross: anyRecord('cross', { layers: 2, targets: 3, sources: 4 }),
    });
    fc.assert(
      fc.property(stacks, stack => {
        const { sources, targets } = rolloutStack(stack);
        const other = rowSums(targets);
        rowSums(sources).forEach((sum, row) => close([sum + other[row]], [1], 1e-5));
        // Each layer gives half of the weight to the sources, whatever its attention is.
        close(other, [0.5, 0.5, 0.5, 0.25, 0.25, 0.25], 1e-5);
      }),
    );
  });
});
