// Attentive: the process of bench/peers.mjs that runs jobs on the engine as the product does: in its worker or native process.
import path from 'node:path';
import { consumed } from '../../src/base/streams';
import type { GenerateRequest } from '../../src/engine/api/contract';
import { readModelFolder } from '../../src/engine/modelFolder';
import { type EngineWorker, engineOf } from '../../src/engine/remote';
import type { Precision } from '../../src/models/precision';
import { diskFolder } from '../../src/node/files';
import { nativePlace, spawnNative } from '../../src/node/native/spawn';
import { spawnEngine } from '../../src/node/spawn';
import { processorMs } from './processorTime.mjs';

interface Setup {
  readonly folder: string;
  readonly precision: Precision;
  readonly runtime: 'wasm' | 'native';
}

/** A job of jobs.mjs, with the most rows that are run together; 0 for the system's own choice. */
type Job = { readonly batch: number } & (
  | { readonly kind: 'ids'; readonly rows: readonly (readonly number[])[]; readonly newTokens: number }
  | { readonly kind: 'texts'; readonly rows: readonly string[] }
);

const dist = path.join(__ROOT__, 'dist');
const model = 'model';
const { folder, precision, runtime } = JSON.parse(process.argv[2]) as Setup;

const began = processorMs();
const worker = await started();
const { engine } = engineOf(worker);
const files = await readModelFolder(diskFolder(folder), precision);
await consumed(engine.load({ model, files }));
process.send?.({ loadMs: processorMs(worker.pid) - began });

process.on('message', message => void run(message as Job).then(result => process.send?.(result)));

async function started(): Promise<EngineWorker & { readonly pid?: number }> {
  if (runtime === 'wasm') return spawnEngine(dist, 1);
  const place = nativePlace(dist);
  if (place === undefined) throw new Error('there is no native runtime: run npm run native');
  return spawnNative(place, 1, 'cpu');
}

async function run(job: Job): Promise<{ readonly ms: number; readonly tokens: number }> {
  const start = processorMs(worker.pid);
  let tokens = 0;
  await consumed(engine.generate(requestOf(job)), event => {
    if (event.kind === 'row') tokens += event.hypotheses[0].ids.length - 1;
  });
  return { ms: processorMs(worker.pid) - start, tokens };
}

function requestOf(job: Job): GenerateRequest {
  const rows = job.batch === 0 ? {} : { maxBatchRows: job.batch };
  if (job.kind === 'ids') {
    const settings = { numBeams: 1, maxNewTokens: job.newTokens, minNewTokens: job.newTokens };
    return { model, source: { kind: 'ids', ids: job.rows }, settings, ...rows };
  }
  const source = { kind: 'text', texts: job.rows, prefix: '>>de<<' } as const;
  return { model, source, settings: { numBeams: 1 }, newTokenBound: { perSourceToken: 2, extra: 16 }, ...rows };
}
