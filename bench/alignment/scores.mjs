// Scores: error rates by layer, head and group of pairs; the layer and head with the lowest error rate; and the precision
// and recall of the hints “maybe not translated”.
import { alignmentScore, hintScore } from './errorRate.mjs';
import { HALVES, halfOf } from './pairs.mjs';

/**
 * @typedef {import('./pairs.mjs').Pair} Pair
 * @typedef {import('./errorRate.mjs').Score} Score
 * @typedef {import('./errorRate.mjs').HintScore} HintScore
 *
 * @typedef {object} Choice the weights from which links are read
 * @property {number | 'mean'} layer `mean`: the mean of all layers
 * @property {number | 'mean'} head `mean`: the mean of all heads
 * @property {boolean} shift whether a target word is read at the step where it is the decoder's input, not at the step that
 *   predicts it
 *
 * @typedef {Choice & { readonly links: readonly (readonly import('./pairs.mjs').Link[])[] }} ChoiceLinks the links of
 *   each pair
 * @typedef {Choice & { readonly all: Score, readonly by: Readonly<Record<string, number>> }} ChoiceScore `all`:
 *   the score over all pairs; `by`: the error rate of each group
 *
 * @typedef {{ readonly text: import('./pairs.mjs').Text, readonly found: readonly number[] }} Hint a translation, and the
 *   source words that were reported as left out of it
 */

/**
 * The error rate of each choice, over all pairs and over each group of pairs.
 *
 * @param {readonly ChoiceLinks[]} choices
 * @param {readonly Pair[]} pairs
 * @param {(pair: Pair) => string} groupOf
 * @returns {ChoiceScore[]}
 */
export function scored(choices, pairs, groupOf) {
  const groups = [...new Set(pairs.map(groupOf))];
  return choices.map(({ links, ...choice }) => {
    const sentences = pairs.map((pair, at) => ({ ...pair, found: links[at] }));
    const by = groups.map(group => {
      const own = sentences.filter((_, at) => groupOf(pairs[at]) === group);
      return /** @type {const} */ ([group, alignmentScore(own).errorRate]);
    });
    return { ...choice, all: alignmentScore(sentences), by: Object.fromEntries(by) };
  });
}

/**
 * The choice with the lowest error rate. Choices with the mean of all layers are passed over, because the Attention view
 * reads alignments from a single layer.
 *
 * @template {Choice} C
 * @param {readonly C[]} choices
 * @param {(choice: C) => number} errorRateOf
 * @returns {C & { readonly layer: number }}
 */
export function bestOf(choices, errorRateOf) {
  const ofOneLayer = choices.flatMap(choice => {
    const { layer } = choice;
    return layer === 'mean' ? [] : [{ ...choice, layer }];
  });
  if (ofOneLayer.length === 0) throw new Error('there is nothing to choose from');
  return ofOneLayer.reduce((best, other) => (errorRateOf(other) < errorRateOf(best) ? other : best));
}

/**
 * The value of `alignment` in a card.
 *
 * @param {Choice & { readonly layer: number }} choice
 */
export function alignmentOf({ layer, head, shift }) {
  return { layer, ...(head === 'mean' ? {} : { heads: [head] }), shift };
}

/**
 * @param {readonly Hint[]} hints
 * @returns {{ readonly name: string, readonly texts: number, readonly score: HintScore }[]} a score for each half of
 *   each set, for each set as a whole, and for the two sets `reference` and `damaged`, which were made by hand, together
 */
export function hintScores(hints) {
  /** @type {(name: string, own: readonly Hint[]) => { name: string, texts: number, score: HintScore }} */
  const row = (name, own) => {
    const sentences = own.map(({ text, found }) => ({ found, expected: text.missing, unclear: text.unclear }));
    return { name, texts: own.length, score: hintScore(sentences) };
  };
  /** @type {(sets: readonly string[], half?: string) => Hint[]} */
  const hintsOf = (sets, half) =>
    hints.filter(({ text }) => sets.includes(text.set) && (half === undefined || halfOf(text.of) === half));
  const byHand = ['reference', 'damaged'];
  return [
    ...['reference', 'damaged', 'written'].flatMap(set =>
      HALVES.map(half => row(`${set}, ${half} half`, hintsOf([set], half))),
    ),
    ...HALVES.map(half => row(`reference and damaged, ${half} half`, hintsOf(byHand, half))),
    row('reference and damaged', hintsOf(byHand)),
    row('written', hintsOf(['written'])),
  ];
}
