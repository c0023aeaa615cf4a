// Ranking: how likely tokens are by one row of logits, and which are the likeliest.
import { logSumExp } from '../runtime/logSoftmax';

export interface Ranked {
  readonly id: number;
  readonly logProbability: number;
}

export interface Ranking {
  /** -Infinity for a token that the logits do not know. */
  readonly chosen: Ranked;
  /** Best first; of two that are level the lower id first. */
  readonly likeliest: readonly Ranked[];
}

/** The token that was chosen, and so many of the likeliest. */
export function rankTokens(logits: Float32Array, chosen: number, count: number): Ranking {
  const best = likeliest(logits, Math.max(1, count));
  const total = best.length === 0 ? -Infinity : logSumExp(logits, logits[best[0]]);
  const ranked = (id: number): Ranked => ({ id, logProbability: id < logits.length ? logits[id] - total : -Infinity });
  return { chosen: ranked(chosen), likeliest: best.slice(0, count).map(ranked) };
}

function likeliest(logits: Float32Array, count: number): number[] {
  const best: number[] = [];
  // What a token must be above to be among them.
  let bar = -Infinity;
  for (let id = 0; id < logits.length; id++) {
    const logit = logits[id];
    // Written so that what is no number goes no further than the first places, where it is found out.
    if (!(logit > bar) && best.length >= count) continue;
    let at = best.length;
    while (at > 0 && logit > logits[best[at - 1]]) at--;
    best.splice(at, 0, id);
    if (best.length > count) best.pop();
    if (best.length === count) bar = logits[best[count - 1]];
  }
  return best;
}
