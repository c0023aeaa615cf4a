// Spawn (web): starts the web workers of the engine and of the parsers, and makes ports of them.
import { Closing } from '../base/closing';
import { STOPPED } from '../base/errors';
import { toDisposable } from '../base/lifecycle';
import type { Port } from '../base/rpc';
import type { RuntimeOptions } from '../engine/runtime/session';
import type { FileStore } from '../models/store';

/** More threads gain nothing on models of the size that runs on WASM. */
const MOST_THREADS = 4;

/** One thread for each core, one left for the editor. Without shared memory (no cross-origin isolation) only one runs. */
export function defaultThreads(): number {
  if (!globalThis.crossOriginIsolated) return 1;
  return Math.max(1, Math.min(MOST_THREADS, navigator.hardwareConcurrency - 1));
}

/**
 * Starts the worker bundle. A worker must have the origin of the host, and the extension may be on another: its files are
 * read through the editor and started from blob URLs.
 */
export async function spawnEngine(dist: FileStore, threads: number): Promise<{ port: Port; dispose(): void }> {
  const [script, loader, wasm] = await Promise.all(
    ['web/worker.js', 'ort/ort-wasm-simd-threaded.mjs', 'ort/ort-wasm-simd-threaded.wasm'].map(name => dist.read(name)),
  );
  const scriptUrl = scriptUrlOf(script);
  const loaderUrl = scriptUrlOf(loader);
  const worker = new Worker(scriptUrl, { name: 'attentive-engine' });
  const port = portOfWorker(worker);
  const options: RuntimeOptions = {
    loaderUrl,
    wasmBytes: wasm.buffer,
    threads: globalThis.crossOriginIsolated ? threads : 1,
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

/** Starts the worker of the parsers of formats. */
export async function spawnFormats(dist: FileStore): Promise<{ port: Port; dispose(): void }> {
  const url = scriptUrlOf(await dist.read('web/formats.js'));
  const worker = new Worker(url, { name: 'attentive-formats' });
  const { port, close } = portOfWorker(worker);
  return {
    port,
    dispose() {
      worker.terminate();
      close(STOPPED);
      URL.revokeObjectURL(url);
    },
  };
}

function scriptUrlOf(bytes: Uint8Array<ArrayBuffer>): string {
  return URL.createObjectURL(new Blob([bytes], { type: 'text/javascript' }));
}

/** A web worker has an event for errors but none for its end, so the function that terminates it closes the port. */
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

/** The part of a worker that a port needs. */
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
    // The scope ends together with its port, so there is never a listener to call.
    onClose: () => toDisposable(() => undefined),
  };
}
