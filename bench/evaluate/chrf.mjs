// chrF: corpus chrF2 with the defaults of sacreBLEU, chrF2|case:mixed|eff:yes|nc:6|nw:0|space:no.
import { ngrams, shared, total } from './ngrams.mjs';
import { pythonWords } from './tokens.mjs';

export const CHRF_SIGNATURE = 'chrF2|nrefs:1|case:mixed|eff:yes|nc:6|nw:0|space:no';

const ORDER = 6;

/**
 * @param {readonly string[]} outputs
 * @param {readonly string[]} references one for each output
 * @param {{ readonly beta?: number, readonly keepSpace?: boolean }} options `beta`: recall has beta times the weight of
 *   precision; `keepSpace`: white space counts as characters
 * @returns {number} 0 to 100
 */
export function chrf(outputs, references, { beta = 2, keepSpace = false } = {}) {
  const characters = text => [...(keepSpace ? text : pythonWords(text).join(''))];
  const sums = Array.from({ length: ORDER }, () => ({ output: 0, reference: 0, match: 0 }));
  for (const [row, output] of outputs.entries()) {
    const own = characters(output);
    const referenceCharacters = characters(references[row]);
    for (const [index, sum] of sums.entries()) {
      const counts = ngrams(own, index + 1);
      const reference = ngrams(referenceCharacters, index + 1);
      // If the reference is too short to have n-grams, those of the output are not counted.
      sum.output += reference.size === 0 ? 0 : total(counts);
      sum.reference += total(reference);
      sum.match += shared(counts, reference);
    }
  }
  // Orders for which no text is long enough are left out of the mean.
  const effective = sums.filter(sum => sum.output > 0 && sum.reference > 0);
  if (effective.length === 0) return 0;
  const mean = share => effective.reduce((sum, order) => sum + share(order), 0) / effective.length;
  const precision = mean(({ match, output }) => match / output);
  const recall = mean(({ match, reference }) => match / reference);
  if (precision + recall === 0) return 0;
  return (100 * (1 + beta ** 2) * precision * recall) / (beta ** 2 * precision + recall);
}
