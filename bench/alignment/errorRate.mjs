// Error rate: how far links are from those that people made (Och & Ney 2003, "A Systematic Comparison of Various
// Statistical Alignment Models"), and how often hints are right.

/** @typedef {import('./pairs.mjs').Link} Link */

/**
 * @typedef {object} Score
 * @property {number} errorRate AER: 0 is best
 * @property {number} precision of all links, the share that is possible
 * @property {number} recall of the sure links, the share that was found
 */

/**
 * Over all sentences together, as is usual: AER = 1 - (|A∩S| + |A∩P|) / (|A| + |S|). A link that is given twice counts once.
 *
 * @param {readonly { readonly found: readonly Link[], readonly sure: readonly Link[], readonly possible: readonly Link[] }[]} sentences
 * @returns {Score} NaN where there is nothing to divide by
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
 * @property {number} right
 * @property {number} wrong
 * @property {number} missed
 * @property {number} precision NaN without a hint
 * @property {number} recall NaN if there was nothing to find
 */

/**
 * Words that were told, against those that were to be told. Of unclear ones nothing counts.
 *
 * @param {readonly { readonly found: readonly number[], readonly wanted: readonly number[], readonly unclear?: readonly number[] }[]} sentences
 * @returns {HintScore}
 */
export function hintScore(sentences) {
  let [right, wrong, missed] = [0, 0, 0];
  for (const { found, wanted, unclear = [] } of sentences) {
    const told = [...new Set(found)].filter(word => !unclear.includes(word));
    const hits = told.filter(word => wanted.includes(word)).length;
    right += hits;
    wrong += told.length - hits;
    missed += wanted.length - hits;
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
