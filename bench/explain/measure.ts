// One process of the explain benchmark: a model loaded and run plainly, or loaded and explained; prints times and peak.
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { consumed } from '../../src/base/streams';
import type { IdSource } from '../../src/engine/api';
import { createEngine } from '../../src/engine/engine';
import { configureRuntime, createSession } from '../../src/engine/runtime';
import { teacherForced } from '../../src/engine/teacherForced';
import { readModelFolder } from '../../src/engine/modelFolder';
import { diskFolder } from '../../src/node/files';

const [mode, folder, length, rounds] = process.argv.slice(2);
const runtime = path.join(__ROOT__, 'node_modules/onnxruntime-web/dist/ort-wasm-simd-threaded');
configureRuntime({
  loaderUrl: pathToFileURL(`${runtime}.mjs`).href,
  wasmUrl: pathToFileURL(`${runtime}.wasm`).href,
  threads: 1,
});

const row = Array.from({ length: Number(length) }, (_, at) => 5 + ((at * 37) % 90));
const signal = new AbortController().signal;
// Both in one process take turns, so that a machine that slows down slows both alike.
const measured = [...(mode === 'explain' ? [] : [await plain()]), ...(mode === 'plain' ? [] : [await explaining()])];
const times: number[][] = measured.map(() => []);
for (let round = 0; round < Number(rounds); round++) {
  for (const [index, { run }] of measured.entries()) {
    const began = performance.now();
    await run();
    times[index].push(performance.now() - began);
  }
}
const peakBytes = process.resourceUsage().maxRSS * 1024;
const recordBytes = measured.at(-1)?.recordBytes() ?? 0;
process.stdout.write(`${JSON.stringify({ times, peakBytes, recordBytes })}\n`);

interface Measured {
  readonly run: () => Promise<unknown>;
  readonly recordBytes: () => number;
}

/** The same pass over sessions of the files as they are, with nothing captured. */
async function plain(): Promise<Measured> {
  const { encoder, decoder } = await readModelFolder(diskFolder(folder));
  const [first, second] = [
    await createSession(encoder.name, encoder.bytes, encoder.weights),
    await createSession(decoder.name, decoder.bytes, decoder.weights),
  ];
  const given = (session: typeof first) => async () => ({ session, outputs: [] });
  const batch = { sources: [row], targets: [row], padTokenId: 0 };
  return { run: () => teacherForced(given(first), given(second), batch), recordBytes: () => 0 };
}

async function explaining(): Promise<Measured> {
  const engine = createEngine();
  await consumed(engine.load({ model: 'model', files: await readModelFolder(diskFolder(folder)) }, signal));
  const source: IdSource = { kind: 'ids', ids: [row] };
  let floats = 0;
  return {
    run: async () => {
      const of = await consumed(engine.explain({ model: 'model', source, targets: [row] }, signal));
      const sizes = Object.values(of.attention).map(each => each.layers * each.heads * each.targets * each.sources);
      floats = sizes.reduce((sum, size) => sum + size, row.length * of.vocabularySize);
    },
    recordBytes: () => 4 * floats,
  };
}
