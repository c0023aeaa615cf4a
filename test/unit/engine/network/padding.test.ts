import assert from 'node:assert/strict';
import {
  ordinaryToken,
  padBatch,
  padSequences,
  paddingToken,
  padTokenOf,
} from '../../../../src/engine/network/padding';
import { plain } from '../search/toy';

describe('padSequences', () => {
  it('fills to the longest', () => {
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

  it('fills rows to the longest, and masks what is not theirs', () => {
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

  it("fills with the last token of the row's text, under the same mask", () => {
    const { ids, mask } = padBatch(rows, ordinaryToken);
    assert.deepEqual(numbers(ids.data), [5, 6, 2, 7, 7, 7, 8, 2, 8]);
    assert.deepEqual(mask, padBatch(rows, paddingToken(0)).mask);
  });

  it('makes nothing of nothing', () => assert.deepEqual(padBatch([], ordinaryToken).ids.dims, [0, 0]));
});

describe('padTokenOf', () => {
  const rows = [
    { numBeams: 1, padTokenId: 0, expected: 0 },
    { numBeams: 1, padTokenId: 7, expected: 7 },
    { numBeams: 4, padTokenId: 7, expected: 7 },
    // `pad_token_id or eos_token_id[0]`
    { numBeams: 4, padTokenId: 0, expected: 3 },
  ];
  for (const { expected, ...settings } of rows) {
    it(`${settings.numBeams} beam(s), pad ${settings.padTokenId}: ${expected}`, () => {
      assert.equal(padTokenOf({ ...plain, ...settings, eosTokenIds: [3, 4] }), expected);
    });
  }
});
