// Pace: how long a text will take, from what earlier runs took and from how far this one has come.
import type { GenerateStats } from '../../engine/api/contract';
import type { ModelTask } from '../../models/card';
import { unwrap } from '../../text/inline/wrapping';
import { segment } from '../../text/segment';

/** What runs of one kind took, added up; the newest count most. */
export interface Pace {
  /** Of what went through the model: a segment that comes several times is run once. */
  readonly characters: number;
  readonly sourceTokens: number;
  readonly newTokens: number;
  readonly seconds: number;
}

/** What runs are told apart by: their speeds differ. */
export interface RunKind {
  readonly model: string;
  readonly task: ModelTask;
  readonly numBeams: number;
}

/** So much of what earlier runs took is kept beside a new one: machines and their load change. */
const MOST_SECONDS_KEPT = 20;
/** Shorter runs say more about starting than about speed. */
const LEAST_TOKENS = 300;
/** A share of the work that says how long the rest will take better than earlier runs do. */
const TELLING_SHARE = 0.1;
/** Each further beam costs about so much of what the first one does (docs/measurements.md). */
const COST_OF_A_BEAM = 0.47;

/** The name under which the pace of such runs is remembered. */
export function paceKey({ model, task, numBeams }: RunKind): string {
  const kind = task.kind === 'translate' ? `${task.from}-${task.to}` : task.form;
  return `attentive.pace ${JSON.stringify([model, kind, numBeams])}`;
}

/** The characters that go through the model, as a run's plan counts them. */
export function charactersOf(texts: readonly string[], task: ModelTask): number {
  const segments =
    task.kind === 'translate'
      ? texts.flatMap(text =>
          segment(text, { language: task.from, symbolsInside: task.placeholders !== undefined }).flatMap(piece =>
            piece.kind === 'prose' ? [unwrap(piece.text)] : [],
          ),
        )
      : texts.map(text => text.replace(/\s+/g, ' ').trim());
  return [...new Set(segments)].reduce((sum, segment) => sum + segment.length, 0);
}

/** Earlier runs together with a new one; unchanged if that was too short to tell. */
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

/** The pace of the same runs with another number of beams. */
export function withBeams(pace: Pace, from: number, to: number): Pace {
  return { ...pace, seconds: (pace.seconds * costOf(to)) / costOf(from) };
}

function costOf(beams: number): number {
  return 1 + COST_OF_A_BEAM * (beams - 1);
}

/** How long a text will take, in seconds: so many new tokens, each at the speed of earlier ones. */
export function secondsFor(characters: number, pace: Pace): number {
  const newTokens = (characters * pace.newTokens) / pace.characters;
  return (newTokens * pace.seconds) / pace.newTokens;
}

/** How far a run has come. */
export interface WorkDone {
  readonly characters: number;
  readonly done: number;
  readonly total: number;
  readonly stats: Pick<GenerateStats, 'sourceTokens'>;
  readonly elapsed: number;
}

/** How many seconds the rest of a run will take; undefined as long as nothing tells. */
export function secondsLeft(come: WorkDone, pace: Pace | undefined): number | undefined {
  const share = shareOf(come, pace);
  const before = pace && secondsFor(come.characters, pace);
  if (share === 0) return before;
  const now = come.elapsed / share;
  const weight = before === undefined ? 1 : Math.min(1, share / TELLING_SHARE);
  return (1 - share) * (weight * now + (1 - weight) * (before ?? now));
}

/**
 * Which part of the work is done. Tokens read tell it best, because sentences differ in length and repeated ones cost
 * nothing; without earlier runs it is not known how many there will be.
 */
function shareOf({ characters, done, total, stats }: WorkDone, pace: Pace | undefined): number {
  const byCount = total === 0 ? 0 : done / total;
  if (pace === undefined) return byCount;
  const tokens = (characters * pace.sourceTokens) / pace.characters;
  return Math.min(stats.sourceTokens / tokens, done === total ? 1 : 0.99);
}
