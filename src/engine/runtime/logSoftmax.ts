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
  for (let token = 0; token < row.length; token++) sum += Math.exp(row[token] - highest);
  // A NaN or a positive infinity among the logits makes the sum NaN, and any search useless. (Half precision overflows
  // to infinity.)
  if (Number.isNaN(sum)) throw notNumbers();
  return highest + Math.log(sum);
}

function highestOf(row: Float32Array): number {
  let highest = -Infinity;
  for (let token = 0; token < row.length; token++) if (row[token] > highest) highest = row[token];
  return highest;
}

function notNumbers(): AttentiveError {
  const why = 'The decoder gave logits that are not finite numbers.';
  return new AttentiveError('model-run-failed', why, { why });
}
