// Statistics: numbers that describe the attention pattern of each head, for comparing and sorting heads.
import { badRequest } from '../../base/errors';
import { type Alignment, linksOf, targetCount } from './align';
import { type AttentionRecord, endTokenIndex, headOf } from '../record/record';

/**
 * Unweighted averages over the rows (targets) of a head. Positions are indices of tokens, also in cross-attention,
 * where `same` is the source that has the target's index.
 */
export interface HeadStatistics {
  /** The entropy of a row, in nats (Clark et al. 2019): 0 if one source has all weight, ln n if n share it equally. */
  readonly entropy: Float32Array; // [layer, head]
  /** The weighted mean of |target - source|, in tokens (Vig and Belinkov 2019). */
  readonly distance: Float32Array; // [layer, head]
  /**
   * The highest weight of each row; the row and the column of the end token are left out (Voita et al. 2019, "Analyzing
   * Multi-Head Self-Attention").
   */
  readonly confidence: Float32Array; // [layer, head]
  /**
   * The weight on the previous source; `same`, `next` and `first` likewise (Clark et al. 2019). Averaged over the rows
   * in which this source exists and, in a decoder's self-attention, is not after the target. 0 if there is no such row,
   * so `next` is 0 in decoders.
   */
  readonly previous: Float32Array; // [layer, head]
  readonly same: Float32Array; // [layer, head]
  readonly next: Float32Array; // [layer, head]
  readonly first: Float32Array; // [layer, head]
  /** The weight on the end token, as `endTokenIndex` finds it; 0 if there is none. */
  readonly end: Float32Array; // [layer, head]
}

/** The statistics of every head of a record. */
export function headStatistics(record: AttentionRecord): HeadStatistics {
  const rows = record.targets.length;
  const width = record.sources.length;
  const end = endTokenIndex(record.sources);
  const endRow = endTokenIndex(record.targets);
  const perHead = (measure: (matrix: Float32Array) => number): Float32Array => eachHead(record, measure);
  const causal = record.kind === 'decoder';
  // The mean weight on the source that `column` gives for each target, over the targets that can attend to it.
  const share = (column: (target: number) => number): Float32Array => {
    const targets = [...Array(rows).keys()].filter(target => {
      const source = column(target);
      return source >= 0 && source < width && !(causal && source > target);
    });
    return perHead(matrix => mean(targets, target => matrix[target * width + column(target)]));
  };
  const row = (matrix: Float32Array, target: number): Float32Array =>
    matrix.subarray(target * width, (target + 1) * width); // [source]
  const all = [...Array(rows).keys()];
  const withoutEnd = all.filter(target => target !== endRow);
  return {
    entropy: perHead(matrix => mean(all, target => entropyOf(row(matrix, target)))),
    distance: perHead(matrix => mean(all, target => distanceFrom(target, row(matrix, target)))),
    confidence: perHead(matrix => mean(withoutEnd, target => highest(row(matrix, target), end))),
    previous: share(target => target - 1),
    same: share(target => target),
    next: share(target => target + 1),
    first: share(() => 0),
    end: share(() => end),
  };
}

/**
 * The share of each head's attention that lies on the links of an alignment: the sum over a target's links, averaged
 * over the targets that have links; 0 if no target has. For an alignment of step `output`, the weights of a target are
 * those of the row before it, which predicts the target.
 *
 * @returns Float32Array // [layer, head]
 * @throws AttentiveError `bad-request` if the record is no cross-attention, or has more or fewer targets than the
 *   alignment
 */
export function alignedShare(record: AttentionRecord, alignment: Alignment): Float32Array {
  const count = targetCount(alignment);
  if (record.kind !== 'cross' || count !== record.targets.length) {
    throw badRequest('alignment', `it has ${count} targets, the ${record.kind} record ${record.targets.length}`);
  }
  const shift = alignment.method.step === 'output' ? 1 : 0;
  const links = Array.from({ length: count }, (_, target) => linksOf(alignment, target));
  const linked = [...links.keys()].filter(target => links[target].length > 0);
  const width = record.sources.length;
  return eachHead(record, matrix =>
    mean(linked, target =>
      links[target].reduce((sum, { source }) => sum + matrix[(target - shift) * width + source], 0),
    ),
  );
}

/** Computes a number from the matrix of each head. */
function eachHead(record: AttentionRecord, measure: (matrix: Float32Array) => number): Float32Array {
  return Float32Array.from({ length: record.layers * record.heads }, (_, at) =>
    measure(headOf(record, Math.floor(at / record.heads), at % record.heads)),
  ); // [layer, head]
}

function mean(rows: readonly number[], measure: (row: number) => number): number {
  if (rows.length === 0) return 0;
  let sum = 0;
  for (const row of rows) sum += measure(row);
  return sum / rows.length;
}

function entropyOf(row: Float32Array): number {
  let entropy = 0;
  // A weight of 0 adds nothing to the entropy, but 0 * Math.log(0) is NaN.
  for (const weight of row) if (weight > 0) entropy -= weight * Math.log(weight);
  return entropy;
}

function distanceFrom(target: number, row: Float32Array): number {
  let [sum, total] = [0, 0];
  row.forEach((weight, source) => {
    sum += weight * Math.abs(target - source);
    total += weight;
  });
  return total > 0 ? sum / total : 0;
}

/** The highest weight of a row, without that of the source with the index `excluded`. */
function highest(row: Float32Array, excluded: number): number {
  let best = 0;
  for (let source = 0; source < row.length; source++) if (source !== excluded && row[source] > best) best = row[source];
  return best;
}
