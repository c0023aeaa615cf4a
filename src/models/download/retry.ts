// Retry: repeats work that a server or the network interrupted, after a time that grows with each failure.
import { throwIfAborted } from '../../base/errors';
import type { Clock } from './clock';

/** Work was interrupted in a way that may not occur again. The message is a clause. */
export class Interruption extends Error {
  /** @param waitMs how long the server asks to wait */
  constructor(
    message: string,
    readonly waitMs?: number,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** How often work is tried if nothing is gained in between. */
const ATTEMPTS = 6;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;

/** The longest time that a server may ask for; beyond it the user should decide. */
export const LONGEST_ASKED_MS = 120_000;

/**
 * Runs work until it ends without an Interruption.
 *
 * @param gained whether the last attempt brought the work further than any before it: the failures are then counted from 0
 * @param giveUp makes the error that is thrown after the last attempt, from a clause
 * @throws what `giveUp` makes; AttentiveError `cancelled`; what the work throws but an Interruption
 */
export async function retrying<T>(
  clock: Clock,
  signal: AbortSignal,
  work: () => Promise<T>,
  giveUp: (why: string, options: ErrorOptions) => Error,
  gained: () => boolean = () => false,
): Promise<T> {
  for (let failures = 0; ;) {
    throwIfAborted(signal);
    try {
      return await work();
    } catch (error) {
      throwIfAborted(signal);
      if (!(error instanceof Interruption)) throw error;
      failures = gained() ? 1 : failures + 1;
      if ((error.waitMs ?? 0) > LONGEST_ASKED_MS) {
        const seconds = Math.ceil((error.waitMs ?? 0) / 1000);
        throw giveUp(`${error.message} and asks to wait for ${seconds} seconds, so try again then`, { cause: error });
      }
      if (failures >= ATTEMPTS) throw giveUp(`${error.message}, ${failures} times in a row`, { cause: error });
      await clock.wait(error.waitMs ?? backOff(failures), signal);
    }
  }
}

/** Milliseconds before the next attempt: they double, and a random part keeps many clients from coming back at once. */
function backOff(failures: number): number {
  const whole = Math.min(FIRST_WAIT_MS * 2 ** (failures - 1), LONGEST_WAIT_MS);
  return whole / 2 + (Math.random() * whole) / 2;
}

/** The milliseconds of a Retry-After header (RFC 9110), which has seconds or a date; undefined if it has neither. */
export function retryAfter(header: string | undefined, today = Date.now()): number | undefined {
  if (header === undefined) return undefined;
  if (/^\s*\d+\s*$/.test(header)) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - today);
}
