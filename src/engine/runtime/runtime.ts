// Runtime: the interface that every runtime implements: sessions, which run graphs, and the tensors that go in and come out.
// Nothing outside of this folder asks which runtime it is.
import type { WeightsFile } from '../../models/modelFiles';

/** ONNX Runtime in one of its builds. */
export interface Runtime {
  /**
   * Creates a session from the bytes of a graph and of its weights files.
   *
   * @throws AttentiveError `model-broken-file` with the file's name if the runtime refuses the graph
   */
  createSession(name: string, bytes: Uint8Array<ArrayBuffer>, weights?: readonly WeightsFile[]): Promise<Session>;
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
