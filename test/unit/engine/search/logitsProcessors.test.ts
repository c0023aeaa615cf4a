import assert from 'node:assert/strict';
import type { GenerationSettings } from '../../../../src/engine/api/contract';
import { processorsFor } from '../../../../src/engine/search/logitsProcessors';
import { EOS, plain, START } from './toy';

const X = -Infinity;

/** The scores after the processors. (The tests use small numbers, which are exact in float32.) */
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

/** Which of eight tokens are impossible after `ids`. */
function blocked(
  settings: Partial<GenerationSettings>,
  ids: readonly number[],
  encoderIds: readonly number[] = [],
): number[] {
  const row = after(settings, ids, new Array<number>(8).fill(1), encoderIds);
  return row.flatMap((score, token) => (score === X ? [token] : []));
}

describe('processorsFor', () => {
  it('makes a processor that changes nothing for plain settings', () => {
    assert.deepEqual(after({}, [START, 2, 2], [1, -2, 3, 0.5]), [1, -2, 3, 0.5]);
  });

  it('applies the repetition penalty once per token of the row: divides scores above 0, multiplies those below', () => {
    assert.deepEqual(after({ repetitionPenalty: 2 }, [0, 1, 1, 3, 9], [4, -2, 3, 0]), [2, -4, 3, 0]);
  });

  it('leaves a score of -Infinity unchanged by the repetition penalty', () => {
    assert.deepEqual(after({ repetitionPenalty: 2 }, [0], [X, 1]), [X, 1]);
  });

  describe('blocks tokens that would repeat an n-gram of the row', () => {
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
      it(`of size ${size} after ${ids.join(' ')}`, () => {
        assert.deepEqual(blocked({ noRepeatNgramSize: size }, ids), expected);
      });
    }
  });

  describe('blocks tokens that would repeat an n-gram of the source', () => {
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
      it(`of size ${size} after ${ids.join(' ')}`, () => {
        assert.deepEqual(blocked({ encoderNoRepeatNgramSize: size }, ids, source), expected);
      });
    }
  });

  describe('blocks the last token of bad words', () => {
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
      it(`after ${ids.join(' ')}, except for a word that is EOS alone`, () => {
        assert.deepEqual(blocked({ badWordsIds }, ids), expected);
      });
    }

    it('also if it is the EOS of a longer word', () => {
      assert.deepEqual(blocked({ badWordsIds: [[4, EOS]] }, [0, 4]), [EOS]);
    });

    it('and ignores tokens outside the vocabulary', () => {
      assert.deepEqual(blocked({ badWordsIds: [[99], [0, 99]], suppressTokens: [99] }, [0]), []);
    });
  });

  it('counts the start token for minLength, and not for minNewTokens', () => {
    const eosTokenIds = [1, 6];
    assert.deepEqual(blocked({ eosTokenIds, minLength: 3 }, [0, 2]), [1, 6]);
    assert.deepEqual(blocked({ eosTokenIds, minLength: 3 }, [0, 2, 2]), []);
    assert.deepEqual(blocked({ eosTokenIds, minNewTokens: 3 }, [0, 2, 2]), [1, 6]);
    assert.deepEqual(blocked({ eosTokenIds, minNewTokens: 3 }, [0, 2, 2, 2]), []);
  });

  it('forces BOS after the start token, and nowhere else', () => {
    assert.deepEqual(after({ forcedBosTokenId: 2 }, [0], [1, 1, 1, 1]), [X, X, 0, X]);
    assert.deepEqual(after({ forcedBosTokenId: 2 }, [0, 2], [1, 1, 1, 1]), [1, 1, 1, 1]);
  });

  it('forces EOS as the last token, whatever the minimum length', () => {
    const settings = { forcedEosTokenIds: [1, 3], maxLength: 4, minLength: 9 };
    assert.deepEqual(after(settings, [0, 2, 2], [5, 5, 5, 5]), [X, 0, X, 0]);
    assert.deepEqual(after(settings, [0, 2], [5, 5, 5, 5]), [5, X, 5, 5]);
  });

  it('refuses a forced token outside the vocabulary', () => {
    assert.throws(() => after({ forcedBosTokenId: 4 }, [0], [1, 1, 1, 1]), {
      code: 'bad-request',
      data: { name: 'forcedBosTokenId', why: 'token 4 is not in the vocabulary of 4 tokens' },
    });
  });

  it('blocks suppressed tokens everywhere, even if they are forced', () => {
    assert.deepEqual(blocked({ suppressTokens: [2, 3] }, [0, 4]), [2, 3]);
    assert.deepEqual(after({ suppressTokens: [2], forcedBosTokenId: 2 }, [0], [1, 1, 1]), [X, X, X]);
  });

  it('blocks beginSuppressTokens after the start token, or after a forced BOS', () => {
    const beginSuppressTokens = [5];
    assert.deepEqual(blocked({ beginSuppressTokens }, [0]), [5]);
    assert.deepEqual(blocked({ beginSuppressTokens }, [0, 2]), []);
    assert.deepEqual(blocked({ beginSuppressTokens, forcedBosTokenId: 2 }, [0, 2]), [5]);
    assert.deepEqual(blocked({ beginSuppressTokens, forcedBosTokenId: 2 }, [0, 2, 2]), []);
  });
});
