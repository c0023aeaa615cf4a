// Search state: the interface of a search for one source, which greedy and beam search implement, and rules that both use.
import type { GenerationSettings } from '../api/contract';

/** A finished sequence, from the start token to EOS, without padding. */
export interface ScoredIds {
  readonly ids: readonly number[];
  /** The sum of log-probabilities, divided by (new tokens ** length penalty). */
  readonly score: number;
}

/** A row for the decoder to compute. */
export interface SearchRow {
  /**
   * The row whose cache this row continues: an index of this source's rows in the previous step; 0 at the first step.
   */
  readonly parent: number;
  /** The token that the decoder reads. */
  readonly token: number;
}

export type SourceSearchEvent =
  /** Greedy search only, for each token: all ids so far, start token included. */
  | { readonly kind: 'token'; readonly ids: readonly number[] }
  /** `cut`: whether the best hypothesis was cut (`isCut`). */
  | { readonly kind: 'finished'; readonly hypotheses: readonly ScoredIds[]; readonly cut: boolean };

/** The search for one source. */
export interface SourceSearch {
  /** The rows to compute next. */
  readonly rows: readonly SearchRow[];
  /**
   * Makes one step with the logits of `rows`, which the call may overwrite. Not to be called after an event `finished`.
   */
  advance(logits: readonly Float32Array[]): readonly SourceSearchEvent[]; // logits: [rows] of [vocabulary]
}

/** Whether the last token is EOS. A start token that is the same as EOS does not count. */
export function isEnded(ids: readonly number[], settings: GenerationSettings): boolean {
  return ids.length > 1 && settings.eosTokenIds.includes(ids[ids.length - 1]);
}

/**
 * Whether a sequence stopped because it reached `maxLength`. If the settings force EOS at `maxLength`, that EOS does not
 * mean that the text is complete, so such a sequence counts as cut too.
 */
export function isCut(ids: readonly number[], settings: GenerationSettings): boolean {
  return !isEnded(ids, settings) || (ids.length >= settings.maxLength && settings.forcedEosTokenIds.length > 0);
}

/** A sum of log-probabilities, divided by (new tokens ** length penalty) to compare sequences of different lengths. */
export function lengthPenalized(sum: number, newTokens: number, settings: GenerationSettings): number {
  return sum / newTokens ** settings.lengthPenalty;
}
