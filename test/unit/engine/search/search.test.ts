import assert from 'node:assert/strict';
import type { StepRequest } from '../../../../src/engine/search/search';
import { assertClose, assertSaid, endless, EOS, finished, garden, said, START, table, type Toy, word } from './toy';

/** A different end for each kind of early stopping; the arithmetic is beside the test. */
const stops = table({
  '': { a: 0.5, E: 0.4, b: 0.1 },
  a: { c: 0.6, E: 0.4 },
  b: { c: 0.9, E: 0.1 },
  ac: { E: 0.8, a: 0.2 },
  bc: { E: 0.6, b: 0.4 },
  aca: { b: 1 },
  acab: { b: 1 },
});

describe('beam search', () => {
  it('finds what greedy search misses', async () => {
    // Two beams, no length penalty: bE .36 ends at step 2, acE .21 and abE .1782 at step 3.
    const both = await said({ numBeams: 2, numReturnSequences: 2, lengthPenalty: 0 }, garden);
    assertSaid(both, [
      ['bE', Math.log(0.36)],
      ['acE', Math.log(0.21)],
    ]);
  });

  it('lets the length penalty choose the winner', async () => {
    // 1: ln .36 / 2 = -.511, ln .21 / 3 = -.520; 2: ln .36 / 4 = -.255, ln .21 / 9 = -.173
    assertSaid(await said({ numBeams: 2, lengthPenalty: 1 }, garden), [['bE', Math.log(0.36) / 2]]);
    assertSaid(await said({ numBeams: 2, lengthPenalty: 2 }, garden), [['acE', Math.log(0.21) / 9]]);
  });

  it('stops as early as it is told', async () => {
    const shared = { numBeams: 2, lengthPenalty: 1, maxLength: 9 };
    // Step 1: E ends, ln .4 = -.916. Step 2: aE ends, ln .2 / 2 = -.805: both places are taken.
    assertSaid(await said({ ...shared, earlyStopping: true }, stops), [['aE', Math.log(0.2) / 2]]);
    // The leader ac, ln .3 / 2 = -.602, beats -.916. Step 3: acE ends, ln .24 / 3 = -.476, and drives out E. The
    // leader is now aca, ln .06 / 3 = -.938, and does not beat -.805.
    assertSaid(await said({ ...shared, earlyStopping: false }, stops), [['acE', Math.log(0.24) / 3]]);
    // But at full length it might: ln .06 / 8 = -.352. Step 6: acabbE ends, ln .06 / 6 = -.469.
    assertSaid(await said({ ...shared, earlyStopping: 'never' }, stops), [['acabbE', Math.log(0.06) / 6]]);
  });

  it('guesses the length as it is, not the longest, where longer is worse', async () => {
    // With a penalty of 0 "never" has nothing to wait for: ln .06 does not beat ln .2.
    const shared = { numBeams: 2, lengthPenalty: 0, maxLength: 9 };
    // E .4, aE .2, acE .24
    const sometimes = await said({ ...shared, numReturnSequences: 2 }, stops);
    assertSaid(sometimes, [
      ['E', Math.log(0.4)],
      ['acE', Math.log(0.24)],
    ]);
    assert.deepEqual(await said({ ...shared, numReturnSequences: 2, earlyStopping: 'never' }, stops), sometimes);
  });

  it('asks for one row while all beams are alike, then for those of each source that is left', async () => {
    const requests: StepRequest[] = [];
    // Source 0 ends as above at step 3; source 1 ends everything at step 2.
    const soon = table({ '': { a: 0.6, b: 0.4 } });
    const toy: Toy = (ids, source) => (source === 0 ? garden(ids, 0) : soon(ids, 1));
    const [first, second] = await finished({ numBeams: 2, lengthPenalty: 0 }, toy, [[7], [8]], requests);
    assert.deepEqual(
      requests.map(({ parents, tokens, sources }) => [[...parents], [...tokens], [...sources]]),
      [
        [
          [0, 1],
          [0, 0],
          [0, 1],
        ],
        [
          [0, 0, 1, 1],
          [2, 3, 2, 3],
          [0, 0, 1, 1],
        ],
        [
          [0, 0],
          [4, 3],
          [0, 0],
        ],
      ],
    );
    assert.equal(word(first.hypotheses[0].ids), 'bE');
    assert.equal(word(second.hypotheses[0].ids), 'aE');
  });

  it('keeps to one row after a forced token, which leaves the beams alike', async () => {
    const requests: StepRequest[] = [];
    const settings = { numBeams: 2, numReturnSequences: 2, lengthPenalty: 0, forcedBosTokenId: 2 };
    const [{ hypotheses }] = await finished(settings, garden, [[7]], requests);
    assert.deepEqual(
      requests.map(({ tokens }) => [...tokens]),
      [[0], [2], [4, 3]],
    );
    // a is free. ac .35, ab .33 go on, aE .32 is third and no result; then acE .35, abE .297.
    assertSaid(
      hypotheses.map(({ ids, score }) => [word(ids), score]),
      [
        ['acE', Math.log(0.35)],
        ['abE', Math.log(0.33 * 0.9)],
      ],
    );
  });

  it('ends with any EOS, and keeps enough continuations for all of them', async () => {
    // With c an EOS as well, three of a's continuations end or are c. Two beams keep six candidates.
    const settings = { numBeams: 2, numReturnSequences: 2, eosTokenIds: [EOS, 4], lengthPenalty: 0 };
    // Step 2: bE .36, ac .21 are the first two and both end; ab .198 does not beat .21.
    const [{ hypotheses, cut }] = await finished(settings, garden);
    assertSaid(
      hypotheses.map(({ ids, score }) => [word(ids), score]),
      [
        ['bE', Math.log(0.36)],
        ['ac', Math.log(0.21)],
      ],
    );
    assert.equal(cut, false);
  });

  it('takes an EOS at the first step', async () => {
    const toy = table({ '': { E: 0.9, a: 0.1 } });
    // E ends at step 1: ln .9. The second place is empty, so it goes on: aE .1, ln .1 / 2.
    const both = await said({ numBeams: 2, numReturnSequences: 2 }, toy);
    assertSaid(both, [
      ['E', Math.log(0.9)],
      ['aE', Math.log(0.1) / 2],
    ]);
  });

  it('ends all beams at maxLength, and scores them without the start token', async () => {
    const toy = table({ '': { a: 0.6, b: 0.4 }, a: { a: 0.7, b: 0.3 }, b: { a: 0.9, b: 0.1 } });
    const settings = { numBeams: 2, numReturnSequences: 2, maxLength: 3 };
    const [{ hypotheses, cut }] = await finished(settings, toy);
    // aa .42, ba .36
    assertSaid(
      hypotheses.map(({ ids, score }) => [word(ids), score]),
      [
        ['aa', Math.log(0.42) / 2],
        ['ba', Math.log(0.36) / 2],
      ],
    );
    assert.equal(cut, true);
    const [forced] = await finished({ ...settings, forcedEosTokenIds: [EOS] }, toy);
    assert.deepEqual(
      forced.hypotheses.map(({ ids }) => word(ids)),
      ['aE', 'bE'],
    );
    assert.equal(forced.cut, true);
  });

  it('processes log-probabilities, not logits', async () => {
    // The penalty doubles what is below 0, and all log-probabilities are: after a, ln .5 for a becomes ln .25.
    const toy: Toy = () => [-99, -99, 5, 5, -99];
    const settings = { numBeams: 2, numReturnSequences: 2, maxLength: 3, lengthPenalty: 0, repetitionPenalty: 2 };
    const both = await said(settings, toy);
    assertSaid(both, [
      ['ab', Math.log(0.25)],
      ['ba', Math.log(0.25)],
    ]);
  });
});

describe('a row in which nothing is possible', () => {
  const settings = { suppressTokens: [0, 1, 2, 3, 4], maxLength: 4 };

  it('gives a greedy sequence of the worst score', async () => {
    const [{ hypotheses, cut }] = await finished(settings, endless);
    assert.deepEqual(hypotheses, [{ ids: [START, 0, 0, 0], score: -Infinity }]);
    assert.equal(cut, true);
  });

  it('gives empty places in beam search, as transformers does', async () => {
    const [{ hypotheses, cut }] = await finished({ ...settings, numBeams: 2, numReturnSequences: 2 }, endless);
    assert.deepEqual(hypotheses, [
      { ids: [START], score: -1e9 },
      { ids: [START], score: -1e9 },
    ]);
    assert.equal(cut, true);
  });

  it('does not hurt the other beams', async () => {
    const toy: Toy = ids => (word(ids) === 'a' ? new Array<number>(5).fill(-Infinity) : garden(ids, 0));
    const [{ hypotheses }] = await finished({ numBeams: 2, lengthPenalty: 0 }, toy);
    assert.equal(word(hypotheses[0].ids), 'bE');
    assertClose(hypotheses[0].score, Math.log(0.36));
  });
});

describe('logits that are not numbers', () => {
  for (const bad of [NaN, Infinity]) {
    for (const numBeams of [1, 2]) {
      it(`${bad} ends a search with ${numBeams} beam(s)`, async () => {
        await assert.rejects(
          finished({ numBeams }, () => [0, 1, bad, 1, 0]),
          { code: 'model-run-failed' },
        );
      });
    }
  }

  it('all NaN is no row in which nothing is possible', async () => {
    await assert.rejects(
      finished({ numBeams: 2 }, () => [NaN, NaN, NaN, NaN, NaN]),
      { code: 'model-run-failed' },
    );
  });
});
