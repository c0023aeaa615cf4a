import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  align,
  alignerOf,
  type Alignment,
  linksOf,
  middleLayer,
  targetsOf,
} from '../../../../src/attention/analysis/align';
import { anyRecord, encoder, matrix, tokens } from '../records';

const sources = (alignment: Alignment): number[][] =>
  Array.from({ length: targetsOf(alignment) }, (_, target) => linksOf(alignment, target).map(({ source }) => source));

/*
 * "das ▁Haus" read as: <s> looks at the (and predicts das), das at the (and predicts Haus), Haus at house (and predicts
 * the end), </s> at the end. The end token draws much of every row.
 */
const record = matrix(
  'cross',
  [
    [0.5, 0.125, 0.375],
    [0.375, 0.125, 0.5],
    [0.125, 0.375, 0.5],
    [0, 0, 1],
  ],
  tokens('|<s>', '▁das', '▁Haus', '|</s>'),
  tokens('▁the', '▁house', '|</s>'),
);

describe('an alignment', () => {
  it('reads a token at the step where it is the input, past the special tokens', () => {
    const alignment = align(record, { layer: 0 });
    assert.deepEqual(sources(alignment), [[], [0], [1], []]);
    assert.deepEqual([...alignment.weights], [0.375, 0.375]);
    assert.deepEqual(alignment.method, { step: 'input', layer: 0, heads: [0], rule: { kind: 'argmax' } });
  });

  it('reads a step earlier at the output', () => {
    // das: the row of <s>, 0. Haus: the row of das, 0. The end token is not aligned.
    const alignment = align(record, { layer: 0, step: 'output' });
    assert.deepEqual(sources(alignment), [[], [0], [0], []]);
    assert.deepEqual([...alignment.weights], [0.5, 0.375]);
    assert.equal(alignment.method.step, 'output');
  });

  it('takes all from a threshold on', () => {
    const rule = { kind: 'threshold', threshold: 0.125 } as const;
    assert.deepEqual(sources(align(record, { layer: 0, rule })), [[], [0, 1], [0, 1], []]);
    const high = { kind: 'threshold', threshold: 0.4 } as const;
    assert.deepEqual(sources(align(record, { layer: 0, rule: high })), [[], [], [], []]);
    const zero = { kind: 'threshold', threshold: 0 } as const;
    const sparse = matrix('cross', [[0, 1]]);
    assert.deepEqual(sources(align(sparse, { layer: 0, rule: zero })), [[1]], 'no weight is no link');
    // 0.1 is less as a double than as the float that the weights are.
    const tenth = { kind: 'threshold', threshold: 0.1 } as const;
    assert.deepEqual(sources(align(matrix('cross', [[0.1, 0.9]]), { layer: 0, rule: tenth })), [[0, 1]]);
  });

  it('takes the first of equals, and nothing from a row of zeros', () => {
    assert.deepEqual(sources(align(matrix('cross', [[0.5, 0.5]]), { layer: 0 })), [[0]]);
    assert.deepEqual(sources(align(matrix('cross', [[0, 0]]), { layer: 0 })), [[]]);
  });

  it('reads the mean of the chosen heads of the chosen layer', () => {
    const one = matrix('cross', [[0, 0]]);
    // Layer 1: heads (1, 0), (0.25, 0.75), (0.25, 0.75): all together (0.5, 0.5), the last two (0.25, 0.75).
    const given = {
      ...one,
      layers: 2,
      heads: 3,
      weights: Float32Array.of(0, 1, 0, 1, 0, 1, 1, 0, 0.25, 0.75, 0.25, 0.75),
    };
    assert.deepEqual(sources(align(given, { layer: 0 })), [[1]]);
    assert.deepEqual(sources(align(given, { layer: 1 })), [[0]]);
    assert.deepEqual(sources(align(given, { layer: 1, heads: [1, 2] })), [[1]]);
    assert.deepEqual(align(given, { layer: 1 }).method.heads, [0, 1, 2]);
  });

  it('refuses what has none', () => {
    const badRequest = { code: 'bad-request' };
    assert.throws(() => align(encoder, { layer: 0 }), badRequest);
    assert.throws(() => align(record, { layer: 1 }), badRequest);
    assert.throws(() => align(record, { layer: 0, heads: [] }), badRequest);
    assert.throws(() => align(record, { layer: 0, heads: [1] }), badRequest);
    assert.throws(() => linksOf(align(record, { layer: 0 }), 4), badRequest);
  });

  it('by argmax has one link a row, which no weight of the row exceeds; at the output it is that of the row before', () => {
    fc.assert(
      fc.property(anyRecord('cross', { heads: 1, layers: 1 }), given => {
        const input = sources(align(given, { layer: 0 }));
        const width = given.sources.length;
        input.forEach(([source], target) => {
          const row = given.weights.subarray(target * width, (target + 1) * width);
          assert.equal(row[source], Math.max(...row));
        });
        assert.deepEqual(sources(align(given, { layer: 0, step: 'output' })), [[], ...input.slice(0, -1)]);
      }),
    );
  });
});

describe('the aligner of a model', () => {
  const shape = { layers: 4, heads: 3 };

  it('is what was measured, as far as the model has it', () => {
    const read = { step: 'output', layer: 3, heads: [0, 2] };
    assert.deepEqual(alignerOf({ layer: 3, heads: [0, 2], shift: false }, shape), read);
    assert.deepEqual(alignerOf({ layer: 0, shift: true }, shape), { step: 'input', layer: 0 });
  });

  it('is a middle layer, all heads, if nothing was measured or it was of another model', () => {
    const likely = { step: 'input', layer: 1 };
    assert.deepEqual(alignerOf(undefined, shape), likely);
    assert.deepEqual(alignerOf({ layer: 4, shift: false }, shape), likely);
    assert.deepEqual(alignerOf({ layer: 0, heads: [1, 3], shift: true }, shape), likely);
    assert.deepEqual([1, 2, 3, 4, 6, 12].map(middleLayer), [0, 0, 1, 1, 2, 5]);
  });
});
