// Session: ONNX Runtime behind a small interface. Only this file imports onnxruntime-web.
import * as ort from 'onnxruntime-web';
import { AttentiveError, brokenFile } from '../../base/errors';
import type { WeightsFile } from '../../models/modelFiles';

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

/** Float16 is kept as the sixteen bits of each number: not every host has an array for it. */
export type TensorData = Float32Array | Uint16Array | BigInt64Array | Uint8Array;

/** A packed tensor on the CPU. */
export interface Tensor {
  readonly type: 'float32' | 'float16' | 'int64' | 'bool';
  readonly dims: readonly number[];
  readonly data: TensorData;
}

/** An input or output of a graph; a dimension is a number or the name of a free one. */
export interface ValueInfo {
  readonly name: string;
  /** As a tensor has it, or another of the runtime's; '' for what is no tensor. */
  readonly type: string;
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

/** Warnings are for who made a model, not for who uses it. A session has a level of its own beside the runtime's. */
const ONLY_ERRORS = 3;

/**
 * Makes a session of a graph's bytes, and of those that it names.
 *
 * @throws AttentiveError `model-broken-file` with the file's name if the runtime refuses the graph
 */
export async function createSession(
  name: string,
  bytes: Uint8Array<ArrayBuffer>,
  weights: readonly WeightsFile[] = [],
): Promise<Session> {
  const externalData = weights.map(({ location, bytes: data }) => ({ path: location, data }));
  let session: ort.InferenceSession;
  try {
    session = await ort.InferenceSession.create(bytes, {
      executionProviders: ['wasm'],
      externalData,
      logSeverityLevel: ONLY_ERRORS,
    });
  } catch (error) {
    const why = reasonOf(error);
    throw brokenFile(name, why, {}, { cause: error });
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
    return Object.fromEntries(Object.entries(results).map(([name, value]) => [name, unwrapped(value)]));
  } catch (error) {
    const why = reasonOf(error);
    throw new AttentiveError('model-run-failed', why, { why }, { cause: error });
  }
}

function unwrapped({ type, dims, data }: ort.Tensor): Tensor {
  // Where the host has a Float16Array, the runtime gives one.
  const view = data as unknown as Uint16Array;
  const packed = type === 'float16' ? new Uint16Array(view.buffer, view.byteOffset, view.length) : data;
  return { type, dims, data: packed } as Tensor;
}

function valueInfo(metadata: ort.InferenceSession.ValueMetadata): ValueInfo {
  const { name } = metadata;
  return metadata.isTensor ? { name, type: metadata.type, dims: metadata.shape } : { name, type: '', dims: [] };
}

/** The runtime's reason for a failure, without the general words and the place in its own source that it puts before. */
export function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const said = text.replace(BEFORE_REASON, '');
  const placed = said.replace(PLACE, '');
  return (placed === said ? said : placed.replace(FUNCTION, '')).trim();
}

/** `Can't create a session. ERROR_CODE: 1, ERROR_MESSAGE: ` */
const BEFORE_REASON = /^.*?ERROR_MESSAGE: /s;
/** `/src/tensorprotoutils.cc:1422 ` */
const PLACE = /^\S+\.(?:cc|h):\d+ /;
/** `NameOfAFunction `, or all of it: `void ns::f(const std::map<K, V> &, int) const [with T = float] ` */
const FUNCTION = /^(?:[^\n(]{0,200}::[^\s(]+\((?:[^()]|\([^()]*\))*\)(?: const)?(?: \[[^\]]*\])? |\S+ )/;
