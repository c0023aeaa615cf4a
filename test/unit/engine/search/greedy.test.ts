import assert from 'node:assert/strict';
import type { StepRequest } from '../../../../src/engine/search/search';
import { assertSaid, endless, EOS, events, finished, garden, said, START, type Toy, word } from './toy';

describe('greedy search', () => {
  it('takes the likeliest token each time, tells of each, and scores by length', async () => {
    const seen = await events({}, garden);
    const tokens = seen.filter(({ kind }) => kind === 'token').map(event => ('ids' in event ? word(event.ids) : ''));
    assert.deepEqual(tokens, ['a', 'ac', 'acE']);
    // .6 * .35 * 1, over 3 new tokens
    assertSaid(await said({}, garden), [['acE', Math.log(0.21) / 3]]);
    assertSaid(await said({ lengthPenalty: 0 }, garden), [['acE', Math.log(0.21)]]);
  });

  it('takes the first of equals', async () => {
    const [{ hypotheses }] = await finished({ maxLength: 2 }, () => [0, 1, 1, 1, 0]);
    assert.deepEqual(hypotheses[0].ids, [START, 1]);
  });

  it('scores what is left after the processors: a forced token costs nothing, a blocked one leaves its share', async () => {
    const forced = await said({ forcedBosTokenId: 3 }, garden);
    assertSaid(forced, [['bE', Math.log(1 * 0.9) / 2]]);
    const blocked = await said({ suppressTokens: [4] }, garden);
    // after a: b .33 of the .65 that are left; after ab: E .9 of .9
    assertSaid(blocked, [['abE', Math.log(0.6 * (0.33 / 0.65) * 1) / 3]]);
  });

  it('stops at maxLength and says so; a forced EOS at the end is a cut too', async () => {
    const [cut] = await finished({ maxLength: 4 }, endless);
    assert.deepEqual(cut.hypotheses[0].ids, [START, 2, 2, 2]);
    assert.equal(cut.cut, true);
    const [forced] = await finished({ maxLength: 4, forcedEosTokenIds: [EOS] }, endless);
    assert.deepEqual(forced.hypotheses[0].ids, [START, 2, 2, EOS]);
    assert.equal(forced.cut, true);
    const [whole] = await finished({ maxLength: 4 }, garden);
    assert.equal(word(whole.hypotheses[0].ids), 'acE');
    assert.equal(whole.cut, false);
  });

  it('does not take a start token that equals EOS for the end', async () => {
    const [{ hypotheses }] = await finished({ decoderStartTokenId: EOS, maxLength: 3 }, endless);
    assert.deepEqual(hypotheses[0].ids, [EOS, 2, 2]);
  });

  it('leaves finished rows out of the batch, and lets the others go on from their own row', async () => {
    // Source 0 says a three times, source 1 ends at once, source 2 says a once.
    const lengths = [3, 0, 1];
    const toy: Toy = (ids, source) => (ids.length > lengths[source] ? [0, 9, 0, 0, 0] : [0, 0, 9, 0, 0]);
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

  it('asks nothing for no sources', async () => {
    const requests: StepRequest[] = [];
    assert.deepEqual(await events({}, endless, [], requests), []);
    assert.equal(requests.length, 0);
  });
});
