// Align: word alignment, the source tokens that each target token stands for, read from the cross-attention of one layer.
import { badRequest } from '../../base/errors';
import { groupsOf, type PictureTexts, type Unit } from '../picture/picture';
import { type AttentionRecord, type AttentionToken, checkIndex } from '../record/record';
import { meanHeads, pickHeads, pickLayers, readAtOutput } from '../record/select';
import { mergeWords } from '../record/words';

/**
 * Which sources a target is linked to. `argmax`: the one of the highest weight, the first of equal ones, none if all
 * weights are 0. `threshold`: all whose weight is at least the threshold.
 */
export type AlignmentRule =
  | { readonly kind: 'argmax' }
  | {
      readonly kind: 'threshold';
      /** A weight, from 0 to 1; the weights of the whole row, special tokens included, sum to 1. */
      readonly threshold: number;
    };

/**
 * How an alignment was made.
 *
 * `input` is Shift-Att (Chen et al. 2020, "Accurate Word Alignment Induction from Neural Machine Translation"): the links of
 * a target token come from the step in which the decoder reads this token. `output` is their Naive-Att: the links come from
 * the step before, which predicts the token.
 */
export interface AlignmentMethod {
  readonly step: 'input' | 'output';
  readonly layer: number;
  /** The alignment is read from the mean of these heads. */
  readonly heads: readonly number[];
  readonly rule: AlignmentRule;
}

/** The step, layer and heads that an alignment is read from. */
export interface Aligner {
  readonly step: 'input' | 'output';
  readonly layer: number;
  /** All heads of the layer if left out. */
  readonly heads?: readonly number[];
}

/** The layer and heads that align best, as measured for a model and written in its card. */
export interface MeasuredAligner {
  readonly layer: number;
  readonly heads?: readonly number[];
  /** True for the step `input` (Shift-Att), false for `output`. */
  readonly shift: boolean;
}

/** The links of all targets. Target t has the entries from `firsts[t]` to before `firsts[t + 1]`, sources ascending. */
export interface Alignment {
  readonly method: AlignmentMethod;
  readonly firsts: Int32Array; // [target + 1]
  readonly sources: Int32Array; // [link]
  readonly weights: Float32Array; // [link]
}

export interface AlignOptions {
  readonly layer: number;
  /** `input` (Shift-Att) if left out. */
  readonly step?: 'input' | 'output';
  /** All heads of the layer if left out, as in Chen et al. */
  readonly heads?: readonly number[];
  /** `argmax` if left out, as in Chen et al. */
  readonly rule?: AlignmentRule;
}

/**
 * The aligner of a model: the measured one, if the model has such a layer and such heads; else a middle layer, which is
 * likely to align well.
 */
export function alignerOf(
  measured: MeasuredAligner | undefined,
  { layers, heads: count }: { readonly layers: number; readonly heads: number },
): Aligner {
  const fits = measured !== undefined && measured.layer < layers && (measured.heads ?? []).every(head => head < count);
  if (!fits) return { step: 'input', layer: middleLayer(layers) };
  const { layer, heads, shift } = measured;
  return { step: shift ? 'input' : 'output', layer, ...(heads === undefined ? {} : { heads }) };
}

/**
 * The layer that cross-attention is read from by default: a middle one aligns well, the last one poorly (Chen et al. 2020
 * show the third of six).
 */
export function middleLayer(layers: number): number {
  return Math.max(0, Math.ceil(layers / 2) - 1);
}

/**
 * The mean of the aligner's heads. Row t of the result holds the weights by which target t of the result is aligned.
 * For the step `output`, the first target of `cross` is missing in the result. Tokens of the result can be merged into
 * words, for either step.
 *
 * @param cross all heads of the aligner's layer
 * @throws AttentiveError `bad-request` for a head that the record does not have
 */
export function readByAligner(cross: AttentionRecord, { heads, step }: Omit<Aligner, 'layer'>): AttentionRecord {
  const mean = meanHeads(heads === undefined ? cross : pickHeads(cross, heads));
  return step === 'input' ? mean : readAtOutput(mean);
}

/**
 * Aligns the targets of a cross-attention with its sources. Special tokens have no links: their columns are skipped, and
 * the weight in them is not distributed over the others. The quality depends on the layer: a middle one aligns well
 * (Chen et al. show the third of six), the last one poorly.
 *
 * The tokens of the record may be words (`mergeWords`) for the step `input` only. For `output`, a record must be shifted
 * before its tokens are merged (`readByAligner`), because each token of a word is predicted in a step of its own.
 *
 * @throws AttentiveError `bad-request` if the record is no cross-attention, has no such layer or head, or no head is
 *   chosen
 */
export function align(record: AttentionRecord, options: AlignOptions): Alignment {
  if (record.kind !== 'cross') throw badRequest('record', `alignment is read from cross-attention, not ${record.kind}`);
  const { layer, step = 'input', heads = [...Array(record.heads).keys()], rule = { kind: 'argmax' } } = options;
  if (heads.length === 0) throw badRequest('heads', 'none is chosen');
  const read = readByAligner(pickLayers(record, [layer]), { heads, step });
  const rows = read.targets.map(({ special }, target) => (special ? [] : linksOfRow(read, target, rule)));
  // No row predicts the first target, so for the step `output` it is missing in `read`.
  if (step === 'output' && record.targets.length > 0) rows.unshift([]);
  return packed({ step, layer, heads, rule }, rows);
}

/**
 * The source tokens or words that target tokens stand for, in the order of the source: for each target token, or for each
 * word that has one of them, the token or word of the highest weight.
 *
 * @param cross all heads of the aligner's layer
 * @param tokens indices of targets of the record
 */
export function alignedWith(
  cross: AttentionRecord,
  texts: PictureTexts,
  tokens: readonly number[],
  unit: Unit,
  aligner: Omit<Aligner, 'layer'>,
): AttentionToken[] {
  const read = readByAligner(cross, aligner);
  // No row predicts the first target, so for the step `output` it is missing in `read`.
  const missing = cross.targets.length - read.targets.length;
  const targets = groupsOf(read.targets, texts.target, unit);
  const sources = groupsOf(read.sources, texts.source, unit);
  const merged = mergeWords(read, targets, sources);
  // In `merged` the rows are assigned to their targets already, so the default step is right for both steps.
  const alignment = align(merged, { layer: 0 });
  const words = new Set(tokens.filter(token => token >= missing).map(token => targets.wordOf[token - missing]));
  const found = new Set([...words].flatMap(word => linksOf(alignment, word).map(({ source }) => source)));
  return [...found].sort((a, b) => a - b).map(at => merged.sources[at]);
}

export interface Link {
  readonly source: number;
  readonly weight: number;
}

/**
 * The links of one target, sources ascending.
 *
 * @throws AttentiveError `bad-request` for a target that the alignment does not have
 */
export function linksOf({ firsts, sources, weights }: Alignment, target: number): Link[] {
  checkIndex('target', target, firsts.length - 1);
  const links: Link[] = [];
  for (let at = firsts[target]; at < firsts[target + 1]; at++) {
    links.push({ source: sources[at], weight: weights[at] });
  }
  return links;
}

/** How many targets an alignment has. */
export function targetCount({ firsts }: Alignment): number {
  return firsts.length - 1;
}

function linksOfRow({ sources, weights }: AttentionRecord, target: number, rule: AlignmentRule): Link[] {
  const row = weights.subarray(target * sources.length, (target + 1) * sources.length); // [source]
  if (rule.kind === 'threshold') {
    // Rounded to 32 bits as the weights are, so that a weight equal to the threshold is linked.
    const least = Math.fround(rule.threshold);
    return Array.from(row, (weight, source) => ({ source, weight })).filter(
      ({ source, weight }) => !sources[source].special && weight > 0 && weight >= least,
    );
  }
  let best = -1;
  row.forEach((weight, source) => {
    if (!sources[source].special && weight > (best < 0 ? 0 : row[best])) best = source;
  });
  return best < 0 ? [] : [{ source: best, weight: row[best] }];
}

function packed(method: AlignmentMethod, rows: readonly (readonly Link[])[]): Alignment {
  const links = rows.flat();
  const firsts = new Int32Array(rows.length + 1); // [target + 1]
  rows.forEach((row, target) => (firsts[target + 1] = firsts[target] + row.length));
  return {
    method,
    firsts,
    sources: Int32Array.from(links, ({ source }) => source), // [link]
    weights: Float32Array.from(links, ({ weight }) => weight), // [link]
  };
}
