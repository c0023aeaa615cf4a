// Generations: tests that compare the ids and scores that each family generates, by greedy and beam search, with PyTorch's
// goldens.
import assert from 'node:assert/strict';
import type { EngineHandlers, GenerationOverrides } from '../../src/engine/api/contract';
import { resolveSettings } from '../../src/engine/search/settings';
import { padSequences, padTokenOf } from '../../src/engine/network/padding';
import { callerSettings, type Family, folderOf, type Generation, goldensOf, readJson, rowsOf, run } from './families';
import { loaded, never, WASM } from './models';

/** Tests the float32 model of each family on a runtime. */
export function describeGenerations(families: readonly Family[], on = WASM): void {
  for (const family of families) {
    describe(`The engine with ${family}, float32, on ${on.name},`, () => {
      let engine: EngineHandlers;
      before(async () => ({ engine } = await loaded(folderOf(family), 'fp32', on)));
      after(() => engine.unload({ model: 'model' }, never));
      const files = ['config.json', 'generation_config.json'].map(file => readJson<object>(folderOf(family), file));

      for (const golden of goldensOf(family)) {
        const check = async (overrides: GenerationOverrides, generation: Generation): Promise<void> => {
          const hypotheses = (await run(engine, { kind: 'ids', ids: rowsOf(golden) }, overrides)).flat();
          // The goldens of transformers since 4.50, where they differ from earlier ones (families.ts).
          const expected = generation.v5 ?? generation;
          const padToken = padTokenOf(resolveSettings(files[0], files[1], overrides));
          const ids = padSequences(
            hypotheses.map(hypothesis => hypothesis.ids),
            padToken,
          );
          assert.deepEqual(ids, expected.sequences);
          hypotheses.forEach(({ score }, index) => {
            const golden = expected.sequences_scores?.[index];
            if (golden !== undefined) assert.ok(Math.abs(score - golden) < 1e-3, `${score} is not ${golden}`);
          });
        };
        for (const generation of golden.generations) {
          it(`gives PyTorch's ids and scores in ${golden.name} ${generation.name}`, () =>
            check(callerSettings(family, generation.settings), generation));
        }

        // The generation with the settings that are in the model's own files.
        const own = golden.generations.find(({ name }) => name.startsWith('repo_default'));
        if (own === undefined) continue;
        it(`gives PyTorch's ids and scores in ${golden.name} with the settings in the model's own files`, async () => {
          const { forced_bos_token_id: bos } = own.settings;
          const overrides = typeof bos === 'number' ? { forcedBosTokenId: bos } : {};
          await check({ ...overrides, maxLength: Number(own.settings['max_length']) }, own);
        });
      }
    });
  }
}
