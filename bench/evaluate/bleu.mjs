// BLEU: corpus BLEU with the defaults of sacreBLEU, BLEU|case:mixed|eff:no|tok:13a|smooth:exp.
import { ngrams, shared, total } from './ngrams.mjs';
import { tokens13a } from './tokens.mjs';

export const BLEU_SIGNATURE = 'BLEU|nrefs:1|case:mixed|eff:no|tok:13a|smooth:exp';

const ORDER = 4;

/**
 * @typedef {object} Bleu
 * @property {number} score 0 to 100
 * @property {readonly number[]} precisions in percent, of 1-grams to 4-grams
 * @property {number} brevityPenalty
 * @property {number} outputLength in tokens
 * @property {number} referenceLength in tokens; if there are several references, that of the one nearest in length
 */

/**
 * @param {readonly string[]} outputs
 * @param {readonly (readonly string[])[]} references one list for each output
 * @param {(text: string) => string[]} tokenize
 * @returns {Bleu}
 */
export function bleu(outputs, references, tokenize = tokens13a) {
  const correct = new Array(ORDER).fill(0);
  const totals = new Array(ORDER).fill(0);
  let outputLength = 0;
  let referenceLength = 0;
  for (const [row, output] of outputs.entries()) {
    const tokens = tokenize(output);
    const referenceTokens = references[row].map(tokenize);
    outputLength += tokens.length;
    referenceLength += nearest(
      tokens.length,
      referenceTokens.map(one => one.length),
    );
    for (let n = 1; n <= ORDER; n++) {
      const counts = ngrams(tokens, n);
      correct[n - 1] += shared(counts, largestCounts(referenceTokens.map(one => ngrams(one, n))));
      totals[n - 1] += total(counts);
    }
  }
  const precisions = smoothed(correct, totals);
  const brevityPenalty = brevity(outputLength, referenceLength);
  // Without any match the score is 0, whatever smoothing gives.
  const isNothing = correct.every(count => count === 0) || precisions.some(precision => precision === 0);
  const mean = Math.exp(precisions.reduce((sum, precision) => sum + Math.log(precision), 0) / ORDER);
  return { score: isNothing ? 0 : brevityPenalty * mean, precisions, brevityPenalty, outputLength, referenceLength };
}

/**
 * Precisions in percent. The first order without a match counts as if it had half a match, the next a quarter, and so
 * on.
 *
 * @param {readonly number[]} correct
 * @param {readonly number[]} totals
 */
function smoothed(correct, totals) {
  let divisor = 1;
  return correct.map((count, index) => {
    if (totals[index] === 0) return 0;
    if (count > 0) return (100 * count) / totals[index];
    divisor *= 2;
    return 100 / (divisor * totals[index]);
  });
}

/**
 * @param {number} length
 * @param {number} referenceLength
 */
function brevity(length, referenceLength) {
  if (length >= referenceLength) return 1;
  return length === 0 ? 0 : Math.exp(1 - referenceLength / length);
}

/**
 * The length that differs least from `length`; if two differ as much, the shorter one.
 *
 * @param {number} length
 * @param {readonly number[]} lengths
 */
function nearest(length, lengths) {
  const distance = other => Math.abs(length - other);
  return lengths.reduce((best, other) => {
    const closer = distance(other) - distance(best);
    return closer < 0 || (closer === 0 && other < best) ? other : best;
  });
}

/**
 * For each n-gram its largest count in any reference: at most so many of its occurrences in the output count as
 * matches.
 *
 * @param {readonly ReadonlyMap<string, number>[]} counts
 */
function largestCounts(counts) {
  const merged = new Map(counts[0]);
  for (const other of counts.slice(1)) {
    for (const [key, count] of other) merged.set(key, Math.max(count, merged.get(key) ?? 0));
  }
  return merged;
}
