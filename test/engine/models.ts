// Models: the models that the engine tests run, loaded in this thread in the same way as in a worker.
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { consumed } from '../../src/base/streams';
import type { EngineHandlers, LoadedModel } from '../../src/engine/api/contract';
import { createEngine } from '../../src/engine/engine';
import { configureRuntime } from '../../src/engine/runtime/session';
import { readModelFolder } from '../../src/engine/modelFolder';
import type { Precision } from '../../src/models/precision';
import type { FileStore } from '../../src/models/store';
import { diskFolder } from '../../src/node/files';

const runtime = path.join(__ROOT__, 'node_modules/onnxruntime-web/dist/ort-wasm-simd-threaded');
configureRuntime({
  loaderUrl: pathToFileURL(`${runtime}.mjs`).href,
  wasmUrl: pathToFileURL(`${runtime}.wasm`).href,
  threads: 1,
});

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
): Promise<{ engine: EngineHandlers; model: LoadedModel }> {
  const engine = createEngine();
  const files = await readModelFolder(typeof folder === 'string' ? diskFolder(folder) : folder, precision);
  const model = await consumed(engine.load({ model: 'model', files }, never));
  return { engine, model };
}
