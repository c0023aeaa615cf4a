// Runtime: ONNX Runtime behind a small interface. This file alone imports onnxruntime-web.
import * as ort from 'onnxruntime-web';
import { AttentiveError } from '../base/errors';

// transformers.js uses the runtime it finds here instead of one of its own, and points it at a CDN unless the paths
// were set before: an empty value that counts as set keeps it from doing so until configureRuntime gives the real ones.
(globalThis as Record<symbol, unknown>)[Symbol.for('onnxruntime')] = ort;
ort.env.wasm.wasmPaths = {};

export interface RuntimeOptions {
  /** URLs of the runtime's own loader and binary. The binary may be given as bytes instead. */
  readonly loaderUrl: string;
  readonly wasmUrl?: string;
  readonly wasmBytes?: ArrayBuffer;
  /** Threads of one computation, at least 1. More than 1 needs shared memory; without it one is used. */
  readonly threads: number;
}

/** Sets up the runtime. It is process-wide and must be called before the first session is made. */
export function configureRuntime(options: RuntimeOptions): void {
  ort.env.logLevel = 'error';
  ort.env.wasm.proxy = false;
  ort.env.wasm.numThreads = options.threads;
  ort.env.wasm.wasmPaths = {
    mjs: options.loaderUrl,
    ...(options.wasmUrl === undefined ? {} : { wasm: options.wasmUrl }),
  };
  if (options.wasmBytes !== undefined) ort.env.wasm.wasmBinary = options.wasmBytes;
}

export type TensorData = Float32Array | BigInt64Array | Uint8Array;

/** A packed tensor on the CPU. */
export interface Tensor {
  readonly type: 'float32' | 'int64' | 'bool';
  readonly dims: readonly number[];
  readonly data: TensorData;
}

/** An input or output of a graph; a dimension is a number or the name of a free one. */
export interface ValueInfo {
  readonly name: string;
  readonly dims: readonly (number | string)[];
}

export interface Session {
  readonly inputs: readonly ValueInfo[];
  readonly outputs: readonly ValueInfo[];
  /** @throws AttentiveError `model-run-failed` */
  run(feeds: Readonly<Record<string, Tensor>>, outputs?: readonly string[]): Promise<Record<string, Tensor>>;
  /** Frees the session's memory. */
  release(): Promise<void>;
}

/** Bytes in which a graph says that weights stand. They are read where they are. */
export interface Weights {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/**
 * Makes a session of a graph's bytes, and of those that it names.
 *
 * @throws AttentiveError `model-broken-file` with the file's name if the runtime refuses the graph
 */
export async function createSession(name: string, bytes: Uint8Array<ArrayBuffer>, weights?: Weights): Promise<Session> {
  const externalData = weights === undefined ? {} : { externalData: [{ path: weights.name, data: weights.bytes }] };
  let session: ort.InferenceSession;
  try {
    session = await ort.InferenceSession.create(bytes, { executionProviders: ['wasm'], ...externalData });
  } catch (error) {
    throw new AttentiveError('model-broken-file', `${name}: ${String(error)}`, { file: name, why: String(error) });
  }
  return {
    inputs: session.inputMetadata.map(valueInfo),
    outputs: session.outputMetadata.map(valueInfo),
    run: (feeds, outputs) => run(session, feeds, outputs),
    release: () => session.release(),
  };
}

async function run(
  session: ort.InferenceSession,
  feeds: Readonly<Record<string, Tensor>>,
  outputs?: readonly string[],
): Promise<Record<string, Tensor>> {
  const wrapped: Record<string, ort.Tensor> = {};
  for (const [name, tensor] of Object.entries(feeds)) {
    wrapped[name] = new ort.Tensor(tensor.type, tensor.data, tensor.dims);
  }
  try {
    const results = outputs === undefined ? await session.run(wrapped) : await session.run(wrapped, outputs);
    return results as unknown as Record<string, Tensor>;
  } catch (error) {
    throw new AttentiveError('model-run-failed', String(error), { why: String(error) }, { cause: error });
  }
}

function valueInfo(metadata: ort.InferenceSession.ValueMetadata): ValueInfo {
  return { name: metadata.name, dims: metadata.isTensor ? metadata.shape : [] };
}
