// Search state: the interface that greedy and beam search of one source have in common.
import type { GenerationSettings } from '../api/contract';

/** A finished sequence: start token to EOS, not padded. */
export interface ScoredIds {
  readonly ids: readonly number[];
  /** Sum of log-probabilities over (new tokens ** length penalty). */
  readonly score: number;
}

/** A row for the decoder to compute. */
export interface SearchRow {
  /** The index, among this source's rows of the previous step, of the row whose cache it continues; 0 at the first step. */
  readonly parent: number;
  readonly token: number;
}

export type SourceSearchEvent =
  | { readonly kind: 'token'; readonly ids: readonly number[] }
  | { readonly kind: 'finished'; readonly hypotheses: readonly ScoredIds[]; readonly cut: boolean };

export interface SourceSearch {
  /** The rows to compute next. */
  readonly rows: readonly SearchRow[];
  /** Takes the logits of these rows, and may overwrite them. It must not be called after an event `finished`. */
  advance(logits: readonly Float32Array[]): readonly SourceSearchEvent[]; // logits: [rows] of [vocabulary]
}

/** Whether the last token ended the sequence. The start token may be the same as EOS, but ends nothing. */
export function isEnded(ids: readonly number[], settings: GenerationSettings): boolean {
  return ids.length > 1 && settings.eosTokenIds.includes(ids[ids.length - 1]);
}

/**
 * Whether a sequence stopped because it reached `maxLength`. An EOS that was forced onto the last place does not mean that
 * the text is complete, so such a sequence counts as cut too.
 */
export function isCut(ids: readonly number[], settings: GenerationSettings): boolean {
  return !isEnded(ids, settings) || (ids.length >= settings.maxLength && settings.forcedEosTokenIds.length > 0);
}

/** A sum of log-probabilities over (new tokens ** length penalty), by which sequences of different lengths are compared. */
export function lengthPenalized(sum: number, newTokens: number, settings: GenerationSettings): number {
  return sum / newTokens ** settings.lengthPenalty;
}
