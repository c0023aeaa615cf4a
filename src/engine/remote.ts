// Remote: makes the server and the client of the engine's contract on a port.
import { type Disposable, DisposableStore } from '../base/lifecycle';
import { connect, type Port, serve, transferring } from '../base/rpc';
import { type Engine, type EngineHandlers, engineContract, type LoadRequest } from './api/contract';
import { graphBytesOf } from '../models/modelFiles';

/** Serves the engine on a port. */
export function serveEngine(port: Port, handlers: EngineHandlers): Disposable {
  return serve(port, engineContract, handlers);
}

/** Makes a client of the engine at the other side of a port. `load` transfers graphs and weights: the caller loses them. */
export function connectEngine(port: Port): Engine & Disposable {
  const client = connect(port, engineContract);
  const load = (request: LoadRequest, signal?: AbortSignal) =>
    client.load(
      transferring(
        request,
        graphBytesOf(request.files).map(({ buffer }) => buffer),
      ),
      signal,
    );
  return { ...client, load };
}

/** A worker or process in which an engine is served; disposing it ends the worker. */
export interface EngineWorker extends Disposable {
  readonly port: Port;
  /** Sets how long a single run of a graph may take before the worker counts as hanging, in milliseconds. */
  setLimit?(ms: number): void;
  /** Waits until the runs that were cancelled have returned; false if the worker was ended because one did not. */
  settled?(): Promise<boolean>;
}

/** A worker's engine. Disposing it ends the worker and rejects the calls that have not ended. */
export function engineOf(worker: EngineWorker): Disposable & {
  readonly engine: Engine;
  setLimit(ms: number): void;
  settled(): Promise<boolean>;
  onClose(listener: (reason: string) => void): Disposable;
} {
  const store = new DisposableStore();
  const engine = store.add(connectEngine(worker.port));
  store.add(worker);
  return {
    engine,
    setLimit: ms => worker.setLimit?.(ms),
    settled: async () => worker.settled?.() ?? true,
    onClose: listener => worker.port.onClose(listener),
    dispose: () => store.dispose(),
  };
}
