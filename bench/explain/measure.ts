// Measure: a process of the explain benchmark. It loads a model, runs plain passes, explanations or both, and prints
// their times and the peak memory.
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { consumed } from '../../src/base/streams';
import type { IdSource } from '../../src/engine/api/contract';
import { createEngine } from '../../src/engine/engine';
import { readModelFolder } from '../../src/engine/modelFolder';
import { wasmRuntime } from '../../src/engine/runtime/wasm';
import { teacherForced } from '../../src/engine/network/teacherForced';
import { createTokenizer } from '../../src/engine/tokenizer/tokenizer';
import { diskFolder } from '../../src/node/files';

/** How many rounds are not measured, because sessions are made and code is compiled in them. */
const WARM_UP = 50;

const [mode, folder, length, rounds] = process.argv.slice(2);
const runtime = path.join(__ROOT__, 'node_modules/onnxruntime-web/dist/ort-wasm-simd-threaded');
const wasm = wasmRuntime({
  loaderUrl: pathToFileURL(`${runtime}.mjs`).href,
  wasmUrl: pathToFileURL(`${runtime}.wasm`).href,
  threads: 1,
});

const row = Array.from({ length: Number(length) }, (_, at) => 5 + ((at * 37) % 90));
const signal = new AbortController().signal;
// In the mode `both`, plain passes and explanations take turns, so that a machine that becomes slower affects both
// alike.
const measured = [...(mode === 'explain' ? [] : [await plain()]), ...(mode === 'plain' ? [] : [await explanation()])];
const first: number[] = [];
const times: number[][] = measured.map(() => []);
// The processor time of this process, in which other processes do not count.
const computed: number[][] = measured.map(() => []);
for (let round = 0; round < WARM_UP + Number(rounds); round++) {
  for (const [index, { run }] of measured.entries()) {
    const usage = process.cpuUsage();
    const began = performance.now();
    await run();
    const time = performance.now() - began;
    const { user, system } = process.cpuUsage(usage);
    if (round === 0) first.push(time);
    if (round < WARM_UP) continue;
    times[index].push(time);
    computed[index].push((user + system) / 1000);
  }
}
const peakBytes = process.resourceUsage().maxRSS * 1024;
const recordBytes = measured.at(-1)?.recordBytes() ?? 0;
process.stdout.write(`${JSON.stringify({ first, times, computed, peakBytes, recordBytes })}\n`);

interface Measured {
  readonly run: () => Promise<unknown>;
  /** The size of the attention weights and logits of the last run; 0 for a plain pass, which returns no attention. */
  readonly recordBytes: () => number;
}

/**
 * A plain pass: sessions of the unchanged files, without the outputs for attention. A tokenizer is loaded, as for
 * generating.
 */
async function plain(): Promise<Measured> {
  const { encoder, decoder, ...files } = await readModelFolder(diskFolder(folder));
  const json = (text: string) => JSON.parse(text) as Record<string, unknown>;
  const tokenizer = createTokenizer(json(files.tokenizer), json(files.tokenizerConfig));
  const [first, second] = [
    await wasm.createSession(encoder.name, encoder.bytes, encoder.weights),
    await wasm.createSession(decoder.name, decoder.bytes, decoder.weights),
  ];
  /** Provides a session in the form in which `teacherForced` takes it, without outputs for attention. */
  const provider = (session: typeof first) => async () => ({ session, outputs: [] });
  const batch = { sources: [row], targets: [row], padTokenId: 0 };
  const run = async (): Promise<void> => {
    await teacherForced(provider(first), provider(second), batch);
    // The tokenizer is used here, so that it stays in memory as it does when texts are generated.
    if (tokenizer.maxLength < 0) throw new Error('a model without a length');
  };
  return { run, recordBytes: () => 0 };
}

async function explanation(): Promise<Measured> {
  const engine = createEngine(wasm);
  await consumed(engine.load({ model: 'model', files: await readModelFolder(diskFolder(folder)) }, signal));
  const source: IdSource = { kind: 'ids', ids: [row] };
  let floats = 0;
  return {
    run: async () => {
      const explained = await engine.explain({ model: 'model', source, targets: [row] }, signal);
      const sizes = Object.values(explained.attention).map(
        each => each.layers * each.heads * each.targets * each.sources,
      );
      floats = sizes.reduce((sum, size) => sum + size, row.length * explained.vocabularySize);
    },
    recordBytes: () => 4 * floats,
  };
}
