// Quantized: tests that compare what the int8 graphs of each family generate with the ids that the same runtime gave without the
// engine.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { EngineHandlers } from '../../src/engine/api/contract';
import { callerSettings, type Family, folderOf, goldensOf, readJson, rowsOf, run } from './families';
import { loaded, never, WASM } from './models';

interface Quantized {
  readonly cases: readonly { readonly name: string; readonly greedy: number[][] }[];
}

/** Tests the int8 model of each family that has one, on a runtime. */
export function describeQuantized(families: readonly Family[], on = WASM): void {
  for (const family of families) {
    if (!fs.existsSync(path.join(folderOf(family), 'goldens/q8.json'))) continue;
    describe(`The engine with ${family}, int8, on ${on.name},`, () => {
      let engine: EngineHandlers;
      before(async () => ({ engine } = await loaded(folderOf(family), 'q8', on)));
      after(() => engine.unload({ model: 'model' }, never));
      const { cases } = readJson<Quantized>(folderOf(family), 'goldens/q8.json');

      for (const golden of goldensOf(family)) {
        // In the goldens a batch has one scale over all rows, also over those that had ended. The engine does not compute
        // ended rows, so its scales differ.
        if (golden.input_ids.length > 1) continue;
        it(`gives the greedy ids of ${golden.name}`, async () => {
          const settings = golden.generations.find(({ name }) => name === 'greedy')?.settings ?? {};
          const expected = cases.find(({ name }) => name === golden.name)?.greedy ?? [];
          const found = await run(engine, { kind: 'ids', ids: rowsOf(golden) }, callerSettings(family, settings));
          const { eosTokenIds = [] } = callerSettings(family, settings);
          // The ids of a golden after EOS are padding.
          const untilEos = (ids: readonly number[]): readonly number[] => {
            const end = ids.findIndex((id, at) => at > 0 && eosTokenIds.includes(id));
            return end < 0 ? ids : ids.slice(0, end + 1);
          };
          assert.deepEqual(
            found.map(([{ ids }]) => ids),
            expected.map(untilEos),
          );
        });
      }
    });
  }
}
