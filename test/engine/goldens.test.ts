// Goldens test: compares what the embedded model's int8 graphs generate with the ids that models/train/goldens_int8.mjs recorded
// when the model was made.
import assert from 'node:assert/strict';
import path from 'node:path';
import type { EngineHandlers } from '../../src/engine/api/contract';
import { type GoldenCase, readJson, run } from './families';
import { EMBEDDED, loaded } from './models';

interface Int8Golden {
  readonly max_new_tokens: number;
  readonly rows: {
    readonly case: string;
    readonly row: number;
    readonly input_ids: number[];
    readonly greedy: number[];
  }[];
}

describe('The engine with the embedded model, int8,', function () {
  let engine: EngineHandlers;
  const golden = readJson<Int8Golden>(path.join(__ROOT__, 'test/fixtures/embedded/goldens_int8.json'));
  before(async () => ({ engine } = await loaded(EMBEDDED)));

  for (const row of golden.rows) {
    it(`gives the greedy ids of ${row.case} ${row.row}`, async () => {
      const settings = { numBeams: 1, maxNewTokens: golden.max_new_tokens };
      const [hypotheses] = await run(engine, { kind: 'ids', ids: [row.input_ids] }, settings);
      assert.deepEqual(hypotheses[0].ids, row.greedy);
    });
  }

  it("gives float32's ids in at least half of the rows", () => {
    const exact = readJson<{ cases: GoldenCase[] }>(path.join(__ROOT__, 'test/fixtures/embedded/goldens.json')).cases;
    const same = golden.rows.filter(({ case: name, row, greedy }) => {
      const sequence = exact.find(one => one.name === name)?.generations[0].sequences[row];
      assert.ok(sequence !== undefined, `${name} ${row}`);
      // The shorter rows of a golden batch have padding at the end, which is not compared.
      return greedy.every((id, at) => sequence[at] === id);
    });
    assert.ok(same.length >= golden.rows.length / 2, `${same.length} of ${golden.rows.length}`);
  });

  it('gives the golden ids also when it is given the texts', async () => {
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
