// Coverage: the cross-attention that each source token gets, summed over the whole target.
import { badRequest } from '../../base/errors';
import { type AttentionRecord, endTokenIndex } from '../record/record';

/** The attention that each source token gets from all target tokens of a record, as the mean over its layers and heads. */
export interface Coverage {
  /** The sum over all target tokens; each of them gives 1 in total. */
  readonly sum: Float32Array; // [source]
  /** The highest weight from a single target token. */
  readonly peak: Float32Array; // [source]
}

/**
 * Coverage in the sense of Tu et al. 2016 ("Modeling Coverage for Neural Machine Translation") and of the penalty of Wu
 * et al. 2016: the sum of a source's attention weights over all steps. The row of the start token counts, because it
 * predicts the first word. The row of an end token does not count, because it predicts nothing. In a record of words
 * (`mergeWords`), a word's coverage is the sum over its tokens, and each target word counts once. For the coverage by some
 * layers or heads alone, select these from the record first.
 *
 * @throws AttentiveError `bad-request` if the record is no cross-attention
 */
export function coverage(record: AttentionRecord): Coverage {
  if (record.kind !== 'cross') throw badRequest('record', `coverage is of cross-attention, not ${record.kind}`);
  const { targets, sources, weights } = record;
  const blocks = record.layers * record.heads;
  const size = targets.length * sources.length;
  const end = endTokenIndex(targets);
  const sum = new Float32Array(sources.length); // [source]
  const peak = new Float32Array(sources.length); // [source]
  for (let target = 0; target < targets.length; target++) {
    if (target === end) continue;
    for (let source = 0; source < sources.length; source++) {
      let total = 0;
      for (let block = 0; block < blocks; block++) total += weights[block * size + target * sources.length + source];
      const mean = total / blocks;
      sum[source] += mean;
      peak[source] = Math.max(peak[source], mean);
    }
  }
  return { sum, peak };
}
