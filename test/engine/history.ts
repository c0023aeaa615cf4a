// History: tests that compare a search's history with sequences and scores that PyTorch computed. The history is a tree, and the
// sequences are its paths from root to leaf.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { pathTo, type SearchHistory, stepsOf } from '../../src/attention/decoding/history';
import type { EngineHandlers, GenerateEvent } from '../../src/engine/api/contract';
import { resolveSettings } from '../../src/engine/search/settings';
import { padSequences, padTokenOf } from '../../src/engine/network/padding';
import type { Family } from './families';
import { loaded, never, WASM } from './models';

interface Generation {
  readonly name: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly sequences: number[][];
  readonly sequences_scores?: number[];
  /** The result of transformers since 4.50, if it differs from that of earlier versions. */
  readonly v5?: { readonly sequences: number[][]; readonly sequences_scores: number[] };
}

interface GoldenCase {
  readonly name: string;
  readonly input_ids: number[][];
  readonly attention_mask: number[][];
  readonly generations: Generation[];
}

type Row = Extract<GenerateEvent, { kind: 'row' }>;

/** Tests the float32 model of each family on a runtime. */
export function describeHistories(families: readonly Family[], on = WASM): void {
  for (const family of families) {
    describe(`The history of a search by ${family} on ${on.name}`, () => {
      const folder = path.join(__ROOT__, 'test/fixtures', family);
      const { cases } = JSON.parse(fs.readFileSync(path.join(folder, 'goldens/goldens.json'), 'utf8')) as {
        cases: GoldenCase[];
      };
      const config = JSON.parse(fs.readFileSync(path.join(folder, 'config.json'), 'utf8')) as Record<string, unknown>;
      let engine: EngineHandlers;
      before(async () => ({ engine } = await loaded(folder, 'fp32', on)));
      after(() => engine.unload({ model: 'model' }, never));

      for (const golden of cases) {
        it(`contains PyTorch's sequences and scores for case ${golden.name}`, async () => {
          for (const generation of golden.generations) {
            const settings = resolveSettings(
              { max_position_embeddings: config['max_position_embeddings'] },
              generation.settings,
              {},
            );
            const rows = golden.input_ids.map((ids, row) =>
              ids.filter((_, at) => golden.attention_mask[row][at] === 1),
            );
            const found: Row[] = [];
            const request = { model: 'model', source: { kind: 'ids', ids: rows }, settings, history: true } as const;
            for await (const event of engine.generate({ ...request, maxBatchRows: 8 }, never)) {
              if (event.kind === 'row') found[event.row] = event;
            }
            check(found, generation, settings.decoderStartTokenId, padTokenOf(settings));
            assert.deepEqual(
              found.map(({ sourceIds }) => sourceIds),
              rows,
            );
          }
        });
      }
    });
  }
}

/** Compares the sequences and scores in the histories with a golden. */
function check(rows: readonly Row[], generation: Generation, start: number, pad: number): void {
  const expected = generation.v5 ?? generation;
  const walked = rows.flatMap(({ history }) => {
    assert.ok(history !== undefined && history.droppedSteps === 0);
    checkSums(history);
    return [...history.leaves].map(leaf => ({
      ids: [start, ...pathTo(history, leaf).map(node => history.tokens[node])],
      score: history.scores[leaf],
    }));
  });
  assert.deepEqual(
    padSequences(
      walked.map(({ ids }) => ids),
      pad,
    ),
    expected.sequences,
    generation.name,
  );
  for (const [at, { score }] of walked.entries()) {
    const golden = expected.sequences_scores?.[at] ?? score;
    assert.ok(Math.abs(score - golden) < 1e-3, `${generation.name}: ${score} is not ${golden}`);
  }
}

/** Asserts that a node's sum is its parent's plus its token's log-probability, and that its parent is in the step before. */
function checkSums(history: SearchHistory): void {
  history.parents.forEach((parent, node) => {
    const sum = (parent < 0 ? 0 : history.sums[parent]) + history.logProbabilities[node];
    // The -1e9 that excludes a beam, as in transformers, is a part of its sum, but of no log-probability.
    const off = Math.abs(sum - history.sums[node]);
    assert.ok(off < 1e-3 || history.sums[node] < -1e8, `${off}`);
  });
  const steps = stepsOf(history);
  for (const [step, beams] of steps.entries()) {
    assert.ok(beams.length > 0 && beams.length <= 2 * history.numBeams);
    for (const { parent } of beams) assert.ok(parent < (step === 0 ? 1 : steps[step - 1].length));
  }
}
