// Spawn (Node): starts the worker threads of the engine and of the tasks, and makes Ports to them.
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { type MessagePort, type Transferable, Worker } from 'node:worker_threads';
import { Closing } from '../base/closing';
import { type Disposable, toDisposable } from '../base/lifecycle';
import type { Port } from '../base/rpc';
import type { WasmOptions } from '../engine/runtime/wasm';

/** A worker thread; disposing it terminates the thread. */
export interface WorkerThread extends Disposable {
  readonly port: Port;
}

/** The most threads by default: models that are small enough for WebAssembly run no faster with more. */
const MOST_THREADS = 4;

/** The number of threads if the user sets none: the number of cores less one, which is left for the editor. */
export function defaultThreads(): number {
  return Math.max(1, Math.min(MOST_THREADS, os.availableParallelism() - 1));
}

/** Starts the worker bundle in dist/node, with the runtime's files in dist/ort. */
export function spawnEngine(dist: string, threads: number): WorkerThread {
  const runtime = path.join(dist, 'ort', 'ort-wasm-simd-threaded');
  const options: WasmOptions = {
    loaderUrl: pathToFileURL(`${runtime}.mjs`).href,
    wasmUrl: pathToFileURL(`${runtime}.wasm`).href,
    threads,
  };
  const worker = new Worker(path.join(dist, 'node', 'worker.js'), { workerData: options, name: 'attentive-engine' });
  return { port: portOfWorker(worker), ...toDisposable(() => void worker.terminate()) };
}

/** Starts the worker of the tasks. */
export function spawnTasks(dist: string): WorkerThread {
  const worker = new Worker(path.join(dist, 'node', 'tasks.js'), { name: 'attentive-tasks' });
  // The worker must not keep the command line from ending.
  worker.unref();
  return { port: portOfWorker(worker), ...toDisposable(() => void worker.terminate()) };
}

/** A worker's channel to its parent thread as a Port. */
export function portOfParent(parent: MessagePort): Port {
  const closing = new Closing();
  parent.once('close', () => closing.close('the port was closed'));
  return {
    send: (message, transfer) => parent.postMessage(message, transfer as Transferable[] | undefined),
    onMessage(listener) {
      parent.on('message', listener);
      return toDisposable(() => parent.off('message', listener));
    },
    onClose: listener => closing.onClose(listener),
  };
}

function portOfWorker(worker: Worker): Port {
  const closing = new Closing();
  let reason: string | undefined;
  worker.on('error', error => (reason ??= error.message));
  worker.on('messageerror', error => (reason ??= error.message));
  worker.once('exit', code => closing.close(reason ?? `the worker ended with code ${code}`));
  return {
    send: (message, transfer) => worker.postMessage(message, transfer as Transferable[] | undefined),
    onMessage(listener) {
      worker.on('message', listener);
      return toDisposable(() => worker.off('message', listener));
    },
    onClose: listener => closing.onClose(listener),
  };
}
