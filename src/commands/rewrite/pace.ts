// Pace: estimates how long a run will take, from earlier runs and from its own progress.
import type { GenerateStats } from '../../engine/api/contract';
import type { ModelTask } from '../../models/card';

/** Sums over the earlier runs of one kind, in which the newest runs have the largest weight. */
export interface Pace {
  /** The length of all distinct segments, in UTF-16 units: a segment that occurs several times is run once. */
  readonly characters: number;
  readonly sourceTokens: number;
  readonly newTokens: number;
  readonly seconds: number;
}

/** What the speed of a run depends on. */
export interface RunKind {
  readonly model: string;
  readonly task: ModelTask;
  readonly numBeams: number;
}

/** When a run is added, the sums over earlier runs are scaled down to this many seconds, as the load of a machine changes. */
const MOST_SECONDS_KEPT = 20;
/** The fewest new tokens of a run that is counted. Shorter runs spend most of their time on starting. */
const LEAST_TOKENS = 300;
/** The share of a run's work from which on only its own progress is used for the estimate. */
const RELIABLE_SHARE = 0.1;
/** The time of each further beam, as a fraction of the time of the first (docs/measurements.md). */
const COST_OF_A_BEAM = 0.47;

/** The key under which the pace of runs of this kind is stored. */
export function paceKey({ model, task, numBeams }: RunKind): string {
  const kind = task.kind === 'translate' ? `${task.from}-${task.to}` : task.form;
  return `attentive.pace ${JSON.stringify([model, kind, numBeams])}`;
}

/** The sums over the earlier runs and one more; the earlier sums, unchanged, if that run was too short. */
export function mergedPace(before: Pace | undefined, run: Pace): Pace | undefined {
  if (run.newTokens < LEAST_TOKENS || !(run.seconds > 0)) return before;
  if (before === undefined) return run;
  const share = Math.min(1, MOST_SECONDS_KEPT / before.seconds);
  return {
    characters: run.characters + share * before.characters,
    sourceTokens: run.sourceTokens + share * before.sourceTokens,
    newTokens: run.newTokens + share * before.newTokens,
    seconds: run.seconds + share * before.seconds,
  };
}

/** Estimates the pace with `to` beams from a pace that was measured with `from` beams. */
export function withBeams(pace: Pace, from: number, to: number): Pace {
  return { ...pace, seconds: (pace.seconds * costOf(to)) / costOf(from) };
}

function costOf(beams: number): number {
  return 1 + COST_OF_A_BEAM * (beams - 1);
}

/** How long a text will take, in seconds: its expected new tokens at the speed of earlier runs. */
export function secondsFor(characters: number, pace: Pace): number {
  const newTokens = (characters * pace.newTokens) / pace.characters;
  return (newTokens * pace.seconds) / pace.newTokens;
}

/** The progress of a run. */
export interface WorkDone {
  /** The length of all distinct segments, in UTF-16 units. */
  readonly characters: number;
  /** How many of the `total` segments are finished. */
  readonly done: number;
  readonly total: number;
  readonly stats: Pick<GenerateStats, 'sourceTokens'>;
  /** In seconds. */
  readonly elapsed: number;
}

/** How many seconds the rest of a run will take; undefined before anything is done, if there were no earlier runs. */
export function secondsLeft(work: WorkDone, pace: Pace | undefined): number | undefined {
  const share = shareOf(work, pace);
  const before = pace && secondsFor(work.characters, pace);
  if (share === 0) return before;
  const now = work.elapsed / share;
  const weight = before === undefined ? 1 : Math.min(1, share / RELIABLE_SHARE);
  return (1 - share) * (weight * now + (1 - weight) * (before ?? now));
}

/**
 * The share of the work that is done, 0 to 1. It is measured in source tokens, because sentences differ in length and
 * repeated ones take no time. Without earlier runs the total number of tokens cannot be estimated, so that segments are
 * counted instead.
 */
function shareOf({ characters, done, total, stats }: WorkDone, pace: Pace | undefined): number {
  const byCount = total === 0 ? 0 : done / total;
  if (pace === undefined) return byCount;
  const tokens = (characters * pace.sourceTokens) / pace.characters;
  return Math.min(stats.sourceTokens / tokens, done === total ? 1 : 0.99);
}
