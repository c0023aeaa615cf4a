import assert from 'node:assert/strict';
import fc from 'fast-check';
import { coverage } from '../../../../src/attention/analysis/coverage';
import { mergeWords } from '../../../../src/attention/record/words';
import { anyRecord, close, encoder, matrix, tokens, wordsByMark } from '../records';

const record = matrix(
  'cross',
  [
    [0.5, 0.25, 0.125, 0.125],
    [0.125, 0.5, 0.125, 0.25],
    [0, 0, 1, 0],
  ],
  tokens('|<s>', '▁x', '|</s>'),
  tokens('▁a', '▁b', 'c', '|</s>'),
);

describe('coverage', () => {
  it('sums the weights of each source, without the row of the end token', () => {
    const { sum, peak } = coverage(record);
    assert.deepEqual([...sum], [0.625, 0.75, 0.25, 0.375]);
    assert.deepEqual([...peak], [0.5, 0.5, 0.125, 0.25]);
  });

  it('averages over layers and heads', () => {
    const two = { ...matrix('cross', [[1, 0]]), heads: 2, weights: Float32Array.of(1, 0, 0.5, 0.5) };
    assert.deepEqual([...coverage(two).sum], [0.75, 0.25]);
    assert.deepEqual([...coverage({ ...two, layers: 2, heads: 1 }).peak], [0.75, 0.25]);
  });

  it('sums the coverage of a word over its tokens', () => {
    const [targets, sources] = [wordsByMark(record.targets), wordsByMark(record.sources)];
    const merged = mergeWords(record, targets, sources);
    // The word "bc" gets 0.25 + 0.125 and 0.5 + 0.125.
    assert.deepEqual([...coverage(merged).sum], [0.625, 1, 0.375]);
  });

  it('throws for a self-attention', () => {
    assert.throws(() => coverage(encoder), { code: 'bad-request' });
  });

  it('sums up to the number of targets, if none of them is the end token', () => {
    fc.assert(
      fc.property(anyRecord('cross'), given => {
        const total = coverage(given).sum.reduce((sum, one) => sum + one, 0);
        close([total], [given.targets.length], 1e-5);
      }),
    );
  });
});
