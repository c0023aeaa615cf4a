// Closing: notifies listeners that a port has closed, also those that are registered after it closed.
import { type Disposable, toDisposable } from './lifecycle';

/** The listeners of one port, and whether the port has closed. */
export class Closing {
  private reason: string | undefined;
  private readonly listeners = new Set<(reason: string) => void>();

  /** Notifies the listeners. Calls after the first do nothing. */
  close(reason: string): void {
    if (this.reason !== undefined) return;
    this.reason = reason;
    const listeners = [...this.listeners];
    this.listeners.clear();
    for (const listener of listeners) listener(reason);
  }

  /** A listener that is registered after the port closed is called too, but not before this call returns. */
  onClose(listener: (reason: string) => void): Disposable {
    const { reason } = this;
    if (reason === undefined) {
      this.listeners.add(listener);
      return toDisposable(() => this.listeners.delete(listener));
    }
    let isWanted = true;
    queueMicrotask(() => {
      if (isWanted) listener(reason);
    });
    return toDisposable(() => (isWanted = false));
  }
}
