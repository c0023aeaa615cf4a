// Distribution: the probabilities of the next token, from the logits of one step, at a temperature.
import { badRequest } from '../../base/errors';

export interface Distribution {
  readonly temperature: number;
  /** In nats: 0 if one token is certain, the logarithm of the vocabulary's size if all are alike. */
  readonly entropy: number;
  /** -Infinity for a token that has no logit, or whose logit is -Infinity. */
  readonly logProbability: (id: number) => number;
}

/**
 * The softmax of logits / temperature. The sum over the whole vocabulary is computed for each temperature: dividing the
 * log-probabilities of a few tokens would give a distribution that does not sum to 1.
 *
 * @throws AttentiveError `bad-request` for a temperature that is not above 0, or logits of which none is possible
 */
export function distributionAt(logits: Float32Array, temperature: number): Distribution {
  if (!(temperature > 0 && temperature < Infinity)) throw badRequest('temperature', `${temperature} is not above 0`);
  const highest = highestOf(logits);
  if (!Number.isFinite(highest)) throw badRequest('logits', 'they are not finite numbers');
  let [total, weighted] = [0, 0];
  for (const logit of logits) {
    const exponent = (logit - highest) / temperature;
    const mass = Math.exp(exponent);
    total += mass;
    // A token of probability 0 adds nothing; in floats it would be 0 times minus infinity, NaN.
    if (mass > 0) weighted += mass * exponent;
  }
  const logTotal = Math.log(total);
  return {
    temperature,
    // Rounding must not make it negative.
    entropy: Math.max(0, logTotal - weighted / total),
    logProbability: id => (id in logits ? (logits[id] - highest) / temperature - logTotal : -Infinity),
  };
}

/**
 * The rank of a token among all, from 1 for the likeliest; of two equal ones the lower id comes first. No temperature
 * changes it, for dividing by a positive number keeps the order.
 *
 * @throws AttentiveError `bad-request` for a token that the logits do not know
 */
export function rankOf(logits: Float32Array, id: number): number {
  if (!(id in logits)) throw badRequest('id', `${id} is not one of ${logits.length} tokens`);
  const own = logits[id];
  let rank = 1;
  for (let other = 0; other < logits.length; other++) {
    if (logits[other] > own || (logits[other] === own && other < id)) rank++;
  }
  return rank;
}

function highestOf(logits: Float32Array): number {
  let highest = -Infinity;
  for (const logit of logits) if (logit > highest || Number.isNaN(logit)) highest = logit;
  return highest;
}
