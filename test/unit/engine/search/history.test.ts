import assert from 'node:assert/strict';
import { pathTo, type SearchHistory, stepsOf } from '../../../../src/attention/decoding/history';
import type { GenerationSettings } from '../../../../src/engine/api/contract';
import { HistoryRecorder } from '../../../../src/engine/search/historyRecorder';
import { search } from '../../../../src/engine/search/search';
import { assertClose, endless, EOS, misleading, plain, stepOf, type ToyModel, word } from './toy';

const LETTERS = 'sEabc';

/** The history of one source, with the words and scores of its hypotheses. */
interface RecordedSource {
  readonly history: SearchHistory;
  readonly words: readonly string[];
  readonly scores: readonly number[];
}

/** Runs a search that records histories. */
async function historiesOf(
  settings: Partial<GenerationSettings>,
  toy: ToyModel,
  sources = [[EOS]],
): Promise<RecordedSource[]> {
  const recorded: RecordedSource[] = [];
  for await (const event of search(sources, { ...plain, ...settings }, stepOf(toy), true)) {
    if (event.kind !== 'finished') continue;
    assert.ok(event.history !== undefined);
    const names = [...LETTERS].map((text, id) => ({ id, text }));
    const history = { ...event.history, names };
    const { hypotheses } = event;
    recorded[event.source] = {
      history,
      words: hypotheses.map(({ ids }) => word(ids)),
      scores: hypotheses.map(({ score }) => score),
    };
  }
  return recorded;
}

/** The word on the path from the start to a node. */
function wordTo({ tokens, ...history }: SearchHistory, leaf: number): string {
  return word([0, ...pathTo({ tokens, ...history }, leaf).map(node => tokens[node])]);
}

describe('the history of a search', () => {
  it('is a single path for greedy search', async () => {
    const [{ history, words, scores }] = await historiesOf({}, misleading);
    const steps = stepsOf(history);
    assert.deepEqual(
      steps.map(beams => beams.map(({ parent, text, chosen, ended }) => [parent, text, chosen, ended])),
      [[[0, 'a', true, false]], [[0, 'c', true, false]], [[0, 'E', true, true]]],
    );
    assert.equal(wordTo(history, history.leaves[0]), words[0]);
    assert.equal(steps[2][0].score, scores[0]);
    assertClose(steps[1][0].logProbability, Math.log(0.35));
    assertClose(steps[1][0].sum, Math.log(0.6 * 0.35));
  });

  it('has, for beam search, every beam with its parent, and the sequences that ended before the last step', async () => {
    const [{ history, words, scores }] = await historiesOf({ numBeams: 2, numReturnSequences: 2 }, misleading);
    const steps = stepsOf(history);
    assert.deepEqual(
      steps.slice(0, 2).map(beams => beams.map(({ parent, text, ended }) => `${parent}${text}${ended ? '.' : ''}`)),
      [
        ['0a', '0b'],
        ['1E.', '0c', '0b'],
      ],
    );
    assert.deepEqual(
      [...history.leaves].map(leaf => wordTo(history, leaf)),
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

  it('is separate for each source', async () => {
    const all = await historiesOf(
      { numBeams: 2 },
      (ids, source) => (source === 1 ? misleading(ids, source) : endless(ids, 0)),
      [[EOS], [EOS]],
    );
    assert.equal(all.length, 2);
    for (const { history, words } of all) assert.equal(wordTo(history, history.leaves[0]), words[0]);
  });

  it('leaves out beams that only fill an empty place, unless they become a hypothesis', async () => {
    // Only one token is possible at each step, so no sequence is left for the second beam: its sum is about -1e9.
    const narrow: ToyModel = ids => [...LETTERS].map((_, id) => (id === (ids.length < 3 ? 2 : EOS) ? 0 : -Infinity));
    const [one] = await historiesOf({ numBeams: 2 }, narrow);
    assert.deepEqual(
      stepsOf(one.history).map(beams => beams.filter(({ sum }) => sum < -1e8).length),
      [0, 0, 0],
    );
    const [two] = await historiesOf({ numBeams: 2, numReturnSequences: 2, maxLength: 4 }, narrow);
    assert.deepEqual(
      [...two.history.leaves].map(leaf => wordTo(two.history, leaf)),
      two.words,
    );
  });

  it('is missing unless it is requested, and does not change the result', async () => {
    const seen: unknown[][] = [];
    for (const recordsHistory of [false, true]) {
      const events: unknown[] = [];
      for await (const event of search([[EOS]], { ...plain, numBeams: 3 }, stepOf(misleading), recordsHistory)) {
        if (event.kind !== 'finished') continue;
        const { history, ...rest } = event;
        assert.equal(history !== undefined, recordsHistory);
        events.push(rest);
      }
      seen.push(events);
    }
    assert.deepEqual(seen[0], seen[1]);
  });

  it('ends before the step that would exceed its limit of nodes, and reports how many steps were dropped', () => {
    const recorder = new HistoryRecorder(3);
    const node = { parent: -1, token: 2, logProbability: -1, sum: -1 };
    assert.deepEqual(recorder.step([node, node]), [0, 1]);
    assert.deepEqual(recorder.step([node, node]), [-1, -1]);
    assert.deepEqual(recorder.step([node]), [-1], 'no step is recorded after a dropped one');
    recorder.end([-1]);
    const recorded = recorder.recorded(2);
    assert.deepEqual([recorded.tokens.length, recorded.droppedSteps, [...recorded.firsts]], [2, 2, [0, 2]]);
    assert.deepEqual(stepsOf({ ...recorded, names: [] }).length, 1);
  });
});
