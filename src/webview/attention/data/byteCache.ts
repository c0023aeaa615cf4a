// Byte cache: keeps fetched values up to a limit in bytes. The least recently used values are dropped first. A fetch is
// aborted when no caller waits for it any more.
import { cancelled } from '../../../base/errors';

interface Entry {
  readonly controller: AbortController;
  readonly value: Promise<unknown>;
  /** The number of callers that wait for the value. */
  waiting: number;
  /** The size of the value; undefined until it has arrived. */
  bytes: number | undefined;
}

export class ByteCache {
  /** In the order of use, the most recently used last. */
  private readonly entries = new Map<string, Entry>();

  constructor(private readonly mostBytes: number) {}

  /**
   * Returns the value of a key. It is fetched unless it is cached or being fetched already. A failure is not cached.
   *
   * @throws AttentiveError `cancelled` as soon as the signal is aborted
   */
  async get<T>(
    key: string,
    fetch: (signal: AbortSignal) => Promise<T>,
    bytesOf: (value: T) => number,
    signal?: AbortSignal,
  ): Promise<T> {
    if (signal?.aborted === true) throw cancelled();
    const entry = this.entries.get(key) ?? this.startFetch(key, fetch, bytesOf);
    this.entries.delete(key);
    this.entries.set(key, entry);
    entry.waiting++;
    let leave: (() => void) | undefined;
    const aborted = new Promise<never>((_, reject) => {
      leave = () => reject(cancelled());
      signal?.addEventListener('abort', leave, { once: true });
    });
    try {
      // The type holds because every value of a key is fetched by the same function.
      return (await Promise.race([entry.value, aborted])) as T;
    } finally {
      if (leave !== undefined) signal?.removeEventListener('abort', leave);
      entry.waiting--;
      if (entry.waiting === 0 && entry.bytes === undefined) this.drop(key, entry);
    }
  }

  /** Drops all values and aborts all fetches. */
  clear(): void {
    for (const [key, entry] of [...this.entries]) this.drop(key, entry);
  }

  private startFetch<T>(key: string, fetch: (signal: AbortSignal) => Promise<T>, bytesOf: (value: T) => number): Entry {
    const controller = new AbortController();
    const value = fetch(controller.signal).then(fetched => {
      entry.bytes = bytesOf(fetched);
      this.dropOldest();
      return fetched;
    });
    const entry: Entry = { controller, value, waiting: 0, bytes: undefined };
    // Waiting callers get the failure. Without any, it must not be reported as an unhandled rejection.
    value.catch(() => this.drop(key, entry));
    return entry;
  }

  private drop(key: string, entry: Entry): void {
    entry.controller.abort();
    if (this.entries.get(key) === entry) this.entries.delete(key);
  }

  /** Drops the least recently used values beyond the limit, but never the most recent one. */
  private dropOldest(): void {
    let sum = 0;
    for (const [key, { bytes }] of [...this.entries].reverse()) {
      sum += bytes ?? 0;
      if (bytes !== undefined && sum > this.mostBytes && sum > bytes) this.entries.delete(key);
    }
  }
}
