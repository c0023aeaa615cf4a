import assert from 'node:assert/strict';
import { pathTo, type SearchHistory, stepsOf } from '../../../../src/attention/decoding/history';
import type { GenerationSettings } from '../../../../src/engine/api/contract';
import { HistoryRecorder } from '../../../../src/engine/search/historyRecorder';
import { search } from '../../../../src/engine/search/search';
import { assertClose, endless, EOS, garden, plain, stepOf, type Toy, word } from './toy';

const LETTERS = 'sEabc';

interface Told {
  readonly history: SearchHistory;
  readonly words: readonly string[];
  readonly scores: readonly number[];
}

async function told(settings: Partial<GenerationSettings>, toy: Toy, sources = [[EOS]]): Promise<Told[]> {
  const found: Told[] = [];
  for await (const event of search(sources, { ...plain, ...settings }, stepOf(toy), true)) {
    if (event.kind !== 'finished') continue;
    assert.ok(event.history !== undefined);
    const names = [...LETTERS].map((text, id) => ({ id, text }));
    const history = { ...event.history, names };
    const { hypotheses } = event;
    found[event.source] = {
      history,
      words: hypotheses.map(({ ids }) => word(ids)),
      scores: hypotheses.map(({ score }) => score),
    };
  }
  return found;
}

function said({ tokens, ...history }: SearchHistory, leaf: number): string {
  return word([0, ...pathTo({ tokens, ...history }, leaf).map(node => tokens[node])]);
}

describe('the history of a search', () => {
  it('of a greedy one is a single path', async () => {
    const [{ history, words, scores }] = await told({}, garden);
    const steps = stepsOf(history);
    assert.deepEqual(
      steps.map(beams => beams.map(({ parent, text, chosen, ended }) => [parent, text, chosen, ended])),
      [[[0, 'a', true, false]], [[0, 'c', true, false]], [[0, 'E', true, true]]],
    );
    assert.equal(said(history, history.leaves[0]), words[0]);
    assert.equal(steps[2][0].score, scores[0]);
    assertClose(steps[1][0].logProbability, Math.log(0.35));
    assertClose(steps[1][0].sum, Math.log(0.6 * 0.35));
  });

  it('of a beam search has every beam with its parent, and what ended on the way', async () => {
    const [{ history, words, scores }] = await told({ numBeams: 2, numReturnSequences: 2 }, garden);
    const steps = stepsOf(history);
    assert.deepEqual(
      steps.slice(0, 2).map(beams => beams.map(({ parent, text, ended }) => `${parent}${text}${ended ? '.' : ''}`)),
      [
        ['0a', '0b'],
        ['1E.', '0c', '0b'],
      ],
    );
    assert.deepEqual(
      [...history.leaves].map(leaf => said(history, leaf)),
      words,
    );
    assert.deepEqual(
      [...history.leaves].map(leaf => history.scores[leaf]),
      scores,
    );
    assert.deepEqual(
      steps.flat().flatMap(({ chosen, text }) => (chosen ? [text] : [])),
      ['b', 'E'],
    );
    for (const [at, sum] of history.sums.entries()) {
      const before = history.parents[at] < 0 ? 0 : history.sums[history.parents[at]];
      assertClose(sum, before + history.logProbabilities[at]);
    }
  });

  it('is of each source by itself', async () => {
    const all = await told({ numBeams: 2 }, (ids, source) => (source === 1 ? garden(ids, source) : endless(ids, 0)), [
      [EOS],
      [EOS],
    ]);
    assert.equal(all.length, 2);
    for (const { history, words } of all) assert.equal(said(history, history.leaves[0]), words[0]);
  });

  it('leaves out beams that fill an empty place, but not those that were given', async () => {
    // One token is possible at each step: the other beam says the same, and counts for nothing.
    const narrow: Toy = ids => [...LETTERS].map((_, id) => (id === (ids.length < 3 ? 2 : EOS) ? 0 : -Infinity));
    const [one] = await told({ numBeams: 2 }, narrow);
    assert.deepEqual(
      stepsOf(one.history).map(beams => beams.filter(({ sum }) => sum < -1e8).length),
      [0, 0, 0],
    );
    const [two] = await told({ numBeams: 2, numReturnSequences: 2, maxLength: 4 }, narrow);
    assert.deepEqual(
      [...two.history.leaves].map(leaf => said(two.history, leaf)),
      two.words,
    );
  });

  it('is not told unless it was asked for, and changes nothing', async () => {
    const seen: unknown[][] = [];
    for (const tells of [false, true]) {
      const events: unknown[] = [];
      for await (const event of search([[EOS]], { ...plain, numBeams: 3 }, stepOf(garden), tells)) {
        if (event.kind !== 'finished') continue;
        const { history, ...rest } = event;
        assert.equal(history !== undefined, tells);
        events.push(rest);
      }
      seen.push(events);
    }
    assert.deepEqual(seen[0], seen[1]);
  });

  it('stops growing at a bound, and says so', () => {
    const recorder = new HistoryRecorder(3);
    const node = { parent: -1, token: 2, logProbability: -1, sum: -1 };
    assert.deepEqual(recorder.step([node, node]), [0, 1]);
    assert.deepEqual(recorder.step([node, node]), [-1, -1]);
    assert.deepEqual(recorder.step([node]), [-1], 'nothing follows a gap');
    recorder.end([-1]);
    const recorded = recorder.recorded(2);
    assert.deepEqual([recorded.tokens.length, recorded.droppedSteps, [...recorded.firsts]], [2, 2, [0, 2]]);
    assert.deepEqual(stepsOf({ ...recorded, names: [] }).length, 1);
  });
});
