// Answering: runs the handler of a stream for a caller at the other side of a port, no faster than the caller reads the
// items.

/**
 * Runs a handler to its end, passes each item to `give`, and returns the handler's result. If `give` throws, the
 * handler is ended, so that it releases what it holds.
 *
 * @throws what the handler or `give` throws
 */
export async function runToEnd(
  run: AsyncGenerator<unknown, unknown, void>,
  give: (item: unknown) => Promise<void>,
): Promise<unknown> {
  let ended = false;
  try {
    for (;;) {
      const step = await run.next();
      ended = step.done === true;
      if (step.done === true) return step.value;
      await give(step.value);
    }
  } catch (error) {
    // A handler that threw has ended; ending it again does nothing.
    if (!ended) await run.return(undefined);
    throw error;
  }
}

/** Counts how many more items may be sent before the reader has to take one. */
export class Allowance {
  private wake: (() => void) | undefined;

  constructor(
    private left: number,
    private readonly signal: AbortSignal,
  ) {
    signal.addEventListener('abort', () => this.wake?.(), { once: true });
  }

  itemTaken(): void {
    this.left++;
    this.wake?.();
  }

  /** Counts an item that was sent, and waits until another may be sent or the signal is aborted. */
  async itemSent(): Promise<void> {
    this.left--;
    while (this.left <= 0 && !this.signal.aborted) await new Promise<void>(resolve => (this.wake = resolve));
  }
}
