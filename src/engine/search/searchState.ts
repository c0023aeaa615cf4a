// One source on its way through a search: what greedy and beam search have in common.
import type { GenerationSettings } from '../api/contract';

/** A finished sequence: start token to EOS, not padded. */
export interface ScoredIds {
  readonly ids: readonly number[];
  /** Sum of log-probabilities over (new tokens ** length penalty). */
  readonly score: number;
}

/** A row that the decoder is to compute. */
export interface SearchRow {
  /** The row, among the last ones of this sourceSearch, whose cache it continues; 0 at the first step. */
  readonly parent: number;
  readonly token: number;
}

export type SourceSearchEvent =
  | { readonly kind: 'token'; readonly ids: readonly number[] }
  | { readonly kind: 'finished'; readonly hypotheses: readonly ScoredIds[]; readonly cut: boolean };

export interface SourceSearch {
  /** What to compute next. */
  readonly rows: readonly SearchRow[];
  /** Takes the logits of these rows, and may overwrite them. Nothing may be asked of a sourceSearch that said `finished`. */
  advance(logits: readonly Float32Array[]): readonly SourceSearchEvent[]; // logits: [rows] of [vocabulary]
}

/** Whether the last token ended the sequence. The start token may be the same as EOS, but ends nothing. */
export function isEnded(ids: readonly number[], settings: GenerationSettings): boolean {
  return ids.length > 1 && settings.eosTokenIds.includes(ids[ids.length - 1]);
}

/**
 * Whether a sequence stopped because it was full. An EOS forced onto the last place is no sign that all was said, so
 * that such a sequence counts as cut too.
 */
export function isCut(ids: readonly number[], settings: GenerationSettings): boolean {
  return !isEnded(ids, settings) || (ids.length >= settings.maxLength && settings.forcedEosTokenIds.length > 0);
}

/** A sum of log-probabilities, made comparable between sequences of different lengths. */
export function lengthPenalized(sum: number, newTokens: number, settings: GenerationSettings): number {
  return sum / newTokens ** settings.lengthPenalty;
}
