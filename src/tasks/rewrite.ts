// Rewrite: what translating and summarizing tell while they run, and what they give in the end.
import type { GenerateStats } from '../engine/api';
import type { RowOutcome } from './part';
import type { RunTrace } from './trace';

export type RewriteEvent =
  /** Told first: how many stretches of text go through the model, and their size. */
  | { readonly kind: 'plan'; readonly total: number; readonly characters: number }
  /** The next finished stretch of result `index`. Indices never go back. */
  | { readonly kind: 'append'; readonly index: number; readonly text: string }
  /** What the only stretch says so far; it replaces the last partial text. */
  | { readonly kind: 'partial'; readonly text: string }
  | { readonly kind: 'progress'; readonly done: number; readonly total: number; readonly stats: GenerateStats };

export interface RewriteResult {
  /** One text for each text of the request. */
  readonly texts: readonly string[];
  /** What went through the model, in the order of the texts. */
  readonly stretches: readonly Stretch[];
  readonly trace: RunTrace;
  readonly notes: Readonly<Notes>;
  readonly stats: GenerateStats;
}

/** A sentence, or a whole text to summarize, with what the model made of it. */
export interface Stretch {
  readonly source: string;
  readonly result: string;
  readonly outcome: RowOutcome;
  /** Mean log-probability of a new token: how sure the model was; 0 is certain. */
  readonly score: number;
}

/** What people should know of a result: how many stretches were not simply done. */
export interface Notes {
  /** Left as they were: not in the script of the source language. */
  otherScript: number;
  /** Left as they were: control characters or broken text. */
  noise: number;
  /** The model did not come to an end. */
  cut: number;
  /** Left as they were: longer than the model takes, and nowhere to split. */
  tooLong: number;
  /** Left as they were: the model gave no text. */
  empty: number;
}

export function noNotes(): Notes {
  return { otherScript: 0, noise: 0, cut: 0, tooLong: 0, empty: 0 };
}

export function noteOutcome(notes: Notes, outcome: RowOutcome): void {
  if (outcome !== 'done') notes[outcome]++;
}
