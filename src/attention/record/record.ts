// Record: the attention weights of one pass through a model, packed, and the query and key tokens that they belong to.
import { badRequest } from '../../base/errors';

/** Encoder self-attention, decoder masked self-attention, or the attention of the decoder to the encoder's output. */
export type AttentionKind = 'encoder' | 'decoder' | 'cross';

/** A token, or a word made of several tokens (words.ts). */
export interface AttentionToken {
  /** The text by which the token is shown. */
  readonly text: string;
  /** Offsets into the source or target text in UTF-16 units, `end` exclusive; equal if the token stands for no text. */
  readonly start: number;
  readonly end: number;
  /** A token for start, end or language, which is not part of the text. */
  readonly special: boolean;
}

/**
 * The attention weights of one pass through a model. Means over heads, merged words and rollouts are records too.
 *
 * `targets` are the queries, `sources` the keys; in self-attention they are the same tokens. In decoder and cross
 * records a target is the decoder's INPUT: row t was computed while token t was read, and predicts token t + 1. The
 * first target is therefore the start token, and the last token of a text has a row only if the decoder read it as
 * well.
 */
export interface AttentionRecord {
  readonly kind: AttentionKind;
  readonly layers: number;
  readonly heads: number;
  readonly targets: readonly AttentionToken[];
  readonly sources: readonly AttentionToken[];
  /** Probabilities: each row sums to 1, or to less where sources were taken out. */
  readonly weights: Float32Array; // [layer, head, target, source]
}

/**
 * Returns the record unchanged if its dimensions agree with its number of weights.
 *
 * @throws AttentiveError `bad-request` if the weights are not as many as the dimensions say, or a self-attention is not
 *   square
 */
export function checkedRecord(record: AttentionRecord): AttentionRecord {
  const { kind, layers, heads, targets, sources, weights } = record;
  const size = layers * heads * targets.length * sources.length;
  if (weights.length !== size) {
    const dims = [layers, heads, targets.length, sources.length].join(' x ');
    throw badRequest('weights', `there are ${weights.length} weights, but ${dims} is ${size}`);
  }
  if (kind !== 'cross') checkSquare(record);
  return record;
}

/**
 * One head's matrix, a view of the record's memory that must not be written.
 *
 * @throws AttentiveError `bad-request` for a layer or head that is not there
 */
export function headOf(record: AttentionRecord, layer: number, head: number): Float32Array {
  checkIndex('layer', layer, record.layers);
  checkIndex('head', head, record.heads);
  const size = record.targets.length * record.sources.length;
  const at = (layer * record.heads + head) * size;
  return record.weights.subarray(at, at + size); // [target, source]
}

/**
 * The weights of one query in one head, a view of the record's memory that must not be written.
 *
 * @throws AttentiveError `bad-request` for a layer, head or target that is not there
 */
export function rowOf(record: AttentionRecord, layer: number, head: number, target: number): Float32Array {
  checkIndex('target', target, record.targets.length);
  const width = record.sources.length;
  return headOf(record, layer, head).subarray(target * width, (target + 1) * width); // [source]
}

/**
 * The index of the end token: the first special token after the last ordinary one. (A language code may come after it,
 * and start tokens before.)
 *
 * @returns -1 if there is none, or no ordinary token
 */
export function endTokenIndex(tokens: readonly AttentionToken[]): number {
  const last = tokens.findLastIndex(({ special }) => !special);
  return last < 0 || last + 1 === tokens.length ? -1 : last + 1;
}

/**
 * The index of the token or word at an offset of the text, such as the offset of a caret. A token that covers the offset
 * is preferred to one that ends there.
 *
 * @returns -1 if there is none; never a special token
 */
export function tokenAt(tokens: readonly AttentionToken[], offset: number): number {
  const covers = tokens.findIndex(({ start, end, special }) => !special && start <= offset && offset < end);
  return covers >= 0
    ? covers
    : tokens.findIndex(({ start, end, special }) => !special && start < end && end === offset);
}

/** @throws AttentiveError `bad-request` with `name` if `index` is not a whole number from 0 to below `count` */
export function checkIndex(name: string, index: number, count: number): void {
  if (Number.isInteger(index) && index >= 0 && index < count) return;
  throw badRequest(name, `it must be a whole number from 0 to below ${count}, not ${index}`);
}

/** @throws AttentiveError `bad-request` for a cross-attention, or if targets and sources differ in number */
export function checkSquare({ kind, targets, sources }: AttentionRecord): void {
  if (kind !== 'cross' && targets.length === sources.length) return;
  throw badRequest('record', `${targets.length} targets by ${sources.length} sources are no self-attention`);
}
