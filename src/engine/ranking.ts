// Ranking: how likely tokens are by one row of logits, and which are the likeliest.
import { logSumExp } from './softmax';

export interface Ranked {
  readonly id: number;
  readonly logProbability: number;
}

/** The likeliest tokens, best first; of two that are level the lower id first. */
export function likeliest(logits: Float32Array, count: number): Ranked[] {
  const best: number[] = [];
  for (let id = 0; id < logits.length; id++) {
    if (best.length === count && !(logits[id] > logits[best[count - 1]])) continue;
    let at = best.length;
    while (at > 0 && logits[id] > logits[best[at - 1]]) at--;
    best.splice(at, 0, id);
    if (best.length > count) best.pop();
  }
  const total = logSumExp(logits);
  return best.map(id => ({ id, logProbability: logits[id] - total }));
}

/** One token's log-probability; -Infinity for a token that the logits do not know. */
export function rankedToken(logits: Float32Array, id: number): Ranked {
  return { id, logProbability: id < logits.length ? logits[id] - logSumExp(logits) : -Infinity };
}
