// Native: ONNX Runtime as a library of the operating system. The host loads the package onnxruntime-node and hands it in, because
// only a process of its own may load it: the library can end its process.
import { withFloatProducts } from '../../onnx/structure/floatProducts';
import { ONLY_ERRORS, openSession, type OnnxModule, WEBGPU } from './onnxSession';
import type { Runtime } from './runtime';
import { addsExactly } from './saturation';

export interface NativeOptions {
  /** Threads of one computation, at least 1. */
  readonly threads: number;
  readonly provider: NativeProvider;
}

/** What computes: the processor, or a graphics processor through WebGPU. */
export type NativeProvider = 'cpu' | 'webgpu';

/**
 * A runtime over the loaded package. `run` blocks the thread, and two runs at a time are not allowed; the engine makes one
 * after the other.
 */
export function nativeRuntime(module: OnnxModule, { threads, provider }: NativeOptions): Runtime {
  const common = { logSeverityLevel: ONLY_ERRORS, intraOpNumThreads: threads, interOpNumThreads: 1 } as const;
  if (provider === 'webgpu') {
    return {
      createSession: async (name, bytes, weights) =>
        openSession(module, name, { bytes: withFloatProducts(name, bytes), weights }, { ...common, ...WEBGPU }),
    };
  }
  const options = {
    ...common,
    executionProviders: ['cpu'],
  } as const;
  let isExact: Promise<boolean> | undefined;
  return {
    async createSession(name, bytes, weights) {
      isExact ??= addsExactly(module);
      return openSession(module, name, { bytes, weights }, (await isExact) ? options : { ...options, ...UNSIGNED });
    },
  };
}

/**
 * Has the runtime store 8-bit weights without a sign on x86, which gives exact sums on every processor. It is a quarter slower for 8-bit
 * models on processors with VNNI, which do not need it.
 */
const UNSIGNED = { extra: { session: { x64quantprecision: '1' } } } as const;
