// Fetched: values that are fetched once and kept, up to so many bytes. A fetch that nobody waits for any more is aborted.
import { cancelled } from '../../../base/errors';

interface Entry {
  readonly controller: AbortController;
  readonly value: Promise<unknown>;
  waiting: number;
  /** Undefined until it has arrived. */
  bytes: number | undefined;
}

export class ByteCache {
  /** The one that was asked for last stands last. */
  private readonly entries = new Map<string, Entry>();

  constructor(private readonly mostBytes: number) {}

  /**
   * The value of a key, fetched unless it is there or on its way. What failed is fetched anew the next time.
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
      // What stands under a key was fetched by the same function.
      return (await Promise.race([entry.value, left])) as T;
    } finally {
      if (leave !== undefined) signal?.removeEventListener('abort', leave);
      entry.waiting--;
      if (entry.waiting === 0 && entry.bytes === undefined) this.drop(key, entry);
    }
  }

  /** Aborts what is on its way and forgets everything. */
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
    // Whoever waits hears of the failure; if nobody does, it is nobody's.
    value.catch(() => this.drop(key, entry));
    return entry;
  }

  private drop(key: string, entry: Entry): void {
    entry.controller.abort();
    if (this.entries.get(key) === entry) this.entries.delete(key);
  }

  /** Forgets what was not asked for the longest, but never the newest. */
  private shed(): void {
    let sum = 0;
    for (const [key, { bytes }] of [...this.entries].reverse()) {
      sum += bytes ?? 0;
      if (bytes !== undefined && sum > this.mostBytes && sum > bytes) this.entries.delete(key);
    }
  }
}
