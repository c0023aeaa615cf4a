// Select: makes a new record from a record by choosing layers, heads or tokens, or by taking the mean over heads.
import { badRequest } from '../../base/errors';
import { type AttentionRecord, type AttentionToken, checkIndex, headOf } from './record';

/**
 * Chosen layers, in the order given; the weights are copied.
 *
 * @throws AttentiveError `bad-request` for a layer that is not there
 */
export function pickLayers(record: AttentionRecord, layers: readonly number[]): AttentionRecord {
  layers.forEach(layer => checkIndex('layer', layer, record.layers));
  const size = record.heads * record.targets.length * record.sources.length;
  const weights = new Float32Array(layers.length * size); // [layer, head, target, source]
  layers.forEach((layer, at) => weights.set(record.weights.subarray(layer * size, (layer + 1) * size), at * size));
  return { ...record, layers: layers.length, weights };
}

/**
 * Chosen heads of every layer, in the order given; the weights are copied.
 *
 * @throws AttentiveError `bad-request` for a head that is not there
 */
export function pickHeads(record: AttentionRecord, heads: readonly number[]): AttentionRecord {
  heads.forEach(head => checkIndex('head', head, record.heads));
  const size = record.targets.length * record.sources.length;
  const weights = new Float32Array(record.layers * heads.length * size); // [layer, head, target, source]
  for (let layer = 0; layer < record.layers; layer++) {
    heads.forEach((head, at) => weights.set(headOf(record, layer, head), (layer * heads.length + at) * size));
  }
  return { ...record, heads: heads.length, weights };
}

/** The mean over heads: a record of one head. */
export function meanHeads(record: AttentionRecord): AttentionRecord {
  if (record.heads === 1) return record;
  const size = record.targets.length * record.sources.length;
  const weights = new Float32Array(record.layers * size); // [layer, 1, target, source]
  for (let layer = 0; layer < record.layers; layer++) {
    const from = layer * record.heads * size;
    const block = record.weights.subarray(from, from + record.heads * size); // [head, target, source]
    weights.set(meanOf(block, record.heads), layer * size);
  }
  return { ...record, heads: 1, weights };
}

/**
 * Some of the targets and sources, in the order given. Rows then sum to less than 1; see `renormalized`.
 *
 * @throws AttentiveError `bad-request` for a token that is not there
 */
export function pickTokens(
  record: AttentionRecord,
  targets: ArrayLike<number>,
  sources: ArrayLike<number>,
): AttentionRecord {
  for (const at of Array.from(targets)) checkIndex('target', at, record.targets.length);
  for (const at of Array.from(sources)) checkIndex('source', at, record.sources.length);
  const { length: width } = record.sources;
  const size = record.targets.length * width;
  const blocks = record.layers * record.heads;
  const weights = new Float32Array(blocks * targets.length * sources.length); // [layer, head, target, source]
  let to = 0;
  for (let block = 0; block < blocks; block++) {
    for (let row = 0; row < targets.length; row++) {
      const from = block * size + targets[row] * width;
      for (let column = 0; column < sources.length; column++) weights[to++] = record.weights[from + sources[column]];
    }
  }
  return {
    ...record,
    targets: Array.from(targets, at => record.targets[at]),
    sources: Array.from(sources, at => record.sources[at]),
    weights,
  };
}

/** Divides every row by its sum. A row of zeros is left unchanged. */
export function renormalized(record: AttentionRecord): AttentionRecord {
  const width = record.sources.length;
  const weights = record.weights.slice(); // [layer, head, target, source]
  for (let from = 0; from < weights.length; from += width) {
    let sum = 0;
    for (let at = from; at < from + width; at++) sum += weights[at];
    if (sum > 0) for (let at = from; at < from + width; at++) weights[at] /= sum;
  }
  return { ...record, weights };
}

/** A record without its special tokens, and the indices that the remaining tokens have in the original record. */
export interface WithoutSpecial {
  readonly record: AttentionRecord;
  readonly targets: Int32Array; // [remaining target]
  readonly sources: Int32Array; // [remaining source]
}

/**
 * Removes the rows and columns of special tokens. Without `renormalize`, a row sums to less than 1, because the weight
 * that the special tokens got is missing. To renormalize, merge words first: a word's row is the mean of its tokens'
 * rows, and the mean of renormalized rows differs from the renormalized mean.
 */
export function hideSpecial(record: AttentionRecord, options: { readonly renormalize: boolean }): WithoutSpecial {
  const targets = ordinaryTokens(record.targets); // [remaining target]
  const sources = ordinaryTokens(record.sources); // [remaining source]
  const remaining = pickTokens(record, targets, sources);
  return { record: options.renormalize ? renormalized(remaining) : remaining, targets, sources };
}

/**
 * Assigns each row to the token that the step predicted, in place of the token that the step read: row t belongs to
 * token t + 1. The last row is left out, because it predicts a token beyond the record.
 *
 * @throws AttentiveError `bad-request` for an encoder's record, which predicts nothing
 */
export function readAtOutput(record: AttentionRecord): AttentionRecord {
  if (record.kind === 'encoder') throw badRequest('record', 'an encoder predicts no token');
  const rows = Int32Array.from({ length: Math.max(0, record.targets.length - 1) }, (_, row) => row); // [target - 1]
  const columns = Int32Array.from(record.sources.keys()); // [source]
  return { ...pickTokens(record, rows, columns), targets: record.targets.slice(1) };
}

/** The indices of the tokens that are not special. */
function ordinaryTokens(tokens: readonly AttentionToken[]): Int32Array {
  return Int32Array.from([...tokens.keys()].filter(at => !tokens[at].special));
}

/** The mean of consecutive blocks of equal size. */
function meanOf(values: Float32Array, blocks: number): Float32Array {
  const size = values.length / blocks;
  const mean = new Float32Array(size); // [entry of a block]
  for (let at = 0; at < size; at++) {
    let sum = 0;
    for (let from = at; from < values.length; from += size) sum += values[from];
    mean[at] = sum / blocks;
  }
  return mean;
}
