// Worker (web): runs the engine in a web worker. The first message holds the options of the runtime.
import { toDisposable } from '../base/lifecycle';
import type { Port } from '../base/rpc';
import { createEngine } from '../engine/engine';
import { serveEngine } from '../engine/remote';
import { configureRuntime, type RuntimeOptions } from '../engine/runtime/session';

const scope = globalThis as unknown as Worker;

scope.addEventListener(
  'message',
  event => {
    configureRuntime(event.data as RuntimeOptions);
    serveEngine(portOfScope(), createEngine());
  },
  { once: true },
);

function portOfScope(): Port {
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
