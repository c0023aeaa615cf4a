import assert from 'node:assert/strict';
import type { StepRequest } from '../../../../src/engine/search/search';
import {
  assertHypotheses,
  endless,
  EOS,
  events,
  finished,
  misleading,
  hypothesesOf,
  START,
  type ToyModel,
  word,
} from './toy';

describe('greedySearch', () => {
  it('takes the likeliest token at each step, reports each, and divides the score by the length', async () => {
    const seen = await events({}, misleading);
    const tokens = seen.filter(({ kind }) => kind === 'token').map(event => ('ids' in event ? word(event.ids) : ''));
    assert.deepEqual(tokens, ['a', 'ac', 'acE']);
    // .6 * .35 * 1, over 3 new tokens
    assertHypotheses(await hypothesesOf({}, misleading), [['acE', Math.log(0.21) / 3]]);
    assertHypotheses(await hypothesesOf({ lengthPenalty: 0 }, misleading), [['acE', Math.log(0.21)]]);
  });

  it('takes the first of equally likely tokens', async () => {
    const [{ hypotheses }] = await finished({ maxLength: 2 }, () => [0, 1, 1, 1, 0]);
    assert.deepEqual(hypotheses[0].ids, [START, 1]);
  });

  it('scores with the probabilities after the processors: 1 for a forced token, and more for the rest if a token is blocked', async () => {
    const forced = await hypothesesOf({ forcedBosTokenId: 3 }, misleading);
    assertHypotheses(forced, [['bE', Math.log(1 * 0.9) / 2]]);
    const blocked = await hypothesesOf({ suppressTokens: [4] }, misleading);
    // After a, b has .33 of the remaining .65; after ab, E has .9 of .9.
    assertHypotheses(blocked, [['abE', Math.log(0.6 * (0.33 / 0.65) * 1) / 3]]);
  });

  it('stops at maxLength and reports the sequence as cut, also if EOS is forced there', async () => {
    const [cut] = await finished({ maxLength: 4 }, endless);
    assert.deepEqual(cut.hypotheses[0].ids, [START, 2, 2, 2]);
    assert.equal(cut.cut, true);
    const [forced] = await finished({ maxLength: 4, forcedEosTokenIds: [EOS] }, endless);
    assert.deepEqual(forced.hypotheses[0].ids, [START, 2, 2, EOS]);
    assert.equal(forced.cut, true);
    const [ended] = await finished({ maxLength: 4 }, misleading);
    assert.equal(word(ended.hypotheses[0].ids), 'acE');
    assert.equal(ended.cut, false);
  });

  it('does not end at a start token that is the same as EOS', async () => {
    const [{ hypotheses }] = await finished({ decoderStartTokenId: EOS, maxLength: 3 }, endless);
    assert.deepEqual(hypotheses[0].ids, [EOS, 2, 2]);
  });

  it('requests no rows for finished sources, and continues the others from their own rows', async () => {
    // Source 0 generates a three times, source 1 ends at once, source 2 generates a once.
    const lengths = [3, 0, 1];
    const toy: ToyModel = (ids, source) => (ids.length > lengths[source] ? [0, 9, 0, 0, 0] : [0, 0, 9, 0, 0]);
    const requests: StepRequest[] = [];
    const seen = await events({}, toy, [[7], [8], [9]], requests);
    assert.deepEqual(
      requests.map(({ parents, tokens, sources }) => [[...parents], [...tokens], [...sources]]),
      [
        [
          [0, 1, 2],
          [0, 0, 0],
          [0, 1, 2],
        ],
        [
          [0, 2],
          [2, 2],
          [0, 2],
        ],
        [[0], [2], [0]],
        [[0], [2], [0]],
      ],
    );
    const order = seen.filter(({ kind }) => kind === 'finished').map(({ source }) => source);
    assert.deepEqual(order, [1, 2, 0]);
  });

  it('requests no step for an empty list of sources', async () => {
    const requests: StepRequest[] = [];
    assert.deepEqual(await events({}, endless, [], requests), []);
    assert.equal(requests.length, 0);
  });
});
