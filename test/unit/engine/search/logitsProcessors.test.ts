import assert from 'node:assert/strict';
import type { GenerationSettings } from '../../../../src/engine/api/contract';
import { processorsFor } from '../../../../src/engine/search/logitsProcessors';
import { EOS, plain, START } from './toy';

const X = -Infinity;

/** What is left of a row of scores (of small numbers that float32 holds exactly). */
function after(
  settings: Partial<GenerationSettings>,
  ids: readonly number[],
  scores: readonly number[],
  encoderIds: readonly number[] = [],
): number[] {
  const row = Float32Array.from(scores);
  processorsFor({ ...plain, ...settings }, encoderIds)(row, ids);
  return [...row];
}

/** Tokens that cannot be said after `ids`, of eight. */
function blocked(
  settings: Partial<GenerationSettings>,
  ids: readonly number[],
  encoderIds: readonly number[] = [],
): number[] {
  const row = after(settings, ids, new Array<number>(8).fill(1), encoderIds);
  return row.flatMap((score, token) => (score === X ? [token] : []));
}

describe('logits processors', () => {
  it('change nothing where nothing is set', () => {
    assert.deepEqual(after({}, [START, 2, 2], [1, -2, 3, 0.5]), [1, -2, 3, 0.5]);
  });

  it('repetition penalty: divides what is above 0, multiplies what is below, once a token', () => {
    assert.deepEqual(after({ repetitionPenalty: 2 }, [0, 1, 1, 3, 9], [4, -2, 3, 0]), [2, -4, 3, 0]);
  });

  it('repetition penalty leaves the impossible impossible', () => {
    assert.deepEqual(after({ repetitionPenalty: 2 }, [0], [X, 1]), [X, 1]);
  });

  describe('no-repeat n-gram', () => {
    const rows: readonly (readonly [number, readonly number[], readonly number[]])[] = [
      [1, [0, 2, 5], [0, 2, 5]],
      [2, [0, 2, 5, 2], [5]],
      [2, [0, 2, 5, 2, 6, 2], [5, 6]],
      [2, [0, 2, 2], [2]],
      [2, [0], []],
      [3, [0, 2, 5, 6, 2, 5], [6]],
      [3, [0, 2, 5, 6, 5], []],
      [3, [0, 2], []],
      [3, [0], []],
    ];
    for (const [size, ids, expected] of rows) {
      it(`size ${size} after ${ids.join(' ')}`, () => {
        assert.deepEqual(blocked({ noRepeatNgramSize: size }, ids), expected);
      });
    }
  });

  describe('no-repeat n-gram of the source', () => {
    const source = [4, 5, 6, 4, 7, EOS];
    const rows: readonly (readonly [number, readonly number[], readonly number[]])[] = [
      [1, [0], [1, 4, 5, 6, 7]],
      [2, [0, 4], [5, 7]],
      [2, [0, 7], [1]],
      [2, [0], []],
      [3, [0, 4, 5], [6]],
      [3, [5], []],
      [9, [0, 4, 5], []],
    ];
    for (const [size, ids, expected] of rows) {
      it(`size ${size} after ${ids.join(' ')}`, () => {
        assert.deepEqual(blocked({ encoderNoRepeatNgramSize: size }, ids, source), expected);
      });
    }
  });

  describe('bad words', () => {
    const badWordsIds = [[3], [4, 5], [4, 6, 7], [EOS]];
    const rows: readonly (readonly [readonly number[], readonly number[]])[] = [
      [[0], [3]],
      [
        [0, 4],
        [3, 5],
      ],
      [
        [0, 4, 6],
        [3, 7],
      ],
      [
        [4, 6],
        [3, 7],
      ],
      [[6], [3]],
    ];
    for (const [ids, expected] of rows) {
      it(`after ${ids.join(' ')}; a lone EOS is dropped`, () => {
        assert.deepEqual(blocked({ badWordsIds }, ids), expected);
      });
    }

    it('an EOS inside a longer word counts', () => {
      assert.deepEqual(blocked({ badWordsIds: [[4, EOS]] }, [0, 4]), [EOS]);
    });

    it('a word outside the vocabulary harms nothing', () => {
      assert.deepEqual(blocked({ badWordsIds: [[99], [0, 99]], suppressTokens: [99] }, [0]), []);
    });
  });

  it('min length counts the start token, min new tokens does not', () => {
    const eosTokenIds = [1, 6];
    assert.deepEqual(blocked({ eosTokenIds, minLength: 3 }, [0, 2]), [1, 6]);
    assert.deepEqual(blocked({ eosTokenIds, minLength: 3 }, [0, 2, 2]), []);
    assert.deepEqual(blocked({ eosTokenIds, minNewTokens: 3 }, [0, 2, 2]), [1, 6]);
    assert.deepEqual(blocked({ eosTokenIds, minNewTokens: 3 }, [0, 2, 2, 2]), []);
  });

  it('forced BOS comes first, and only then', () => {
    assert.deepEqual(after({ forcedBosTokenId: 2 }, [0], [1, 1, 1, 1]), [X, X, 0, X]);
    assert.deepEqual(after({ forcedBosTokenId: 2 }, [0, 2], [1, 1, 1, 1]), [1, 1, 1, 1]);
  });

  it('forced EOS takes the last place, whatever the minimum', () => {
    const settings = { forcedEosTokenIds: [1, 3], maxLength: 4, minLength: 9 };
    assert.deepEqual(after(settings, [0, 2, 2], [5, 5, 5, 5]), [X, 0, X, 0]);
    assert.deepEqual(after(settings, [0, 2], [5, 5, 5, 5]), [5, X, 5, 5]);
  });

  it('a forced token that the model does not have is refused', () => {
    assert.throws(() => after({ forcedBosTokenId: 4 }, [0], [1, 1, 1, 1]), {
      code: 'bad-request',
      data: { name: 'forcedBosTokenId', why: 'token 4 is not among the 4 of the model' },
    });
  });

  it('suppressed tokens never come, even forced ones', () => {
    assert.deepEqual(blocked({ suppressTokens: [2, 3] }, [0, 4]), [2, 3]);
    assert.deepEqual(after({ suppressTokens: [2], forcedBosTokenId: 2 }, [0], [1, 1, 1]), [X, X, X]);
  });

  it('the begin is after the start token, or after the forced one', () => {
    const beginSuppressTokens = [5];
    assert.deepEqual(blocked({ beginSuppressTokens }, [0]), [5]);
    assert.deepEqual(blocked({ beginSuppressTokens }, [0, 2]), []);
    assert.deepEqual(blocked({ beginSuppressTokens, forcedBosTokenId: 2 }, [0, 2]), [5]);
    assert.deepEqual(blocked({ beginSuppressTokens, forcedBosTokenId: 2 }, [0, 2, 2]), []);
  });
});
