// ROUGE: ROUGE-1, -2 and -L as defined by rouge_score of google-research: F1, the mean over the pairs, without the
// stemmer.
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
    const outputTokens = rougeTokens(output);
    const referenceTokens = rougeTokens(references[row]);
    sum.rouge1 += ngramF1(outputTokens, referenceTokens, 1);
    sum.rouge2 += ngramF1(outputTokens, referenceTokens, 2);
    const common = longestCommon(outputTokens, referenceTokens);
    sum.rougeL += f1(common, outputTokens.length, referenceTokens.length);
  }
  const mean = value => (100 * value) / Math.max(1, outputs.length);
  return { rouge1: mean(sum.rouge1), rouge2: mean(sum.rouge2), rougeL: mean(sum.rougeL) };
}

/**
 * @param {readonly string[]} output
 * @param {readonly string[]} reference
 * @param {number} n
 */
function ngramF1(output, reference, n) {
  const [left, right] = [ngrams(output, n), ngrams(reference, n)];
  return f1(shared(left, right), total(left), total(right));
}

/**
 * @param {number} match
 * @param {number} output
 * @param {number} reference
 */
function f1(match, output, reference) {
  return match === 0 ? 0 : (2 * match) / (output + reference);
}

/**
 * The length of the longest common subsequence of words.
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
