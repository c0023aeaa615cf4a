// Closing: the end of a port, told to everyone who asks for it, before it comes or after.
import { type Disposable, toDisposable } from './lifecycle';

export class Closing {
  private reason: string | undefined;
  private readonly listeners = new Set<(reason: string) => void>();

  /** Tells of the end. Only the first reason counts. */
  close(reason: string): void {
    if (this.reason !== undefined) return;
    this.reason = reason;
    const listeners = [...this.listeners];
    this.listeners.clear();
    for (const listener of listeners) listener(reason);
  }

  /** Who asks after the end is told too, but not before the call returns. */
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
