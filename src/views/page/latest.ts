// Latest value: a value that changes, and streams of its changes. A reader that is slower than the changes gets only the
// newest value.

export class LatestValue<T> {
  private readonly waiting = new Set<() => void>();
  /** The number of times that the value was set. */
  private count = 0;

  constructor(private current: T) {}

  get value(): T {
    return this.current;
  }

  set(value: T): void {
    this.current = value;
    this.count++;
    for (const wake of [...this.waiting]) wake();
  }

  /** Yields the current value at once, then each newer one, until the signal is aborted. */
  async *follow(signal: AbortSignal): AsyncGenerator<T, void, void> {
    while (!signal.aborted) {
      const yielded = this.count;
      yield this.current;
      if (this.count === yielded) await this.nextChange(signal);
    }
  }

  /** Waits for the next value, or for the abort. */
  private nextChange(signal: AbortSignal): Promise<void> {
    return new Promise(resolve => {
      const wake = (): void => {
        this.waiting.delete(wake);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      this.waiting.add(wake);
      signal.addEventListener('abort', wake, { once: true });
      if (signal.aborted) wake();
    });
  }
}
