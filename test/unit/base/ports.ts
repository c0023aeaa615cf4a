// Ports: makes a `Port` of one end of a Node message channel.
import type { MessagePort } from 'node:worker_threads';
import { toDisposable } from '../../../src/base/lifecycle';
import type { Port } from '../../../src/base/rpc';

export function portOf(port: MessagePort): Port {
  return {
    send: (message, transfer) => port.postMessage(message, transfer as ArrayBuffer[] | undefined),
    onMessage(listener) {
      port.on('message', listener);
      return toDisposable(() => port.off('message', listener));
    },
    onClose(listener) {
      const closed = (): void => listener('the channel was closed');
      port.once('close', closed);
      return toDisposable(() => port.off('close', closed));
    },
  };
}
