// Models: the models that the engine tests run, loaded in this thread in the same way as in a worker.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { consumed } from '../../src/base/streams';
import type { EngineHandlers, LoadedModel } from '../../src/engine/api/contract';
import { createEngine } from '../../src/engine/engine';
import { nativeRuntime } from '../../src/engine/runtime/native';
import type { OnnxModule } from '../../src/engine/runtime/onnxSession';
import type { Runtime } from '../../src/engine/runtime/runtime';
import { wasmRuntime } from '../../src/engine/runtime/wasm';
import { readModelFolder } from '../../src/engine/modelFolder';
import type { Precision } from '../../src/models/precision';
import type { FileStore } from '../../src/models/store';
import { diskFolder } from '../../src/node/files';

/** A runtime, with the name that titles of tests show. */
export interface TestRuntime {
  readonly name: string;
  readonly runtime: Runtime;
}

const files = path.join(__ROOT__, 'node_modules/onnxruntime-web/dist/ort-wasm-simd-threaded');
export const WASM: TestRuntime = {
  name: 'WebAssembly',
  runtime: wasmRuntime({
    loaderUrl: pathToFileURL(`${files}.mjs`).href,
    wasmUrl: pathToFileURL(`${files}.wasm`).href,
    threads: 1,
  }),
};

const NATIVE_FILES = path.join(__ROOT__, 'dist/native/onnxruntime-node');

/**
 * The native runtime, in this process; none where its files are missing, which is an error if the environment variable `CI` is
 * set.
 */
export function nativeRuntimes(): readonly TestRuntime[] {
  if (!fs.existsSync(NATIVE_FILES)) {
    const message = `${NATIVE_FILES} is missing: npm run native fetches it.`;
    if (process.env['CI'] !== undefined) throw new Error(message);
    console.log(`Nothing is tested on the native runtime: ${message}`);
    return [];
  }
  return [{ name: 'native', runtime: nativeRuntime(nativeModule(), { threads: 1, provider: 'cpu' }) }];
}

/** The package onnxruntime-node. */
export function nativeModule(): OnnxModule {
  return createRequire(NATIVE_FILES)(NATIVE_FILES) as OnnxModule;
}

/**
 * WebGPU through the native package, in this process; none where there is no adapter, which is an error if the environment variable
 * `CI` is set. (scripts/test.mjs sets the variables by which an adapter in software is found.)
 */
export function webgpuRuntimes(): readonly TestRuntime[] {
  if (nativeRuntimes().length === 0) return [];
  const graph = path.join(MARIAN, 'onnx/encoder_model.onnx');
  const script = `require(${JSON.stringify(NATIVE_FILES)}).InferenceSession
    .create(${JSON.stringify(graph)}, { executionProviders: ['webgpu'], logSeverityLevel: 4 })
    .catch(error => { console.log(error.message); process.exitCode = 1; });`;
  // In a process of its own, because a fault of a driver would end this one.
  const { status, signal, stdout } = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' });
  if (status !== 0) {
    const message = `no session can be made on WebGPU: ${stdout.trim() || signal} (test/README.md says how to get an adapter).`;
    if (process.env['CI'] !== undefined) throw new Error(message);
    console.log(`Nothing is tested on WebGPU: ${message}`);
    return [];
  }
  return [{ name: 'WebGPU', runtime: nativeRuntime(nativeModule(), { threads: 1, provider: 'webgpu' }) }];
}

export const MARIAN = path.join(__ROOT__, 'test/fixtures/marian');
export const T5 = path.join(__ROOT__, 'test/fixtures/t5');
export const PRECISIONS = path.join(__ROOT__, 'test/fixtures/precisions');
export const EMBEDDED = path.join(__ROOT__, 'models/embedded');

/** A signal that is never aborted. */
export const never = new AbortController().signal;

/** A store with the files of two folders for which `includes` is true. A file that both have is read from the first. */
export function mergedFolder(
  first: string,
  second: string,
  includes: (name: string) => boolean = () => true,
): FileStore {
  const stores = [diskFolder(first), diskFolder(second)];
  const listed = async (store: FileStore): Promise<string[]> => (await store.list()).filter(includes);
  return {
    location: `${first} and ${second}`,
    list: async () => (await Promise.all(stores.map(listed))).flat(),
    async read(name) {
      const [own, other] = stores;
      return ((await listed(own)).includes(name) ? own : other).read(name);
    },
  };
}

/** An engine that has loaded one model, under the name "model". */
export async function loaded(
  folder: string | FileStore,
  precision?: Precision,
  { runtime } = WASM,
): Promise<{ engine: EngineHandlers; model: LoadedModel }> {
  const engine = createEngine(runtime);
  const files = await readModelFolder(typeof folder === 'string' ? diskFolder(folder) : folder, precision);
  const model = await consumed(engine.load({ model: 'model', files }, never));
  return { engine, model };
}
