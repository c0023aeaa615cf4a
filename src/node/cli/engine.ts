// CLI engine: the engine's worker for one run of the command line, and messages about it on stderr.
import path from 'node:path';
import { consumed } from '../../base/streams';
import type { Engine } from '../../engine/api/contract';
import type { ModelFiles } from '../../models/modelFiles';
import { connectEngine } from '../../engine/remote';
import { completePrecisions } from '../../models/layout';
import type { Precision } from '../../models/precision';
import type { FileStore } from '../../models/store';
import type { Arguments } from './arguments';
import { checkTokenIds } from './checks';
import { defaultThreads, spawnEngine } from '../spawn';

export const DIST = path.join(__dirname, '..');
export const EMBEDDED = path.join(DIST, '..', 'models', 'embedded');

/** The id of the only model in the worker. */
export const MODEL = 'model';

export type Working = Extract<Arguments, { command: 'translate' | 'summarize' | 'generate' | 'explain' }>;

/** Starts a worker, loads the model, calls `work` and ends the worker. */
export async function withEngine<T>(
  args: Working,
  folder: ModelFiles,
  maxSourceTokens: number | undefined,
  signal: AbortSignal,
  work: (engine: Engine, loadMs: number) => Promise<T>,
): Promise<T> {
  const worker = spawnEngine(DIST, args.threads ?? defaultThreads());
  const engine = connectEngine(worker.port);
  try {
    writeStderr(args, `Loading ${new Intl.ListFormat('en').format(graphNames(folder))} …`);
    const limit = maxSourceTokens === undefined ? {} : { maxSourceTokens };
    const began = performance.now();
    const { vocabularySize } = await consumed(engine.load({ model: MODEL, files: folder, ...limit }, signal));
    checkTokenIds(args.settings, vocabularySize);
    return await work(engine, performance.now() - began);
  } finally {
    engine.dispose();
    worker.dispose();
  }
}

/** The files of the graphs, in the order of their first use. */
export function graphNames({ encoder, decoder, decoderWithPast }: ModelFiles): string[] {
  return [encoder, decoder, ...(decoderWithPast === undefined ? [] : [decoderWithPast])].map(({ name }) => name);
}

/** Writes a line to stderr, unless --quiet is given. */
export function writeStderr(args: Working, line: string): void {
  if (!args.quiet) process.stderr.write(`${line}\n`);
}

/** fp32 if the folder has it: explain and generate give numbers to compare with other implementations. */
export async function exactPrecision(store: FileStore): Promise<Precision | undefined> {
  return completePrecisions(new Set(await store.list())).includes('fp32') ? 'fp32' : undefined;
}
