// Event loop yield: a macrotask between two decoder steps, so that messages reach the worker while it computes.

/**
 * Yields to the event loop, so that a message (an abort, say) is delivered: the runtime's promises resolve inside the
 * microtask queue and alone would never let one through. A channel is used because timers are clamped to milliseconds.
 *
 * Two channels, because Node gives a port whatever comes for it while it handles a message, up to a thousand more,
 * before it turns to any other port. A breath that goes through both makes one round of all ports.
 */
export class EventLoopYield {
  private readonly first = new MessageChannel();
  private readonly second = new MessageChannel();
  private wake: () => void = () => undefined;

  constructor() {
    this.first.port1.onmessage = () => this.second.port2.postMessage(0);
    this.second.port1.onmessage = () => this.wake();
  }

  next(): Promise<void> {
    return new Promise(resolve => {
      this.wake = resolve;
      this.first.port2.postMessage(0);
    });
  }

  dispose(): void {
    for (const { port1, port2 } of [this.first, this.second]) {
      port1.close();
      port2.close();
    }
  }
}
