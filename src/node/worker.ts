// Worker (Node): runs the engine in a worker thread. The worker's data holds the options of the runtime.
import { parentPort, workerData } from 'node:worker_threads';
import { createEngine } from '../engine/engine';
import { serveEngine } from '../engine/remote';
import { wasmRuntime, type WasmOptions } from '../engine/runtime/wasm';
import { portOfParent } from './spawn';

if (parentPort === null) throw new Error('this file runs only as a worker');
serveEngine(portOfParent(parentPort), createEngine(wasmRuntime(workerData as WasmOptions)));
