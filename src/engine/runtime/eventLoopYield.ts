// Event loop yield: lets messages reach the worker between two decoder steps.

/**
 * Yields to the event loop, so that a message such as an abort is delivered: the runtime's promises resolve in the
 * microtask queue, during which no message is handled. A channel is used because timers are clamped to milliseconds.
 *
 * There are two channels, because Node handles up to a thousand messages of one port before those of any other port. A
 * message through both channels makes sure that every port had its turn.
 */
export class EventLoopYield {
  private readonly first = new MessageChannel();
  private readonly second = new MessageChannel();
  private wake: () => void = () => undefined;

  constructor() {
    this.first.port1.onmessage = () => this.second.port2.postMessage(0);
    this.second.port1.onmessage = () => this.wake();
  }

  /** Waits for one turn of the event loop: resolves when every other port has had its turn to deliver messages. */
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
