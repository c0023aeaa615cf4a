// Latest: a value that changes, and readers that follow it. A reader that is slower than the changes gets only the newest.

export class LatestValue<T> {
  private readonly waiting = new Set<() => void>();
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

  /** The value at once, then each newer one, until the signal is aborted. */
  async *follow(signal: AbortSignal): AsyncGenerator<T, void, void> {
    while (!signal.aborted) {
      const given = this.count;
      yield this.current;
      if (this.count === given) await this.nextChange(signal);
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
