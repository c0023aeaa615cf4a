import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  hideSpecial,
  meanHeads,
  pickHeads,
  pickLayers,
  pickTokens,
  readAtOutput,
  renormalized,
} from '../../../../src/attention/record/select';
import { checkedRecord, headOf } from '../../../../src/attention/record/record';
import { anyRecord, close, cross, encoder, matrix, rowSums, tokens } from '../records';

const badRequest = { code: 'bad-request' };

describe('selecting from a record', () => {
  it('picks layers and heads in the order given', () => {
    const reversed = pickLayers(cross, [1, 0]);
    assert.deepEqual([...headOf(reversed, 0, 1)], [...headOf(cross, 1, 1)]);
    const one = pickHeads(cross, [1]);
    assert.equal(one.heads, 1);
    assert.deepEqual([...headOf(one, 1, 0)], [...headOf(cross, 1, 1)]);
    assert.throws(() => pickLayers(cross, [2]), badRequest);
    assert.throws(() => pickHeads(cross, [-1]), badRequest);
  });

  it('averages over heads', () => {
    const record = { ...matrix('cross', [[1, 0]]), layers: 2, heads: 2 };
    // Layer 0: heads (1, 0) and (0.5, 0.5); layer 1: (0, 1) and (0.25, 0.75).
    const given = { ...record, weights: Float32Array.of(1, 0, 0.5, 0.5, 0, 1, 0.25, 0.75) };
    assert.deepEqual([...meanHeads(given).weights], [0.75, 0.25, 0.125, 0.875]);
    assert.equal(meanHeads(meanHeads(given)).heads, 1);
  });

  it('picks rows and columns in the order given', () => {
    const record = matrix('cross', [
      [0.5, 0.25, 0.25],
      [0.125, 0.125, 0.75],
    ]);
    const picked = pickTokens(record, [1], [2, 0]);
    assert.deepEqual([...picked.weights], [0.75, 0.125]);
    assert.deepEqual(
      [...picked.targets, ...picked.sources].map(({ text }) => text),
      ['b', 'c', 'a'],
    );
    assert.throws(() => pickTokens(record, [2], [0]), badRequest);
    assert.throws(() => pickTokens(record, [0], [3]), badRequest);
  });

  it('hides special tokens, with rows renormalized or not', () => {
    const record = matrix(
      'encoder',
      [
        [0.5, 0.25, 0.25],
        [0.125, 0.125, 0.75],
        [0, 0, 1],
      ],
      tokens('a', 'b', '|</s>'),
    );
    const plain = hideSpecial(record, { renormalize: false });
    assert.deepEqual([...plain.record.weights], [0.5, 0.25, 0.125, 0.125]);
    assert.deepEqual(
      [[...plain.targets], [...plain.sources]],
      [
        [0, 1],
        [0, 1],
      ],
    );
    // 0.5 and 0.25 are divided by 0.75, 0.125 and 0.125 by 0.25.
    close(hideSpecial(record, { renormalize: true }).record.weights, [2 / 3, 1 / 3, 0.5, 0.5]);
  });

  it('leaves a row at 0 if all its weight is on special tokens', () => {
    const record = matrix('cross', [[0, 1]], tokens('x'), tokens('a', '|</s>'));
    assert.deepEqual([...hideSpecial(record, { renormalize: true }).record.weights], [0]);
  });

  it('assigns each row to the token that it predicts (readAtOutput)', () => {
    const record = matrix(
      'cross',
      [
        [1, 0],
        [0, 1],
        [0.5, 0.5],
      ],
      tokens('|<s>', 'x', 'y'),
    );
    const read = readAtOutput(record);
    assert.deepEqual(
      read.targets.map(({ text }) => text),
      ['x', 'y'],
    );
    assert.deepEqual([...read.weights], [1, 0, 0, 1]);
    assert.throws(() => readAtOutput(encoder), badRequest);
  });

  it('keeps rows that sum to 1 when averaging heads and renormalizing', () => {
    fc.assert(
      fc.property(anyRecord('cross'), record => {
        for (const result of [meanHeads(record), renormalized(record)]) {
          checkedRecord(result);
          rowSums(result).forEach(sum => close([sum], [1], 1e-5));
        }
      }),
    );
  });
});
