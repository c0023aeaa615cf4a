import assert from 'node:assert/strict';
import type { StepRequest } from '../../../../src/engine/search/search';
import {
  assertClose,
  assertHypotheses,
  endless,
  EOS,
  finished,
  misleading,
  hypothesesOf,
  START,
  table,
  type ToyModel,
  word,
} from './toy';

/** A model whose best sequence differs for each value of `earlyStopping`. The comments in the tests have the arithmetic. */
const earlyEnds = table({
  '': { a: 0.5, E: 0.4, b: 0.1 },
  a: { c: 0.6, E: 0.4 },
  b: { c: 0.9, E: 0.1 },
  ac: { E: 0.8, a: 0.2 },
  bc: { E: 0.6, b: 0.4 },
  aca: { b: 1 },
  acab: { b: 1 },
});

describe('beamSearch', () => {
  it('finds a better sequence than greedy search', async () => {
    // Two beams, no length penalty: bE .36 ends at step 2, acE .21 and abE .1782 at step 3.
    const both = await hypothesesOf({ numBeams: 2, numReturnSequences: 2, lengthPenalty: 0 }, misleading);
    assertHypotheses(both, [
      ['bE', Math.log(0.36)],
      ['acE', Math.log(0.21)],
    ]);
  });

  it('divides the sum of log-probabilities by length ** lengthPenalty before it compares sequences', async () => {
    // bE and acE with penalty 1: ln .36 / 2 = -.511, ln .21 / 3 = -.520
    // bE and acE with penalty 2: ln .36 / 4 = -.255, ln .21 / 9 = -.173
    assertHypotheses(await hypothesesOf({ numBeams: 2, lengthPenalty: 1 }, misleading), [['bE', Math.log(0.36) / 2]]);
    assertHypotheses(await hypothesesOf({ numBeams: 2, lengthPenalty: 2 }, misleading), [['acE', Math.log(0.21) / 9]]);
  });

  it('stops at a different step for each value of earlyStopping', async () => {
    const shared = { numBeams: 2, lengthPenalty: 1, maxLength: 9 };
    // Step 1: E ends, ln .4 = -.916. Step 2: aE ends, ln .2 / 2 = -.805. Both places for ended sequences are taken.
    assertHypotheses(await hypothesesOf({ ...shared, earlyStopping: true }, earlyEnds), [['aE', Math.log(0.2) / 2]]);
    // The best beam ac, ln .3 / 2 = -.602, is better than -.916. Step 3: acE ends, ln .24 / 3 = -.476, and replaces E. The
    // best beam is now aca, ln .06 / 3 = -.938, which is not better than -.805.
    assertHypotheses(await hypothesesOf({ ...shared, earlyStopping: false }, earlyEnds), [['acE', Math.log(0.24) / 3]]);
    // At the maximum length, 8 tokens after the start, aca would be better than -.805: ln .06 / 8 = -.352. Step 6:
    // acabbE ends, ln .06 / 6 = -.469.
    assertHypotheses(await hypothesesOf({ ...shared, earlyStopping: 'never' }, earlyEnds), [
      ['acabbE', Math.log(0.06) / 6],
    ]);
  });

  it('does not assume the maximum length for earlyStopping `never` if the length penalty is 0', async () => {
    // Without a length penalty a longer sequence is never better: ln .06 is not better than ln .2.
    const shared = { numBeams: 2, lengthPenalty: 0, maxLength: 9 };
    // E .4, aE .2, acE .24
    const withFalse = await hypothesesOf({ ...shared, numReturnSequences: 2 }, earlyEnds);
    assertHypotheses(withFalse, [
      ['E', Math.log(0.4)],
      ['acE', Math.log(0.24)],
    ]);
    assert.deepEqual(
      await hypothesesOf({ ...shared, numReturnSequences: 2, earlyStopping: 'never' }, earlyEnds),
      withFalse,
    );
  });

  it('requests one row while all beams are the same sequence, and later only rows of unfinished sources', async () => {
    const requests: StepRequest[] = [];
    // Source 0 ends at step 3, as in the first test; all beams of source 1 end at step 2.
    const endsEarly = table({ '': { a: 0.6, b: 0.4 } });
    const toy: ToyModel = (ids, source) => (source === 0 ? misleading(ids, 0) : endsEarly(ids, 1));
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

  it('requests one row after a forced token, which makes all beams the same sequence', async () => {
    const requests: StepRequest[] = [];
    const settings = { numBeams: 2, numReturnSequences: 2, lengthPenalty: 0, forcedBosTokenId: 2 };
    const [{ hypotheses }] = await finished(settings, misleading, [[7]], requests);
    assert.deepEqual(
      requests.map(({ tokens }) => [...tokens]),
      [[0], [2], [4, 3]],
    );
    // The forced a has probability 1. ac .35 and ab .33 continue. aE .32 is only third, and a sequence that ends is kept only
    // if it is among the first two. Then acE .35, abE .297.
    assertHypotheses(
      hypotheses.map(({ ids, score }) => [word(ids), score]),
      [
        ['acE', Math.log(0.35)],
        ['abE', Math.log(0.33 * 0.9)],
      ],
    );
  });

  it('ends a sequence with any of several EOS tokens, and considers enough continuations for all of them', async () => {
    // c is an EOS token too. Two beams consider six continuations.
    const settings = { numBeams: 2, numReturnSequences: 2, eosTokenIds: [EOS, 4], lengthPenalty: 0 };
    // Step 2: bE .36 and ac .21 are the first two, and both end; ab .198 is not better than .21.
    const [{ hypotheses, cut }] = await finished(settings, misleading);
    assertHypotheses(
      hypotheses.map(({ ids, score }) => [word(ids), score]),
      [
        ['bE', Math.log(0.36)],
        ['ac', Math.log(0.21)],
      ],
    );
    assert.equal(cut, false);
  });

  it('ends a sequence with EOS at the first step', async () => {
    const toy = table({ '': { E: 0.9, a: 0.1 } });
    // E ends at step 1: ln .9. The second place is empty, so the search continues: aE .1, ln .1 / 2.
    const both = await hypothesesOf({ numBeams: 2, numReturnSequences: 2 }, toy);
    assertHypotheses(both, [
      ['E', Math.log(0.9)],
      ['aE', Math.log(0.1) / 2],
    ]);
  });

  it('ends all beams at maxLength, and does not count the start token in their scores', async () => {
    const toy = table({ '': { a: 0.6, b: 0.4 }, a: { a: 0.7, b: 0.3 }, b: { a: 0.9, b: 0.1 } });
    const settings = { numBeams: 2, numReturnSequences: 2, maxLength: 3 };
    const [{ hypotheses, cut }] = await finished(settings, toy);
    // aa .42, ba .36
    assertHypotheses(
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

  it('applies the processors to log-probabilities, and not to logits', async () => {
    // The penalty doubles scores below 0, as all log-probabilities are: after a, ln .5 for a becomes ln .25.
    const toy: ToyModel = () => [-99, -99, 5, 5, -99];
    const settings = { numBeams: 2, numReturnSequences: 2, maxLength: 3, lengthPenalty: 0, repetitionPenalty: 2 };
    const both = await hypothesesOf(settings, toy);
    assertHypotheses(both, [
      ['ab', Math.log(0.25)],
      ['ba', Math.log(0.25)],
    ]);
  });
});

describe('search, for a row in which no token is possible,', () => {
  const settings = { suppressTokens: [0, 1, 2, 3, 4], maxLength: 4 };

  it('gives a sequence with the score -Infinity if it is greedy', async () => {
    const [{ hypotheses, cut }] = await finished(settings, endless);
    assert.deepEqual(hypotheses, [{ ids: [START, 0, 0, 0], score: -Infinity }]);
    assert.equal(cut, true);
  });

  it('gives empty sequences if it has several beams, as transformers does', async () => {
    const [{ hypotheses, cut }] = await finished({ ...settings, numBeams: 2, numReturnSequences: 2 }, endless);
    assert.deepEqual(hypotheses, [
      { ids: [START], score: -1e9 },
      { ids: [START], score: -1e9 },
    ]);
    assert.equal(cut, true);
  });

  it('continues the other beams', async () => {
    const toy: ToyModel = ids => (word(ids) === 'a' ? new Array<number>(5).fill(-Infinity) : misleading(ids, 0));
    const [{ hypotheses }] = await finished({ numBeams: 2, lengthPenalty: 0 }, toy);
    assert.equal(word(hypotheses[0].ids), 'bE');
    assertClose(hypotheses[0].score, Math.log(0.36));
  });
});

describe('search, for logits that are not finite,', () => {
  for (const bad of [NaN, Infinity]) {
    for (const numBeams of [1, 2]) {
      it(`throws \`model-run-failed\` for ${bad} with ${numBeams} beam(s)`, async () => {
        await assert.rejects(
          finished({ numBeams }, () => [0, 1, bad, 1, 0]),
          { code: 'model-run-failed' },
        );
      });
    }
  }

  it('throws `model-run-failed` for a row of NaN, and does not treat it as a row without a possible token', async () => {
    await assert.rejects(
      finished({ numBeams: 2 }, () => [NaN, NaN, NaN, NaN, NaN]),
      { code: 'model-run-failed' },
    );
  });
});
