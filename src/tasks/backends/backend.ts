// Backend: a way to run the engine, by the runtime in it, as a host starts it.
import type { AttentiveError } from '../../base/errors';
import type { Disposable } from '../../base/lifecycle';
import type { Engine, LoadedModel, LoadProgress } from '../../engine/api/contract';
import type { ModelFiles } from '../../models/modelFiles';

/** The runtimes that not every host has, and that may be faster than WebAssembly. `webgpu` computes on a graphics processor. */
export const FAST_BACKENDS = ['native', 'webgpu'] as const;
export type FastBackend = (typeof FAST_BACKENDS)[number];

/** `wasm` runs everywhere and stands in for every other one. */
export type BackendName = FastBackend | 'wasm';

/** A worker or process with an engine in it. Disposing it ends the worker. */
export interface StartedEngine extends Disposable {
  readonly engine: Engine;
  /** Sets how long a single run of a graph may take before the worker counts as hanging, in milliseconds. */
  setLimit?(ms: number): void;
  /** Waits until the runs that were cancelled have returned; false if the worker was ended because one did not. */
  settled?(): Promise<boolean>;
  onClose(listener: (reason: string) => void): Disposable;
}

/** @throws AttentiveError `closed` (data.reason) if it does not start */
export type StartEngine = () => Promise<StartedEngine>;

/** A model that can be loaded. */
export interface LoadableModel {
  readonly id: string;
  /** The name that is shown to the user. */
  readonly name: string;
  readonly maxSourceTokens?: number;
  /** Reads the files. They are read again for each runtime into which the model is loaded. */
  files(): Promise<ModelFiles>;
}

/** An engine that runs, whatever runtimes are behind it. Disposing it ends all of its workers. */
export interface RunningEngine extends Disposable {
  readonly engine: Engine;
  load(model: LoadableModel, onProgress: (progress: LoadProgress) => void): Promise<LoadedModel>;
  /** What runs a loaded model; undefined if the model is not loaded. */
  runtime(model: string): RuntimeInUse | undefined;
  onClose(listener: (reason: string) => void): Disposable;
}

/** Why a runtime is not used for a model. */
export interface Fault {
  readonly runtime: FastBackend;
  readonly reason: string;
}

/** Which runtime runs a model, and which one has failed on it. */
export interface RuntimeInUse {
  readonly name: BackendName;
  readonly fault?: Fault;
}

/**
 * Whether an error of a runtime other than WebAssembly is the runtime's and WebAssembly may do better: all but cancelling, and what any engine
 * would refuse.
 */
export function isFaultOfRuntime({ code }: AttentiveError): boolean {
  switch (code) {
    case 'closed':
    case 'protocol':
    case 'internal':
    case 'model-broken-file':
    case 'model-run-failed':
      return true;
    case 'cancelled':
    case 'bad-request':
    case 'model-missing-file':
    case 'model-unsupported':
    case 'model-not-loaded':
    case 'model-not-available':
    case 'download-failed':
    case 'store-failed':
    case 'task-unsupported':
    case 'nothing-to-do':
      return false;
  }
}

/** The clause that says why a runtime failed. */
export function reasonOf({ data, message }: AttentiveError): string {
  return String(data['reason'] ?? data['why'] ?? message).replace(/\.+$/, '');
}
