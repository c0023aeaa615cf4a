// Cancelling: notices that the native process does not return from a run that was cancelled. A step of a decoder takes milliseconds; only
// a single long run of a graph cannot be left but by ending the process.
import { type Disposable, DisposableStore, toDisposable } from '../../base/lifecycle';
import type { Port } from '../../base/rpc';

/** How long the calls that were cancelled may go on, in milliseconds. */
export const GRACE_MS = 500;

export interface CancellingPort extends Port, Disposable {
  /**
   * Waits until no cancelled call is left, for GRACE_MS at most.
   *
   * @returns whether the process goes on; false if it was ended because it did not return
   */
  settled(): Promise<boolean>;
}

/** A wait for the end of the calls that were cancelled. */
interface Grace {
  readonly timer: ReturnType<typeof setTimeout>;
  readonly settled: Promise<boolean>;
  readonly settle: (goesOn: boolean) => void;
}

/**
 * Watches the calls over a port. While a call that was not cancelled is open, nothing is ended.
 *
 * @param onStuck ends the process, and with it the port
 * @returns a port to be used in place of the given one
 */
export function cancelling(port: Port, onStuck: () => void): CancellingPort {
  // Whether each open call was cancelled, by its id.
  const open = new Map<unknown, boolean>();
  const store = new DisposableStore();
  let grace: Grace | undefined;
  let isStuck = false;
  const areAllCancelled = (): boolean => open.size > 0 && ![...open.values()].includes(false);
  const end = (goesOn: boolean): void => {
    clearTimeout(grace?.timer);
    grace?.settle(goesOn);
    grace = undefined;
  };
  const begin = (): void => {
    const timer = setTimeout(() => {
      if (!areAllCancelled()) return end(true);
      isStuck = true;
      onStuck();
    }, GRACE_MS);
    let settle: Grace['settle'] = () => undefined;
    const settled = new Promise<boolean>(resolve => (settle = resolve));
    grace = { timer, settled, settle };
  };
  store.add(toDisposable(() => end(true)));
  store.add(port.onClose(() => end(!isStuck)));
  store.add(
    port.onMessage(message => {
      const { kind, id } = message as { readonly kind?: unknown; readonly id?: unknown };
      if (kind === 'done' || kind === 'fail') open.delete(id);
      if (open.size === 0 && !isStuck) end(true);
    }),
  );
  return {
    ...port,
    send(message, transfer) {
      port.send(message, transfer);
      const { kind, id } = message as { readonly kind?: unknown; readonly id?: unknown };
      if (kind === 'call') open.set(id, false);
      if (kind !== 'cancel' || !open.has(id)) return;
      open.set(id, true);
      if (areAllCancelled() && grace === undefined) begin();
    },
    settled: async () => grace?.settled ?? true,
    dispose: () => store.dispose(),
  };
}
