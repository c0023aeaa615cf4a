// Inbox: a queue of the messages that have arrived for one reader and were not read yet.
import type { AttentiveError } from './errors';

/** A queue of messages with one reader. */
export class Inbox<Message> {
  private readonly messages: Message[] = [];
  private failure: AttentiveError | undefined;
  private wake: (() => void) | undefined;

  put(message: Message): void {
    this.messages.push(message);
    this.wake?.();
  }

  /** Ends the queue with an error. If it is called again, the first error stays. */
  fail(error: AttentiveError): void {
    this.failure ??= error;
    this.wake?.();
  }

  /**
   * Waits for the next message. Messages that arrived before a failure are still returned, unless the reader cancelled.
   *
   * @throws AttentiveError the error given to `fail`
   */
  async next(): Promise<Message> {
    for (;;) {
      if (this.failure?.code === 'cancelled') throw this.failure;
      const message = this.messages.shift();
      if (message !== undefined) return message;
      if (this.failure !== undefined) throw this.failure;
      await new Promise<void>(resolve => (this.wake = resolve));
    }
  }
}
