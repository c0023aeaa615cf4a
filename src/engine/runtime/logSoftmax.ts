// Log-softmax: turns one row of logits into log-probabilities.
import { AttentiveError } from '../../base/errors';

/** Turns logits into log-probabilities, in place. A row in which all values are -Infinity is not changed. */
export function logSoftmax(row: Float32Array): void {
  const total = logSumExp(row);
  if (total === -Infinity) return;
  for (let token = 0; token < row.length; token++) row[token] -= total;
}

/**
 * The logarithm of the sum of exponentials; -Infinity for a row in which all values are -Infinity.
 *
 * @param highest the highest value of the row, if the caller knows it
 * @throws AttentiveError `model-run-failed` if the row has a NaN or a positive infinity
 */
export function logSumExp(row: Float32Array, highest = highestOf(row)): number {
  if (highest === -Infinity) {
    if (row.some(Number.isNaN)) throw notNumbers();
    return -Infinity;
  }
  let sum = 0;
  for (let token = 0; token < row.length; token++) {
    const below = highest - row[token];
    // A NaN is not skipped, so that the sum becomes NaN.
    if (below > FARTHEST) continue;
    // The nearest whole number, as an integer: Math.round would take as long as all the rest.
    const place = (below * STEPS + 0.5) | 0;
    const rest = place / STEPS - below;
    sum += POWERS[place] * (1 + rest * (1 + rest * (0.5 + rest / 6)));
  }
  // A NaN or a positive infinity among the logits makes the sum NaN, and any search useless. (Half precision overflows
  // to infinity.)
  if (Number.isNaN(sum)) throw notNumbers();
  return highest + Math.log(sum);
}

/**
 * exp(-x) is read from a table for the nearest of STEPS points a unit, and the first terms of the series make up for the rest, which is at
 * most 1 / 256: the relative error is below 1e-11. A row has tens of thousands of values, and with Math.exp, which takes three times as
 * long, they took a third of the time of a decoder of the size of opus-mt.
 */
const STEPS = 128;
/** A value that is this far below the highest one changes no digit of the sum, which is at least 1: exp(-40) is 4e-18. */
const FARTHEST = 40;
const POWERS = Float64Array.from({ length: FARTHEST * STEPS + 1 }, (_, place) => Math.exp(-place / STEPS));

function highestOf(row: Float32Array): number {
  let highest = -Infinity;
  for (let token = 0; token < row.length; token++) if (row[token] > highest) highest = row[token];
  return highest;
}

function notNumbers(): AttentiveError {
  const why = 'The decoder gave logits that are not finite numbers.';
  return new AttentiveError('model-run-failed', why, { why });
}
