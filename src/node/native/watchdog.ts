// Watchdog: notices that the native process hangs. A run of a graph blocks that process, so it answers pings only between two
// runs; how long it may take depends on the speed of the model.
import { type Disposable, DisposableStore, toDisposable } from '../../base/lifecycle';
import type { Port } from '../../base/rpc';

/** How often an unanswered ping is looked at, as a part of the limit. */
const LOOKS = 10;

/** Answers the pings of the parent process. */
export function answerPings(port: Port): Disposable {
  return port.onMessage(message => {
    if (kindOf(message) === 'ping') port.send({ kind: 'pong' });
  });
}

/**
 * Watches the other side of a port while a call to it has not ended.
 *
 * @param limitMs how long a ping may stay without an answer, in milliseconds; read again for each ping
 * @param onHang called at most once
 * @returns a port to be used in place of the given one
 */
export function watched(port: Port, limitMs: () => number, onHang: (limitMs: number) => void): Port & Disposable {
  const calls = new Set<unknown>();
  const store = new DisposableStore();
  // Of the next look at a ping that has no answer yet, or of the next ping.
  let timer: ReturnType<typeof setTimeout> | undefined;
  const rest = (): void => {
    clearTimeout(timer);
    timer = undefined;
  };
  const watch = (): void => {
    rest();
    port.send({ kind: 'ping' });
    look(limitMs(), 1);
  };
  // Time is measured by counting looks: while the computer sleeps, no time passes for either process.
  const look = (limit: number, looks: number): void => {
    timer = setTimeout(() => {
      timer = undefined;
      if (looks < LOOKS) return look(limit, looks + 1);
      calls.clear();
      onHang(limit);
    }, limit / LOOKS);
  };
  store.add(toDisposable(rest));
  store.add(port.onClose(rest));
  store.add(
    port.onMessage(message => {
      const kind = kindOf(message);
      if (kind === 'done' || kind === 'fail') calls.delete((message as { readonly id: unknown }).id);
      if (calls.size === 0) return rest();
      if (kind !== 'pong') return;
      rest();
      timer = setTimeout(watch, limitMs() / LOOKS);
    }),
  );
  return {
    ...port,
    send(message, transfer) {
      port.send(message, transfer);
      if (kindOf(message) !== 'call') return;
      calls.add((message as { readonly id: unknown }).id);
      if (timer === undefined) watch();
    },
    dispose: () => store.dispose(),
  };
}

function kindOf(message: unknown): unknown {
  return typeof message === 'object' && message !== null && 'kind' in message ? message.kind : undefined;
}
