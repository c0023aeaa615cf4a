// Worker (web): runs the engine in a web worker. The first message holds the options of the runtime.
import { createEngine } from '../engine/engine';
import { serveEngine } from '../engine/remote';
import { configureRuntime, type RuntimeOptions } from '../engine/runtime/session';
import { portOfScope } from './spawn';

const scope = globalThis as unknown as Worker;

scope.addEventListener(
  'message',
  event => {
    configureRuntime(event.data as RuntimeOptions);
    serveEngine(portOfScope(scope), createEngine());
  },
  { once: true },
);
