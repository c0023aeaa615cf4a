import assert from 'node:assert/strict';
import {
  lastTextToken,
  padBatch,
  padSequences,
  paddingToken,
  padTokenOf,
} from '../../../../src/engine/network/padding';
import { plain } from '../search/toy';

describe('padSequences', () => {
  it('pads all rows to the length of the longest', () => {
    assert.deepEqual(padSequences([[1], [1, 2, 3], []], 9), [
      [1, 9, 9],
      [1, 2, 3],
      [9, 9, 9],
    ]);
    assert.deepEqual(padSequences([], 9), []);
  });
});

describe('padBatch', () => {
  const rows = [[5, 6, 2], [7], [8, 2]];
  const numbers = (data: ArrayLike<unknown>): number[] => Array.from(data, Number);

  it('pads all rows to the length of the longest, and sets the mask to 0 for padding', () => {
    const { ids, mask } = padBatch(rows, paddingToken(0));
    assert.deepEqual(
      [ids.dims, mask.dims],
      [
        [3, 3],
        [3, 3],
      ],
    );
    assert.deepEqual(numbers(ids.data), [5, 6, 2, 7, 0, 0, 8, 2, 0]);
    assert.deepEqual(numbers(mask.data), [1, 1, 1, 1, 0, 0, 1, 1, 0]);
  });

  it("pads with the last token of each row's text, with the same mask", () => {
    const { ids, mask } = padBatch(rows, lastTextToken);
    assert.deepEqual(numbers(ids.data), [5, 6, 2, 7, 7, 7, 8, 2, 8]);
    assert.deepEqual(mask, padBatch(rows, paddingToken(0)).mask);
  });

  it('makes empty tensors for no rows', () => assert.deepEqual(padBatch([], lastTextToken).ids.dims, [0, 0]));
});

describe('padTokenOf', () => {
  const cases = [
    { numBeams: 1, padTokenId: 0, expected: 0 },
    { numBeams: 1, padTokenId: 7, expected: 7 },
    { numBeams: 4, padTokenId: 7, expected: 7 },
    // transformers pads with `pad_token_id or eos_token_id[0]`: in Python, 0 counts as missing.
    { numBeams: 4, padTokenId: 0, expected: 3 },
  ];
  for (const { expected, ...settings } of cases) {
    it(`is ${expected} for ${settings.numBeams} beam(s) and the padding token ${settings.padTokenId}`, () => {
      assert.equal(padTokenOf({ ...plain, ...settings, eosTokenIds: [3, 4] }), expected);
    });
  }
});
