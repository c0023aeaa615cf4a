// ROUGE: ROUGE-1, -2 and -L as google-research's rouge_score defines them, F1, mean over the pairs, without its stemmer.
import { ngrams, shared, total } from './ngrams.mjs';
import { rougeTokens } from './tokens.mjs';

export const ROUGE_SIGNATURE = 'ROUGE-1/2/L F1|nrefs:1|case:lc|tok:a-z0-9|stemmer:no|mean over pairs';

/**
 * @typedef {object} Rouge all 0 to 100
 * @property {number} rouge1
 * @property {number} rouge2
 * @property {number} rougeL
 */

/**
 * @param {readonly string[]} outputs
 * @param {readonly string[]} references one for each output
 * @returns {Rouge}
 */
export function rouge(outputs, references) {
  const sum = { rouge1: 0, rouge2: 0, rougeL: 0 };
  for (const [row, output] of outputs.entries()) {
    const own = rougeTokens(output);
    const wanted = rougeTokens(references[row]);
    sum.rouge1 += ofNgrams(own, wanted, 1);
    sum.rouge2 += ofNgrams(own, wanted, 2);
    sum.rougeL += f1(longestCommon(own, wanted), own.length, wanted.length);
  }
  const mean = value => (100 * value) / Math.max(1, outputs.length);
  return { rouge1: mean(sum.rouge1), rouge2: mean(sum.rouge2), rougeL: mean(sum.rougeL) };
}

/**
 * @param {readonly string[]} own
 * @param {readonly string[]} wanted
 * @param {number} n
 */
function ofNgrams(own, wanted, n) {
  const [left, right] = [ngrams(own, n), ngrams(wanted, n)];
  return f1(shared(left, right), total(left), total(right));
}

/**
 * @param {number} match
 * @param {number} own
 * @param {number} wanted
 */
function f1(match, own, wanted) {
  return match === 0 ? 0 : (2 * match) / (own + wanted);
}

/**
 * The length of the longest sequence of words that both have in the same order, with gaps.
 *
 * @param {readonly string[]} left
 * @param {readonly string[]} right
 */
function longestCommon(left, right) {
  let row = new Array(right.length + 1).fill(0);
  for (const word of left) {
    const next = [0];
    for (const [index, other] of right.entries()) {
      next.push(word === other ? row[index] + 1 : Math.max(next[index], row[index + 1]));
    }
    row = next;
  }
  return row[right.length];
}
