import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  align,
  alignerOf,
  type Alignment,
  linksOf,
  middleLayer,
  targetCount,
} from '../../../../src/attention/analysis/align';
import { anyRecord, encoder, matrix, tokens } from '../records';

/** For each target of an alignment, the sources that it is linked to. */
const sources = (alignment: Alignment): number[][] =>
  Array.from({ length: targetCount(alignment) }, (_, target) => linksOf(alignment, target).map(({ source }) => source));

/*
 * Cross-attention of "das Haus" to "the house". Special tokens aside, the row of <s> (which predicts das) has its highest
 * weight on "the", the row of das (which predicts Haus) on "the", and the row of Haus (which predicts the end) on "house".
 * In every row the end token gets much of the weight.
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

describe('align', () => {
  it('aligns a target token by the step that reads it, and skips special tokens', () => {
    const alignment = align(record, { layer: 0 });
    assert.deepEqual(sources(alignment), [[], [0], [1], []]);
    assert.deepEqual([...alignment.weights], [0.375, 0.375]);
    assert.deepEqual(alignment.method, { step: 'input', layer: 0, heads: [0], rule: { kind: 'argmax' } });
  });

  it('aligns a target token by the step that predicts it, for the step `output`', () => {
    // das is aligned by the row of <s>, with source 0; Haus by the row of das, with source 0. The end token is not aligned.
    const alignment = align(record, { layer: 0, step: 'output' });
    assert.deepEqual(sources(alignment), [[], [0], [0], []]);
    assert.deepEqual([...alignment.weights], [0.5, 0.375]);
    assert.equal(alignment.method.step, 'output');
  });

  it('links all sources whose weight reaches the threshold', () => {
    const rule = { kind: 'threshold', threshold: 0.125 } as const;
    assert.deepEqual(sources(align(record, { layer: 0, rule })), [[], [0, 1], [0, 1], []]);
    const high = { kind: 'threshold', threshold: 0.4 } as const;
    assert.deepEqual(sources(align(record, { layer: 0, rule: high })), [[], [], [], []]);
    const zero = { kind: 'threshold', threshold: 0 } as const;
    const sparse = matrix('cross', [[0, 1]]);
    assert.deepEqual(sources(align(sparse, { layer: 0, rule: zero })), [[1]], 'a weight of 0 makes no link');
    // As a 32-bit float, which the weights are, 0.1 is larger than as a double.
    const tenth = { kind: 'threshold', threshold: 0.1 } as const;
    assert.deepEqual(sources(align(matrix('cross', [[0.1, 0.9]]), { layer: 0, rule: tenth })), [[0, 1]]);
  });

  it('links the first of several sources of equal weight, and none in a row of zeros', () => {
    assert.deepEqual(sources(align(matrix('cross', [[0.5, 0.5]]), { layer: 0 })), [[0]]);
    assert.deepEqual(sources(align(matrix('cross', [[0, 0]]), { layer: 0 })), [[]]);
  });

  it('reads the mean of the chosen heads of the chosen layer', () => {
    const one = matrix('cross', [[0, 0]]);
    // Layer 1 has the heads (1, 0), (0.25, 0.75) and (0.25, 0.75). The mean of all is (0.5, 0.5), of the last two (0.25,
    // 0.75).
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

  it('throws for a self-attention, and for layers, heads and targets that do not exist', () => {
    const badRequest = { code: 'bad-request' };
    assert.throws(() => align(encoder, { layer: 0 }), badRequest);
    assert.throws(() => align(record, { layer: 1 }), badRequest);
    assert.throws(() => align(record, { layer: 0, heads: [] }), badRequest);
    assert.throws(() => align(record, { layer: 0, heads: [1] }), badRequest);
    assert.throws(() => linksOf(align(record, { layer: 0 }), 4), badRequest);
  });

  it('links each target to a source of the highest weight of its row, for `output` of the row before', () => {
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

describe('alignerOf', () => {
  const shape = { layers: 4, heads: 3 };

  it('returns the measured aligner if the model has its layer and heads', () => {
    const read = { step: 'output', layer: 3, heads: [0, 2] };
    assert.deepEqual(alignerOf({ layer: 3, heads: [0, 2], shift: false }, shape), read);
    assert.deepEqual(alignerOf({ layer: 0, shift: true }, shape), { step: 'input', layer: 0 });
  });

  it('returns all heads of a middle layer if nothing was measured, or the model lacks the measured layer or heads', () => {
    const likely = { step: 'input', layer: 1 };
    assert.deepEqual(alignerOf(undefined, shape), likely);
    assert.deepEqual(alignerOf({ layer: 4, shift: false }, shape), likely);
    assert.deepEqual(alignerOf({ layer: 0, heads: [1, 3], shift: true }, shape), likely);
    assert.deepEqual([1, 2, 3, 4, 6, 12].map(middleLayer), [0, 0, 1, 1, 2, 5]);
  });
});
