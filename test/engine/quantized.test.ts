// Quantized test: compares what the engine generates with the int8 graphs of each family with goldens that ONNX Runtime gave
// for the same graphs without the engine.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { EngineHandlers } from '../../src/engine/api/contract';
import { callerSettings, FAMILIES, folderOf, goldensOf, readJson, rowsOf, run } from './families';
import { loaded, never } from './models';

interface Quantized {
  readonly cases: readonly { readonly name: string; readonly greedy: number[][] }[];
}

for (const family of FAMILIES) {
  if (!fs.existsSync(path.join(folderOf(family), 'goldens/q8.json'))) continue;
  describe(`The engine with ${family}, int8,`, () => {
    let engine: EngineHandlers;
    before(async () => ({ engine } = await loaded(folderOf(family), 'q8')));
    after(() => engine.unload({ model: 'model' }, never));
    const { cases } = readJson<Quantized>(folderOf(family), 'goldens/q8.json');

    for (const golden of goldensOf(family)) {
      // The int8 graphs quantize a batch with one scale over all its rows. In the goldens these include rows that have ended.
      // The engine does not compute ended rows, so its scales differ.
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
