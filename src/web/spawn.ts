// Spawn (web): starts the web workers of the engine and of the tasks, and makes Ports to them.
import { Closing } from '../base/closing';
import { AttentiveError, STOPPED } from '../base/errors';
import { toDisposable } from '../base/lifecycle';
import type { Port } from '../base/rpc';
import type { WasmOptions } from '../engine/runtime/wasm';
import type { FileStore } from '../models/store';

/** The most threads by default: models that are small enough for WebAssembly run no faster with more. */
const MOST_THREADS = 4;

/**
 * The number of cores less one, which is left for the editor, but at most MOST_THREADS. Without cross-origin isolation there
 * is no shared memory, and only one thread can run.
 */
export function defaultThreads(): number {
  if (!globalThis.crossOriginIsolated) return 1;
  return Math.max(1, Math.min(MOST_THREADS, navigator.hardwareConcurrency - 1));
}

/** Whether the browser has WebGPU; it may be without an adapter. */
export function hasWebgpu(): boolean {
  return 'gpu' in navigator;
}

/**
 * Makes sure that WebGPU has an adapter, before the 27 MB of its runtime are loaded.
 *
 * @throws AttentiveError `closed` if there is none
 */
export async function needAdapter(): Promise<void> {
  const { gpu } = navigator as { readonly gpu?: { requestAdapter(): Promise<unknown> } };
  const adapter = await gpu?.requestAdapter();
  if (adapter) return;
  const reason = 'the browser has no WebGPU adapter';
  throw new AttentiveError('closed', reason, { reason });
}

/**
 * Starts the worker of the engine. A browser starts a worker only from the origin of the page, and the extension may be on
 * another origin: so its files are read through the editor and loaded from blob URLs.
 *
 * @param webgpu whether the engine computes with WebGPU; that build of the runtime is twice as large, and slower on a processor
 */
export async function spawnEngine(
  dist: FileStore,
  threads: number,
  webgpu = false,
): Promise<{ port: Port; dispose(): void }> {
  const runtime = `ort/ort-wasm-simd-threaded${webgpu ? '.asyncify' : ''}`;
  const names = [webgpu ? 'web/webgpu.js' : 'web/worker.js', `${runtime}.mjs`, `${runtime}.wasm`];
  const [script, loader, wasm] = await Promise.all(names.map(name => dist.read(name)));
  const scriptUrl = scriptUrlOf(script);
  const loaderUrl = scriptUrlOf(loader);
  const worker = new Worker(scriptUrl, { name: 'attentive-engine' });
  const port = portOfWorker(worker);
  const options: WasmOptions = {
    loaderUrl,
    wasmBytes: wasm.buffer,
    threads: globalThis.crossOriginIsolated ? threads : 1,
    webgpu,
  };
  worker.postMessage(options, [wasm.buffer]);
  return {
    port: port.port,
    dispose() {
      worker.terminate();
      port.close(STOPPED);
      URL.revokeObjectURL(scriptUrl);
      URL.revokeObjectURL(loaderUrl);
    },
  };
}

/** Starts the worker of the tasks. */
export async function spawnTasks(dist: FileStore): Promise<{ port: Port; dispose(): void }> {
  const url = scriptUrlOf(await dist.read('web/tasks.js'));
  const worker = new Worker(url, { name: 'attentive-tasks' });
  const port = portOfWorker(worker);
  return {
    port: port.port,
    dispose() {
      worker.terminate();
      port.close(STOPPED);
      URL.revokeObjectURL(url);
    },
  };
}

function scriptUrlOf(bytes: Uint8Array<ArrayBuffer>): string {
  return URL.createObjectURL(new Blob([bytes], { type: 'text/javascript' }));
}

/** A Port to a web worker. A web worker has no event for its end: whoever terminates the worker must call `close`. */
export function portOfWorker(worker: Channel): { port: Port; close(reason: string): void } {
  const closing = new Closing();
  worker.addEventListener('error', event => closing.close(event instanceof ErrorEvent ? event.message : 'it failed'));
  worker.addEventListener('messageerror', () => closing.close('a message could not be read'));
  const port: Port = {
    send: (message, transfer) => worker.postMessage(message, transfer === undefined ? [] : [...transfer]),
    onMessage(listener) {
      const take = (event: Event): void => listener((event as MessageEvent).data);
      worker.addEventListener('message', take);
      return toDisposable(() => worker.removeEventListener('message', take));
    },
    onClose: listener => closing.onClose(listener),
  };
  return { port, close: reason => closing.close(reason) };
}

/** The part of a worker that a Port needs. A MessagePort has it too. */
type Channel = EventTarget & Pick<Worker, 'postMessage'>;

/**
 * The port of a web worker to the host that started it.
 *
 * @param scope the global scope of the worker
 */
export function portOfScope(scope: Worker): Port {
  return {
    send: (message, transfer) => scope.postMessage(message, transfer === undefined ? [] : [...transfer]),
    onMessage(listener) {
      const take = (event: MessageEvent): void => listener(event.data);
      scope.addEventListener('message', take);
      return toDisposable(() => scope.removeEventListener('message', take));
    },
    // The worker ends together with its port, so that there is never a listener to call.
    onClose: () => toDisposable(() => undefined),
  };
}
