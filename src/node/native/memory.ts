// Memory: asks the native process how much memory it has, for the diagnostics. A run of a graph blocks that process, so it may not answer.
import { type Disposable, DisposableStore, toDisposable } from '../../base/lifecycle';
import type { Port } from '../../base/rpc';

/** How long the process may take to answer, in milliseconds. */
const WAIT_MS = 1000;

interface Memory {
  readonly kind: 'memory';
  readonly bytes: number;
}

/** Answers the other process. @param bytes the memory of this process */
export function answerMemory(port: Port, bytes: () => number): Disposable {
  return port.onMessage(message => {
    if (isOfKind(message, 'askMemory')) port.send({ kind: 'memory', bytes: bytes() } satisfies Memory);
  });
}

/** The memory of the process at the other side, in bytes; undefined if it has ended or gives no answer within a second. */
export function memoryOf(port: Port): Promise<number | undefined> {
  const store = new DisposableStore();
  return new Promise<number | undefined>(resolve => {
    store.add(port.onClose(() => resolve(undefined)));
    store.add(
      port.onMessage(message => {
        if (isOfKind(message, 'memory')) resolve((message as Memory).bytes);
      }),
    );
    const timer = setTimeout(() => resolve(undefined), WAIT_MS);
    store.add(toDisposable(() => clearTimeout(timer)));
    port.send({ kind: 'askMemory' });
  }).finally(() => store.dispose());
}

function isOfKind(message: unknown, kind: string): boolean {
  return typeof message === 'object' && message !== null && 'kind' in message && message.kind === kind;
}
