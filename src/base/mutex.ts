// Mutex: lets one asynchronous operation run at a time.
import { throwIfAborted } from './errors';

/** A lock for asynchronous work; waiters get it in the order in which they asked. */
export class Mutex {
  private tail: Promise<void> = Promise.resolve();

  /**
   * Waits until the mutex is free, locks it, and returns the function that unlocks it. Unlocking twice is harmless.
   *
   * @throws AttentiveError `cancelled` if the signal was aborted before the lock was taken
   */
  async lock(signal?: AbortSignal): Promise<() => void> {
    const before = this.tail;
    let unlock: () => void = () => undefined;
    const held = new Promise<void>(resolve => (unlock = resolve));
    this.tail = before.then(() => held);
    await before;
    try {
      if (signal !== undefined) throwIfAborted(signal);
    } catch (error) {
      unlock();
      throw error;
    }
    return unlock;
  }

  /**
   * Runs work while nothing else holds the mutex.
   *
   * @throws AttentiveError `cancelled` if the signal was aborted before the work began; what the work throws
   */
  async run<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    const unlock = await this.lock(signal);
    try {
      return await work();
    } finally {
      unlock();
    }
  }
}
