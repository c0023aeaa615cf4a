// Arena: the process of bench/arena.mjs: runs jobs on the native runtime with or without its memory arena, in this process.
import { createRequire } from 'node:module';
import path from 'node:path';
import { consumed } from '../../src/base/streams';
import type { Engine } from '../../src/engine/api/contract';
import { createEngine } from '../../src/engine/engine';
import { readModelFolder } from '../../src/engine/modelFolder';
import { type OnnxModule, openSession } from '../../src/engine/runtime/onnxSession';
import type { Precision } from '../../src/models/precision';
import { diskFolder } from '../../src/node/files';
import { ONE_ROW, SIXTEEN_ROWS } from './jobs.mjs';
import { processorMs } from './processorTime.mjs';

const [folder, precision, arena] = process.argv.slice(2);
const library = path.join(__ROOT__, 'dist/native/onnxruntime-node');
const module = createRequire(path.join(library, 'package.json'))(library) as OnnxModule;
const options = {
  executionProviders: ['cpu'],
  logSeverityLevel: 3,
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  enableCpuMemArena: arena === 'true',
} as const;
const engine = createEngine({
  createSession: (name, bytes, weights) => openSession(module, name, { bytes, weights }, options),
}) as Engine;
const never = new AbortController().signal;
const model = 'model';
const files = await readModelFolder(diskFolder(folder), precision as Precision);
await consumed(engine.load({ model, files }, never));

const rates: number[] = [];
for (const { rows, newTokens } of [ONE_ROW, SIXTEEN_ROWS]) {
  const settings = { numBeams: 1, maxNewTokens: newTokens, minNewTokens: newTokens };
  const run = () => consumed(engine.generate({ model, source: { kind: 'ids', ids: rows }, settings }, never));
  await run();
  const start = processorMs();
  for (let time = 0; time < 3; time++) await run();
  rates.push((3 * rows.length * newTokens * 1000) / (processorMs() - start));
}
process.stdout.write(JSON.stringify({ rates, peakBytes: process.resourceUsage().maxRSS * 1024 }));
