import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type AttentionRecord, headOf } from '../../../../src/attention/record/record';
import { withResidual } from '../../../../src/attention/analysis/rollout';
import { hideSpecial } from '../../../../src/attention/record/select';
import { anyRecord, close, cross, decoder, encoder, matrix, rowSums, tokens } from '../records';
import { rollout, rolloutStack } from '../rollouts';

const badRequest = { code: 'bad-request' };

/** Rollout the plain way, on nested arrays. */
function plainRollout(record: AttentionRecord): number[] {
  const size = [...record.targets.keys()];
  let state = size.map(row => size.map(column => Number(row === column)));
  for (let layer = 0; layer < record.layers; layer++) {
    const heads = [...Array(record.heads).keys()].map(head => headOf(record, layer, head));
    const mixed = size.map(row =>
      size.map(column => {
        const mean = heads.reduce((sum, head) => sum + head[row * size.length + column], 0) / heads.length;
        return 0.5 * mean + 0.5 * Number(row === column);
      }),
    );
    const before = state;
    state = size.map(row =>
      size.map(column => size.reduce((sum, middle) => sum + mixed[row][middle] * before[middle][column], 0)),
    );
  }
  return state.flat();
}

describe('attention rollout', () => {
  it('is the product of the layers worked out by hand', () => {
    // Layer 0: 0.5 W + 0.5 I of W = (0 1; 1 0) is (0.5 0.5; 0.5 0.5). Layer 1, of W = (1 0; 0.5 0.5): (1 0; 0.25 0.75).
    const one = matrix('encoder', [
      [0, 1],
      [1, 0],
    ]);
    const two = { ...one, layers: 2, weights: Float32Array.of(0, 1, 1, 0, 1, 0, 0.5, 0.5) };
    assert.deepEqual([...withResidual(two).weights], [0.5, 0.5, 0.5, 0.5, 1, 0, 0.25, 0.75]);
    // (1 0; 0.25 0.75) x (0.5 0.5; 0.5 0.5)
    assert.deepEqual([...rollout(two).weights], [0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5]);
    // The other way round it would be (0.625 0.375; 0.625 0.375): turned, the layers give that.
    const turned = { ...two, weights: Float32Array.of(1, 0, 0.5, 0.5, 0, 1, 1, 0) };
    assert.deepEqual([...headOf(rollout(turned), 1, 0)], [0.625, 0.375, 0.625, 0.375]);
  });

  it('is what PyTorch computes', () => {
    // A = (W.mean(heads) + eye) / rows' sums; A[0], A[1] @ A[0]
    close(rollout(encoder).weights, [
      ...[0.647511, 0.240898, 0.111591, 0.184648, 0.684777, 0.130575, 0.274425, 0.068823, 0.656752],
      ...[0.519355, 0.226665, 0.25398, 0.269488, 0.545177, 0.185335, 0.288407, 0.204449, 0.507144],
    ]);
  });

  it('is the plain matrix product, keeps rows at 1, and sees nothing later in a decoder', () => {
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

  it('still gives rows that sum to 1 when special tokens were taken out', () => {
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

  it('is of self-attention alone', () => {
    assert.throws(() => rollout(cross), badRequest);
  });
});

describe('rollout through an encoder-decoder', () => {
  it('is what PyTorch computes as one product over both sequences', () => {
    // Five nodes, sources and targets; a matrix a sublayer that leaves the other nodes alone; the rows of the targets.
    const { sources, targets } = rolloutStack({ encoder, decoder, cross });
    close(sources.weights, [
      ...[0.192012, 0.184998, 0.122989, 0.184352, 0.148118, 0.16753],
      ...[0.262349, 0.286151, 0.2015, 0.291349, 0.250182, 0.208469],
    ]);
    close(targets.weights, [0.5, 0, 0.116324, 0.383676, 0.25, 0, 0.097271, 0.152729]);
    assert.deepEqual([sources.kind, sources.heads, targets.kind, targets.heads], ['cross', 1, 'decoder', 1]);
  });

  it('divides each state between the two sequences', () => {
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
        // Half is taken from the encoder in each layer, whatever the weights.
        close(other, [0.5, 0.5, 0.5, 0.25, 0.25, 0.25], 1e-5);
      }),
    );
  });
});
