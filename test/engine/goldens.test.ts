import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { EngineHandlers, GenerateRequest, GenerationOverrides, Hypothesis } from '../../src/engine/api';
import { resolveSettings } from '../../src/engine/generation';
import { padSequences, padTokenOf } from '../../src/engine/padding';
import { EMBEDDED, loaded, MARIAN, never } from './models';

interface Generation {
  readonly name: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly sequences: number[][];
  readonly sequences_scores?: number[];
  readonly v5?: { readonly sequences: number[][]; readonly sequences_scores: number[] };
}

interface GoldenCase {
  readonly name: string;
  readonly input_ids: number[][];
  readonly attention_mask: number[][];
  readonly generations: Generation[];
}

const goldens = readJson<{ cases: GoldenCase[] }>(path.join(MARIAN, 'goldens/goldens.json'));
const marianConfig = readJson<object>(path.join(MARIAN, 'config.json'));

describe('Marian, float32, against PyTorch', function () {
  let engine: EngineHandlers;
  before(async () => ({ engine } = await loaded(MARIAN, 'fp32')));

  for (const golden of goldens.cases) {
    for (const generation of golden.generations) {
      it(`${golden.name} ${generation.name}`, async () => {
        const rows = golden.input_ids.map((ids, row) => ids.filter((_, at) => golden.attention_mask[row][at] === 1));
        // Every setting of the golden, given by the caller as the model's own files would give it.
        const settings = callerSettings(generation.settings);
        const hypotheses = await run(engine, { kind: 'ids', ids: rows }, settings);
        const expected = generation.v5 ?? generation;
        const resolved = resolveSettings(marianConfig, generation.settings, {});
        const ids = padSequences(
          hypotheses.flat().map(hypothesis => hypothesis.ids),
          padTokenOf(resolved),
        );
        assert.deepEqual(ids, expected.sequences);
        hypotheses.flat().forEach((hypothesis, index) => {
          const score = expected.sequences_scores?.[index];
          if (score !== undefined)
            assert.ok(Math.abs(hypothesis.score - score) < 1e-3, `${hypothesis.score} is not ${score}`);
        });
      });
    }
  }
});

interface Int8Golden {
  readonly max_new_tokens: number;
  readonly rows: {
    readonly case: string;
    readonly row: number;
    readonly input_ids: number[];
    readonly greedy: number[];
  }[];
}

describe('The embedded model, int8', function () {
  let engine: EngineHandlers;
  const golden = readJson<Int8Golden>(path.join(__ROOT__, 'test/fixtures/embedded/goldens_int8.json'));
  before(async () => ({ engine } = await loaded(EMBEDDED)));

  for (const row of golden.rows) {
    it(`${row.case} ${row.row} gives its greedy ids`, async () => {
      const settings = { numBeams: 1, maxNewTokens: golden.max_new_tokens };
      const [hypotheses] = await run(engine, { kind: 'ids', ids: [row.input_ids] }, settings);
      assert.deepEqual(hypotheses[0].ids, row.greedy);
    });
  }

  it('says what float32 says in at least half of the rows', () => {
    const exact = readJson<{ cases: GoldenCase[] }>(path.join(__ROOT__, 'test/fixtures/embedded/goldens.json')).cases;
    const same = golden.rows.filter(({ case: name, row, greedy }) => {
      const sequence = exact.find(one => one.name === name)?.generations[0].sequences[row];
      assert.ok(sequence !== undefined, `${name} ${row}`);
      // Shorter rows of a batch are filled up.
      return greedy.every((id, at) => sequence[at] === id);
    });
    assert.ok(same.length >= golden.rows.length / 2, `${same.length} of ${golden.rows.length}`);
  });

  it('gets the ids of its goldens from their text', async () => {
    const texts = readJson<{ cases: { name: string; tag: string; text: string | string[]; decoded?: unknown }[] }>(
      path.join(__ROOT__, 'test/fixtures/embedded/goldens.json'),
    ).cases.filter(golden => typeof golden.text === 'string');
    for (const { name, tag, text } of texts) {
      const expected = golden.rows.find(row => row.case === name);
      const source = { kind: 'text', texts: [String(text)], prefix: tag } as const;
      const [hypotheses] = await run(engine, source, { numBeams: 1, maxNewTokens: golden.max_new_tokens });
      assert.deepEqual(hypotheses[0].ids, expected?.greedy, name);
      assert.doesNotMatch(hypotheses[0].text, /<\/s>|<pad>|>>/);
    }
  });
});

async function run(
  engine: EngineHandlers,
  source: GenerateRequest['source'],
  settings: GenerationOverrides,
): Promise<(readonly Hypothesis[])[]> {
  const found: (readonly Hypothesis[])[] = [];
  for await (const event of engine.generate({ model: 'model', source, settings, maxBatchRows: 8 }, never)) {
    if (event.kind === 'row') found[event.row] = event.hypotheses;
  }
  return found;
}

/** A golden's settings in the caller's words. What it leaves out is switched off, whatever the model's files say. */
function callerSettings(settings: Readonly<Record<string, unknown>>): GenerationOverrides {
  const resolved = resolveSettings(
    { max_position_embeddings: marianConfig['max_position_embeddings' as never] },
    settings,
    {},
  );
  return resolved;
}

function readJson<T>(file: string): T {
  return JSON.parse(fs.readFileSync(file, 'utf8')) as T;
}
