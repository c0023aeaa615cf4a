// WASM: ONNX Runtime as WebAssembly, which runs in every host, and on a graphics processor in a browser. Only this file imports
// onnxruntime-web; the bundle decides which build of it that is.
import * as ort from 'onnxruntime-web';
import { withFloatProducts } from '../../onnx/structure/floatProducts';
import { ONLY_ERRORS, openSession, WEBGPU } from './onnxSession';
import type { Runtime } from './runtime';

export interface WasmOptions {
  /** URLs of the runtime's own loader and binary. The binary may be given as bytes instead. */
  readonly loaderUrl: string;
  readonly wasmUrl?: string;
  readonly wasmBytes?: ArrayBuffer;
  /** Threads of one computation, at least 1. More than 1 needs shared memory; without it one is used. */
  readonly threads: number;
  /** Whether sessions compute with WebGPU. It needs the build of the runtime that has it, and `navigator.gpu`. */
  readonly webgpu?: boolean;
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
  if (options.webgpu === true) {
    const onGpu = { ...WEBGPU, logSeverityLevel: ONLY_ERRORS } as const;
    return {
      createSession: async (name, bytes, weights) =>
        openSession(ort, name, { bytes: withFloatProducts(name, bytes), weights }, onGpu),
    };
  }
  return {
    createSession: (name, bytes, weights) =>
      openSession(ort, name, { bytes, weights }, { executionProviders: ['wasm'], logSeverityLevel: ONLY_ERRORS }),
  };
}
