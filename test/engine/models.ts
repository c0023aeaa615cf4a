// The models that the engine tests run, loaded in this thread as the worker would load them.
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { consumed } from '../../src/base/streams';
import type { EngineHandlers, LoadedModel } from '../../src/engine/api';
import { createEngine } from '../../src/engine/engine';
import { configureRuntime } from '../../src/engine/runtime';
import { type Precision, readModelFolder } from '../../src/models/folder';
import { diskFolder } from '../../src/node/files';

const runtime = path.join(__ROOT__, 'node_modules/onnxruntime-web/dist/ort-wasm-simd-threaded');
configureRuntime({
  loaderUrl: pathToFileURL(`${runtime}.mjs`).href,
  wasmUrl: pathToFileURL(`${runtime}.wasm`).href,
  threads: 1,
});

export const MARIAN = path.join(__ROOT__, 'test/fixtures/marian');
export const T5 = path.join(__ROOT__, 'test/fixtures/t5');
export const EMBEDDED = path.join(__ROOT__, 'models/embedded');

export const never = new AbortController().signal;

/** An engine that holds one model under the name "model". */
export async function loaded(
  folder: string,
  precision?: Precision,
): Promise<{ engine: EngineHandlers; model: LoadedModel }> {
  const engine = createEngine();
  const files = await readModelFolder(diskFolder(folder), precision);
  const model = await consumed(engine.load({ model: 'model', files }, never));
  return { engine, model };
}
