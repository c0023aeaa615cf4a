// WASM: ONNX Runtime as WebAssembly, which runs in every host. Only this file imports onnxruntime-web.
import * as ort from 'onnxruntime-web';
import { ONLY_ERRORS, openSession } from './onnxSession';
import type { Runtime } from './runtime';

export interface WasmOptions {
  /** URLs of the runtime's own loader and binary. The binary may be given as bytes instead. */
  readonly loaderUrl: string;
  readonly wasmUrl?: string;
  readonly wasmBytes?: ArrayBuffer;
  /** Threads of one computation, at least 1. More than 1 needs shared memory; without it one is used. */
  readonly threads: number;
}

/** Sets up the runtime for the whole thread. To be called before the first session is made, and once. */
export function wasmRuntime(options: WasmOptions): Runtime {
  ort.env.logLevel = 'error';
  ort.env.wasm.proxy = false;
  ort.env.wasm.numThreads = options.threads;
  ort.env.wasm.wasmPaths = {
    mjs: options.loaderUrl,
    ...(options.wasmUrl === undefined ? {} : { wasm: options.wasmUrl }),
  };
  if (options.wasmBytes !== undefined) ort.env.wasm.wasmBinary = options.wasmBytes;
  return {
    createSession: (name, bytes, weights) =>
      openSession(ort, name, { bytes, weights }, { executionProviders: ['wasm'], logSeverityLevel: ONLY_ERRORS }),
  };
}
