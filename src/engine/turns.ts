// Turns: letting others run. One work at a time for a model, and a macrotask between two decoder steps.
import { throwIfAborted } from '../base/errors';

/** Lets waiting work in one at a time, first come first served. */
export class Turnstile {
  private tail: Promise<void> = Promise.resolve();

  /**
   * Waits for its turn and gives the function that ends it.
   *
   * @throws AttentiveError `cancelled` if the signal was aborted meanwhile; the turn is then passed on
   */
  async enter(signal: AbortSignal): Promise<() => void> {
    const before = this.tail;
    let leave: () => void = () => undefined;
    const held = new Promise<void>(resolve => (leave = resolve));
    this.tail = before.then(() => held);
    await before;
    try {
      throwIfAborted(signal);
    } catch (error) {
      leave();
      throw error;
    }
    return leave;
  }
}

/**
 * Yields to the event loop, so that a message (an abort, say) is delivered: the runtime's promises resolve inside the
 * microtask queue and alone would never let one through. A channel is used because timers are clamped to milliseconds.
 */
export class Breather {
  private readonly channel = new MessageChannel();
  private wake: () => void = () => undefined;

  constructor() {
    this.channel.port1.onmessage = () => this.wake();
  }

  breathe(): Promise<void> {
    return new Promise(resolve => {
      this.wake = resolve;
      this.channel.port2.postMessage(0);
    });
  }

  dispose(): void {
    this.channel.port1.close();
    this.channel.port2.close();
  }
}
