import assert from 'node:assert/strict';
import { checkedRecord, endTokenIndex, headOf, rowOf, tokenAt } from '../../../../src/attention/record/record';
import { cross, decoder, encoder, letters, tokens } from '../records';

const badRequest = { code: 'bad-request' };

describe('an attention record', () => {
  it('passes its check if the number of weights agrees with the dimensions', () => {
    for (const record of [encoder, decoder, cross]) assert.equal(checkedRecord(record), record);
  });

  it('fails its check if the number of weights is wrong, or a self-attention is not square', () => {
    assert.throws(() => checkedRecord({ ...cross, layers: 3 }), {
      ...badRequest,
      data: {
        name: 'weights',
        why: 'there are 24 weights, but 3 x 2 x 2 x 3 is 36',
      },
    });
    assert.throws(() => checkedRecord({ ...cross, kind: 'decoder' }), badRequest);
  });

  it('returns heads and rows without copying', () => {
    const head = headOf(cross, 1, 0);
    assert.deepEqual([...head], [...cross.weights.subarray(12, 18)]);
    assert.equal(head.buffer, cross.weights.buffer);
    assert.deepEqual([...rowOf(cross, 1, 1, 1)], [...cross.weights.subarray(21, 24)]);
  });

  it('throws with the name of an index that does not exist', () => {
    for (const [layer, head, target, name] of [
      [2, 0, 0, 'layer'],
      [-1, 0, 0, 'layer'],
      [0, 2, 0, 'head'],
      [0, 0.5, 0, 'head'],
      [0, 0, 2, 'target'],
      [0, 0, NaN, 'target'],
    ] as const) {
      assert.throws(
        () => rowOf(cross, layer, head, target),
        (error: { code: string; data: { name: string } }) => error.code === 'bad-request' && error.data.name === name,
      );
    }
  });

  it('finds the end token', () => {
    for (const [pieces, end] of [
      [['a', 'b', '|</s>'], 2],
      // The language code comes after the end in the first mBART, and before the text in mBART-50.
      [['a', '|</s>', '|en_XX'], 1],
      [['|en_XX', 'a', '|</s>'], 2],
      // A </s> before the text does not end it.
      [['|</s>', '|de_DE', 'a'], -1],
      [['|</s>'], -1],
      [[], -1],
    ] as const) {
      assert.equal(endTokenIndex(tokens(...pieces)), end, pieces.join(' '));
    }
    assert.equal(endTokenIndex(letters(3)), -1);
  });

  it('finds the token at a caret', () => {
    // The text is "ab cd", in which the space belongs to no token.
    const [a, b] = tokens('ab', 'cd');
    const all = [...tokens('|<s>'), a, { ...b, start: 3, end: 5 }, ...tokens('|</s>')];
    assert.deepEqual(
      [0, 1, 2, 3, 4, 5, 6].map(offset => tokenAt(all, offset)),
      [1, 1, 1, 2, 2, 2, -1],
    );
    // At the end of one token and the start of another, the one that starts is found.
    assert.equal(tokenAt(letters(2), 1), 1);
    assert.equal(tokenAt([], 0), -1);
  });
});
