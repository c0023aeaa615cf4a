import assert from 'node:assert/strict';
import { padSequences, padTokenOf } from '../../../src/engine/padding';
import { plain } from './toy';

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
