// Error rate: the error rate of links against those that people made (Och & Ney 2003, "A Systematic Comparison of
// Various Statistical Alignment Models"), and the precision and recall of hints at source words that a translation left out.

/** @typedef {import('./pairs.mjs').Link} Link */

/**
 * @typedef {object} Score
 * @property {number} errorRate the alignment error rate (AER); 0 is best
 * @property {number} precision the share of the found links that are possible
 * @property {number} recall the share of the sure links that were found
 */

/**
 * The scores over all sentences together, as usual: AER = 1 - (|A∩S| + |A∩P|) / (|A| + |S|), with the found links A,
 * the sure links S and the possible links P. A link that is given twice counts once.
 *
 * @param {readonly { readonly found: readonly Link[], readonly sure: readonly Link[], readonly possible: readonly
 *   Link[] }[]} sentences
 * @returns {Score} a number is NaN if its denominator is 0
 */
export function alignmentScore(sentences) {
  let [all, sure, right, possible] = [0, 0, 0, 0];
  for (const sentence of sentences) {
    const [found, known, allowed] = [sentence.found, sentence.sure, sentence.possible].map(links => {
      return new Set(links.map(([source, target]) => `${source}-${target}`));
    });
    all += found.size;
    sure += known.size;
    right += shared(found, known);
    possible += shared(found, allowed);
  }
  return { errorRate: 1 - (right + possible) / (all + sure), precision: possible / all, recall: right / sure };
}

/**
 * @typedef {object} HintScore
 * @property {number} right hints at words that were left out
 * @property {number} wrong hints at words that were not left out
 * @property {number} missed words that were left out, without a hint
 * @property {number} precision NaN without a hint
 * @property {number} recall NaN if no word was left out
 */

/**
 * Compares `found`, the words that were hinted at as left out, with `expected`, those that were left out. `unclear` has the
 * words for which that cannot be decided; they are not counted.
 *
 * @param {readonly { readonly found: readonly number[], readonly expected: readonly number[], readonly unclear?:
 *   readonly number[] }[]} sentences
 * @returns {HintScore}
 */
export function hintScore(sentences) {
  let [right, wrong, missed] = [0, 0, 0];
  for (const { found, expected, unclear = [] } of sentences) {
    const hints = [...new Set(found)].filter(word => !unclear.includes(word));
    const hits = hints.filter(word => expected.includes(word)).length;
    right += hits;
    wrong += hints.length - hits;
    missed += expected.length - hits;
  }
  return { right, wrong, missed, precision: right / (right + wrong), recall: right / (right + missed) };
}

/**
 * @param {ReadonlySet<string>} one
 * @param {ReadonlySet<string>} other
 */
function shared(one, other) {
  return [...one].filter(link => other.has(link)).length;
}
