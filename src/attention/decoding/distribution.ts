// Distribution: the probabilities of the next token, from the logits of one step, at a temperature.
import { badRequest } from '../../base/errors';

export interface Distribution {
  readonly temperature: number;
  /** In nats: 0 if one token is certain, the logarithm of the vocabulary's size if all tokens are equally likely. */
  readonly entropy: number;
  /** -Infinity for a token that has no logit, or whose logit is -Infinity. */
  readonly logProbability: (id: number) => number;
}

/**
 * The softmax of logits / temperature. The sum over the whole vocabulary is computed for each temperature: dividing the
 * log-probabilities of a few tokens would give a distribution that does not sum to 1.
 *
 * @throws AttentiveError `bad-request` for a temperature that is not above 0, or if a logit is NaN or none is finite
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
    // A token of probability 0 adds nothing to the entropy, but 0 * -Infinity is NaN.
    if (mass > 0) weighted += mass * exponent;
  }
  const logTotal = Math.log(total);
  return {
    temperature,
    // Rounding errors could make an entropy of 0 negative.
    entropy: Math.max(0, logTotal - weighted / total),
    logProbability: id => (id in logits ? (logits[id] - highest) / temperature - logTotal : -Infinity),
  };
}

/**
 * The rank of a token in the vocabulary, from 1 for the likeliest; of two equally likely tokens the lower id comes first.
 * The rank is the same at every temperature, because dividing by a positive number keeps the order.
 *
 * @throws AttentiveError `bad-request` for an id outside of the vocabulary
 */
export function rankOf(logits: Float32Array, id: number): number {
  if (!(id in logits)) throw badRequest('id', `${id} is not one of ${logits.length} tokens`);
  const logit = logits[id];
  let rank = 1;
  for (let other = 0; other < logits.length; other++) {
    if (logits[other] > logit || (logits[other] === logit && other < id)) rank++;
  }
  return rank;
}

/** The highest logit; NaN if one of them is NaN. */
function highestOf(logits: Float32Array): number {
  let highest = -Infinity;
  for (const logit of logits) if (logit > highest || Number.isNaN(logit)) highest = logit;
  return highest;
}
