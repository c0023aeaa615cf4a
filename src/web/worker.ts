// Worker (web): runs the engine in a web worker. The first message holds the options of the runtime.
import { createEngine } from '../engine/engine';
import { serveEngine } from '../engine/remote';
import { wasmRuntime, type WasmOptions } from '../engine/runtime/wasm';
import { portOfScope } from './spawn';

const scope = globalThis as unknown as Worker;

scope.addEventListener(
  'message',
  event => {
    serveEngine(portOfScope(scope), createEngine(wasmRuntime(event.data as WasmOptions)));
  },
  { once: true },
);
