// Progress: how far a download is, how fast, and how long it will still take.
import type { Clock } from '../download/clock';

export interface Progress {
  /** Bytes that are there, those of earlier attempts included. */
  readonly received: number;
  readonly total: number;
  /** Bytes in a second, over the last seconds. */
  readonly speed: number;
  /** Seconds until the end at that speed; undefined as long as nothing arrives. */
  readonly secondsLeft: number | undefined;
}

/** The time over which the speed is measured, in milliseconds. */
const WINDOW_MS = 5_000;

/** Adds up the sizes of several files. */
export class ProgressMeter {
  private readonly sizes = new Map<string, number>();
  private samples: { readonly at: number; readonly received: number }[] = [];

  /** @param total the bytes of all files */
  constructor(
    private readonly total: number,
    private readonly clock: Pick<Clock, 'now'>,
  ) {}

  /** Notes how many bytes of a file are there. */
  update(file: string, size: number): Progress {
    this.sizes.set(file, size);
    const received = [...this.sizes.values()].reduce((sum, each) => sum + each, 0);
    const now = this.clock.now();
    this.samples = [...this.samples.filter(({ at }) => now - at <= WINDOW_MS), { at: now, received }].slice(
      -MOST_SAMPLES,
    );
    const first = this.samples[0];
    const elapsed = (now - (first?.at ?? now)) / 1000;
    const speed = elapsed > 0 ? Math.max(0, received - (first?.received ?? 0)) / elapsed : 0;
    const secondsLeft = speed > 0 ? (this.total - received) / speed : undefined;
    return { received, total: this.total, speed, secondsLeft };
  }
}

/** Each piece of a file gives a sample; the oldest of them are dropped. */
const MOST_SAMPLES = 512;
