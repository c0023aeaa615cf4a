// Byte cache: fetched values, kept up to a limit of bytes, the least recently used dropped first. A fetch without waiters is
// aborted.
import { cancelled } from '../../../base/errors';

interface Entry {
  readonly controller: AbortController;
  readonly value: Promise<unknown>;
  waiting: number;
  /** Undefined until it has arrived. */
  bytes: number | undefined;
}

export class ByteCache {
  /** In the order of use, the latest last. */
  private readonly entries = new Map<string, Entry>();

  constructor(private readonly mostBytes: number) {}

  /**
   * The value of a key, fetched unless it is cached or being fetched. A failed fetch is not cached.
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
    const entry = this.entries.get(key) ?? this.begin(key, fetch, bytesOf);
    this.entries.delete(key);
    this.entries.set(key, entry);
    entry.waiting++;
    let leave: (() => void) | undefined;
    const left = new Promise<never>((_, reject) => {
      leave = () => reject(cancelled());
      signal?.addEventListener('abort', leave, { once: true });
    });
    try {
      // The same function fetched every value of this key.
      return (await Promise.race([entry.value, left])) as T;
    } finally {
      if (leave !== undefined) signal?.removeEventListener('abort', leave);
      entry.waiting--;
      if (entry.waiting === 0 && entry.bytes === undefined) this.drop(key, entry);
    }
  }

  /** Aborts all fetches and drops all values. */
  clear(): void {
    for (const [key, entry] of [...this.entries]) this.drop(key, entry);
  }

  private begin<T>(key: string, fetch: (signal: AbortSignal) => Promise<T>, bytesOf: (value: T) => number): Entry {
    const controller = new AbortController();
    const value = fetch(controller.signal).then(fetched => {
      entry.bytes = bytesOf(fetched);
      this.shed();
      return fetched;
    });
    const entry: Entry = { controller, value, waiting: 0, bytes: undefined };
    // Waiters get the failure; without waiters it must not be reported as unhandled.
    value.catch(() => this.drop(key, entry));
    return entry;
  }

  private drop(key: string, entry: Entry): void {
    entry.controller.abort();
    if (this.entries.get(key) === entry) this.entries.delete(key);
  }

  /** Drops the least recently used values beyond the limit, but never the latest. */
  private shed(): void {
    let sum = 0;
    for (const [key, { bytes }] of [...this.entries].reverse()) {
      sum += bytes ?? 0;
      if (bytes !== undefined && sum > this.mostBytes && sum > bytes) this.entries.delete(key);
    }
  }
}
