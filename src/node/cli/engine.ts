// CLI engine: starts the engine for one run of the command line, and writes messages about it to stderr.
import path from 'node:path';
import { throwIfAborted } from '../../base/errors';
import type { Engine } from '../../engine/api/contract';
import { graphFilesOf, type ModelFiles } from '../../models/modelFiles';
import { engineOf } from '../../engine/remote';
import type { NativeProvider } from '../../engine/runtime/native';
import { completePrecisions } from '../../models/layout';
import type { Precision } from '../../models/precision';
import type { FileStore } from '../../models/store';
import type { FastBackend, StartEngine } from '../../tasks/backends/backend';
import { Backends } from '../../tasks/backends/backends';
import { chooser } from '../../tasks/backends/choice';
import { Faults } from '../../tasks/backends/faults';
import type { Arguments } from './arguments';
import { checkTokenIds } from './checks';
import { chosenModel } from './models/chosen';
import { writeStderr } from './terminal/stderr';
import { diskFolder } from '../files';
import { measurementsFile } from '../native/measurementsFile';
import { machineName, nativePlace, spawnNative } from '../native/spawn';
import { defaultThreads, spawnEngine } from '../spawn';

export const DIST = path.join(__dirname, '..');
const EMBEDDED = path.join(DIST, '..', 'models', 'embedded');

/** The models that `attentive models` proposes. */
export const CATALOG = path.join(DIST, '..', 'models', 'catalog.json');

/** The files of the model that `--model` names: a folder or a model that was added; the embedded model if it is not given. */
export async function modelFiles({ model }: { readonly model: string | undefined }): Promise<FileStore> {
  return model === undefined ? diskFolder(EMBEDDED) : chosenModel(model, CATALOG);
}

/** The id under which the worker knows its only model. */
export const MODEL = 'model';

/** The arguments of the commands that need the engine. */
export type EngineArguments = Extract<Arguments, { command: 'translate' | 'summarize' | 'generate' | 'explain' }>;

/** What is known of a model's files, without their bytes, which should be in memory only once. */
export interface ModelSource {
  readonly config: string;
  readonly generationConfig: string | undefined;
  /** The names of the graph files, in the order of their first use. */
  readonly graphs: readonly string[];
  /** Gives the files; each time but the first it reads them again, because a worker takes the bytes that are sent to it. */
  readonly files: () => Promise<ModelFiles>;
}

/** Reads the files now, so that an error in them comes before any other. */
export async function modelSource(read: () => Promise<ModelFiles>): Promise<ModelSource> {
  let first: ModelFiles | undefined = await read();
  const { config, generationConfig } = first;
  return {
    config,
    generationConfig,
    graphs: graphFilesOf(first).map(({ name }) => name),
    files: async () => {
      const files = first ?? (await read());
      first = undefined;
      return files;
    },
  };
}

/** Starts the engine, loads the model, calls `work` and ends the engine. */
export async function withEngine<T>(
  args: EngineArguments,
  { graphs, files }: ModelSource,
  maxSourceTokens: number | undefined,
  signal: AbortSignal,
  work: (engine: Engine, loadMs: number) => Promise<T>,
): Promise<T> {
  const backends = backendsOf(args);
  const stop = (): void => backends.dispose();
  signal.addEventListener('abort', stop, { once: true });
  try {
    throwIfAborted(signal);
    writeStderr(args, `Loading ${new Intl.ListFormat('en').format(graphs)} …`);
    const limit = maxSourceTokens === undefined ? {} : { maxSourceTokens };
    const began = performance.now();
    const model = { id: MODEL, name: MODEL, files, ...limit };
    const { vocabularySize } = await backends.load(model, () => undefined);
    checkTokenIds(args.settings, vocabularySize);
    return await work(backends.engine, performance.now() - began);
  } catch (error) {
    throwIfAborted(signal);
    throw error;
  } finally {
    signal.removeEventListener('abort', stop);
    backends.dispose();
  }
}

const NAMES: Readonly<Record<FastBackend, string>> = { native: 'The native runtime', webgpu: 'WebGPU' };

function backendsOf(args: EngineArguments): Backends {
  const threads = args.threads ?? defaultThreads();
  const place = nativePlace(DIST);
  const faults = new Faults();
  faults.onFault((_, { runtime, reason }) =>
    writeStderr(args, `${NAMES[runtime]} is not used (${reason}): WebAssembly takes its place.`),
  );
  const fast = (provider: NativeProvider): StartEngine | undefined =>
    place && (async () => engineOf(await spawnNative(place, threads, provider)));
  return new Backends({
    wasm: async () => engineOf(spawnEngine(DIST, threads)),
    native: fast('cpu'),
    webgpu: fast('webgpu'),
    faults,
    choose: chooser({
      setting: () => args.backend,
      machines: {
        native: place && machineName(place, threads, 'cpu'),
        webgpu: place && machineName(place, threads, 'webgpu'),
      },
      measurements: measurementsFile(),
      faults,
    }),
  });
}

/**
 * The precision of `explain` and `generate` if the user names none: fp32 if the folder has it, because their numbers are
 * compared with those of other implementations; else undefined, which means the folder's default.
 */
export async function exactPrecision(store: FileStore): Promise<Precision | undefined> {
  return completePrecisions(new Set(await store.list())).includes('fp32') ? 'fp32' : undefined;
}
