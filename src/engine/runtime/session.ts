// Session: ONNX Runtime behind a small interface. Only this file imports onnxruntime-web.
import * as ort from 'onnxruntime-web';
import { AttentiveError, brokenFile } from '../../base/errors';
import type { WeightsFile } from '../../models/modelFiles';

// transformers.js uses the runtime that is registered here instead of its own, and sets its paths to a CDN unless they are
// set already. An empty value counts as set, until configureRuntime sets the real paths.
(globalThis as Record<symbol, unknown>)[Symbol.for('onnxruntime')] = ort;
ort.env.wasm.wasmPaths = {};

export interface RuntimeOptions {
  /** URLs of the runtime's own loader and binary. The binary may be given as bytes instead. */
  readonly loaderUrl: string;
  readonly wasmUrl?: string;
  readonly wasmBytes?: ArrayBuffer;
  /** Threads of one computation, at least 1. More than 1 needs shared memory; without shared memory, one thread is used. */
  readonly threads: number;
}

/** Sets up the runtime for the whole process. Must be called before the first session is made. */
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

/** Float16 numbers are stored as their sixteen bits: not every host has a Float16Array. */
export type TensorData = Float32Array | Uint16Array | BigInt64Array | Uint8Array;

/** A packed tensor on the CPU. */
export interface Tensor {
  readonly type: 'float32' | 'float16' | 'int64' | 'bool';
  readonly dims: readonly number[];
  readonly data: TensorData;
}

/** An input or output of a graph. A dimension is a number, or a name if its size is not fixed. */
export interface ValueInfo {
  readonly name: string;
  /** The element type of a tensor, as the runtime names it; '' for a value that is no tensor. */
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

/**
 * The log level that suppresses warnings, which help the authors of a model and not its users. A session has a log level of
 * its own, beside that of the runtime.
 */
const ONLY_ERRORS = 3;

/**
 * Creates a session from the bytes of a graph and of its weights files.
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
  // The runtime returns a Float16Array if the host has that class.
  const view = data as unknown as Uint16Array;
  const packed = type === 'float16' ? new Uint16Array(view.buffer, view.byteOffset, view.length) : data;
  return { type, dims, data: packed } as Tensor;
}

function valueInfo(metadata: ort.InferenceSession.ValueMetadata): ValueInfo {
  const { name } = metadata;
  return metadata.isTensor ? { name, type: metadata.type, dims: metadata.shape } : { name, type: '', dims: [] };
}

/** The reason in an error of the runtime, without the introduction and the position in the runtime's source before it. */
export function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const reason = text.replace(BEFORE_REASON, '');
  const withoutPosition = reason.replace(SOURCE_POSITION, '');
  return (withoutPosition === reason ? reason : withoutPosition.replace(FUNCTION, '')).trim();
}

/** Matches `Can't create a session. ERROR_CODE: 1, ERROR_MESSAGE: `. */
const BEFORE_REASON = /^.*?ERROR_MESSAGE: /s;
/** Matches `/src/tensorprotoutils.cc:1422 `. */
const SOURCE_POSITION = /^\S+\.(?:cc|h):\d+ /;
/** Matches `NameOfAFunction `, or a whole signature: `void ns::f(const std::map<K, V> &, int) const [with T = float] `. */
const FUNCTION = /^(?:[^\n(]{0,200}::[^\s(]+\((?:[^()]|\([^()]*\))*\)(?: const)?(?: \[[^\]]*\])? |\S+ )/;
