// CLI engine: starts the engine's worker for one run of the command line, and writes messages about it to stderr.
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

/** The id under which the worker knows its only model. */
export const MODEL = 'model';

/** The arguments of the commands that need the engine. */
export type EngineArguments = Extract<Arguments, { command: 'translate' | 'summarize' | 'generate' | 'explain' }>;

/** Starts a worker, loads the model, calls `work` and ends the worker. */
export async function withEngine<T>(
  args: EngineArguments,
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

/** The names of the graph files, in the order of their first use. */
export function graphNames({ encoder, decoder, decoderWithPast }: ModelFiles): string[] {
  return [encoder, decoder, ...(decoderWithPast === undefined ? [] : [decoderWithPast])].map(({ name }) => name);
}

/** Writes a line to stderr, unless --quiet is given. */
export function writeStderr(args: EngineArguments, line: string): void {
  if (!args.quiet) process.stderr.write(`${line}\n`);
}

/**
 * The precision of `explain` and `generate` if the user names none: fp32 if the folder has it, because their numbers are
 * compared with those of other implementations; else undefined, which means the folder's default.
 */
export async function exactPrecision(store: FileStore): Promise<Precision | undefined> {
  return completePrecisions(new Set(await store.list())).includes('fp32') ? 'fp32' : undefined;
}
