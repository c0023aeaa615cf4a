// CLI engine: a worker for one run of the command line, and what is told of it on stderr.
import path from 'node:path';
import { consumed } from '../base/streams';
import type { Engine } from '../engine/api';
import { connectEngine } from '../engine/remote';
import type { ModelFolder, Precision } from '../models/folder';
import type { FileStore } from '../models/store';
import type { Arguments } from './arguments';
import { defaultThreads, spawnEngine } from './spawn';

export const DIST = path.join(__dirname, '..');
export const EMBEDDED = path.join(DIST, '..', 'models', 'embedded');

/** The name of the model in the worker: there is only one. */
export const MODEL = 'model';

export type Working = Extract<Arguments, { command: 'translate' | 'summarize' | 'generate' | 'explain' }>;

/** Starts a worker, loads the model, works on it and ends the worker. */
export async function withEngine<T>(
  args: Working,
  folder: ModelFolder,
  maxSourceTokens: number | undefined,
  signal: AbortSignal,
  work: (engine: Engine, loadMs: number) => Promise<T>,
): Promise<T> {
  const worker = spawnEngine(DIST, args.threads ?? defaultThreads());
  const engine = connectEngine(worker.port);
  try {
    const { encoder, decoder } = folder;
    tell(args, `Loading ${encoder.name} and ${decoder.name} …`);
    const limit = maxSourceTokens === undefined ? {} : { maxSourceTokens };
    const began = performance.now();
    await consumed(engine.load({ model: MODEL, files: folder, ...limit }, signal));
    return await work(engine, performance.now() - began);
  } finally {
    engine.dispose();
    worker.dispose();
  }
}

/** A line for people, on stderr. */
export function tell(args: Working, line: string): void {
  if (!args.quiet) process.stderr.write(`${line}\n`);
}

/** Numbers are for comparing with other implementations: float32 where the folder has it. */
export async function exactPrecision(store: FileStore): Promise<Precision | undefined> {
  const names = await store.list();
  const hasExact = ['encoder_model', 'decoder_model_merged'].every(stem => names.includes(`onnx/${stem}.onnx`));
  return hasExact ? 'fp32' : undefined;
}
