// Ranking: computes the log-probabilities of the chosen token and of the likeliest tokens from one row of logits.
import { logSumExp } from '../runtime/logSoftmax';

export interface RankedToken {
  readonly id: number;
  readonly logProbability: number;
}

export interface Ranking {
  /** An id that has no logit gets the log-probability -Infinity. */
  readonly chosen: RankedToken;
  /** The likeliest first; of two equally likely ones the lower id first. */
  readonly likeliest: readonly RankedToken[];
}

/** Ranks the chosen token and the `count` likeliest ones. */
export function rankTokens(logits: Float32Array, chosen: number, count: number): Ranking {
  const best = likeliest(logits, Math.max(1, count));
  const total = best.length === 0 ? -Infinity : logSumExp(logits, logits[best[0]]);
  const ranked = (id: number): RankedToken => ({
    id,
    logProbability: id < logits.length ? logits[id] - total : -Infinity,
  });
  return { chosen: ranked(chosen), likeliest: best.slice(0, count).map(ranked) };
}

/** The ids of the `count` highest logits, highest first. */
function likeliest(logits: Float32Array, count: number): number[] {
  const best: number[] = [];
  // The logit that a token must exceed to be among the best.
  let least = -Infinity;
  for (let id = 0; id < logits.length; id++) {
    const logit = logits[id];
    // `logit > least` is false for a NaN, so a NaN never displaces a token; it is taken only while there is room. In either
    // case logSumExp throws for it.
    if (!(logit > least) && best.length >= count) continue;
    let at = best.length;
    while (at > 0 && logit > logits[best[at - 1]]) at--;
    best.splice(at, 0, id);
    if (best.length > count) best.pop();
    if (best.length === count) least = logits[best[count - 1]];
  }
  return best;
}
