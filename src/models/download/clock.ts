// Clock: time for downloads: waiting before another attempt, and noticing that nothing arrives. Tests give their own.
import { cancelled } from '../../base/errors';

export interface Clock {
  /** Milliseconds since some moment. */
  now(): number;
  /** @throws AttentiveError `cancelled` as soon as the signal is aborted */
  wait(milliseconds: number, signal: AbortSignal): Promise<void>;
  /** Calls `work` again and again; returns the function that ends this. */
  every(milliseconds: number, work: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  wait: (milliseconds, signal) =>
    new Promise((resolve, reject) => {
      const abort = (): void => {
        clearTimeout(timer);
        reject(cancelled());
      };
      const timer = setTimeout(() => {
        signal.removeEventListener('abort', abort);
        resolve();
      }, milliseconds);
      if (signal.aborted) abort();
      else signal.addEventListener('abort', abort, { once: true });
    }),
  every(milliseconds, work) {
    const timer = setInterval(work, milliseconds);
    return () => clearInterval(timer);
  },
};
