// ONNX session: makes a Session of a session of ONNX Runtime. The packages for WebAssembly and for native code have the same
// interface in JavaScript.
import type * as ort from 'onnxruntime-common';
import { AttentiveError, brokenFile } from '../../base/errors';
import type { WeightsFile } from '../../models/modelFiles';
import type { Session, Tensor, ValueInfo } from './runtime';

/** What is needed of a package of ONNX Runtime. */
export type OnnxModule = Pick<typeof ort, 'InferenceSession' | 'Tensor'>;

export type SessionOptions = ort.InferenceSession.SessionOptions;

/**
 * The log level that suppresses warnings, which help the authors of a model and not its users. A session has a log level of
 * its own, beside that of the runtime.
 */
export const ONLY_ERRORS = 3;

/**
 * The options of a session on WebGPU. That provider has no products of integers: it would leave them to the processor, and copy
 * activations to and fro. So the graphs of models in 8 bits are rewritten for it (`withFloatProducts`).
 */
export const WEBGPU: SessionOptions = {
  executionProviders: ['webgpu'],
  // Weights are converted to float32 once, when the session is made, and not in each run: what that would save in memory, the
  // provider keeps in buffers for the converted weights (docs/measurements.md).
  extra: { session: { disable_quant_qdq: '1' } },
};

/** @throws AttentiveError `model-broken-file` with the file's name if the runtime refuses the graph */
export async function openSession(
  module: OnnxModule,
  name: string,
  graph: { readonly bytes: Uint8Array<ArrayBuffer>; readonly weights?: readonly WeightsFile[] | undefined },
  options: SessionOptions,
): Promise<Session> {
  const externalData = (graph.weights ?? []).map(({ location, bytes }) => ({ path: location, data: bytes }));
  let session: ort.InferenceSession;
  try {
    session = await module.InferenceSession.create(graph.bytes, { ...options, externalData });
  } catch (error) {
    throw brokenFile(name, reasonOf(error), {}, { cause: error });
  }
  return {
    inputs: session.inputMetadata.map(valueInfo),
    outputs: session.outputMetadata.map(valueInfo),
    run: (feeds, outputs) => run(module, session, feeds, outputs),
    release: () => session.release(),
  };
}

async function run(
  { Tensor }: OnnxModule,
  session: ort.InferenceSession,
  feeds: Readonly<Record<string, Tensor>>,
  outputs?: readonly string[],
): Promise<Record<string, Tensor>> {
  const wrapped: Record<string, ort.Tensor> = {};
  for (const [name, tensor] of Object.entries(feeds)) {
    wrapped[name] = new Tensor(tensor.type, tensor.data, tensor.dims);
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
