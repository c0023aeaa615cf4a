// Snapshot: what an export is made of: the attention record that the page shows, with its names, texts and captions.
import { excerptOf } from '../../base/excerpt';
import { type Matrix, matrixAt } from './pixels';
import type { ShownHead } from '../picture/picture';
import type { AttentionRecord } from '../record/record';

/** The picture to export. Title, caption and names are in the user's language. */
export interface Snapshot {
  /** The task: “Translate: English to German”. */
  readonly title: string;
  /** What is shown: “Cross-attention, layer 5, head 2”. */
  readonly caption: string;
  readonly model: string;
  /** One layer (or the mean of all); a matrix for each head that was chosen. */
  readonly record: AttentionRecord;
  /** The index of the layer in the model, from 0; `mean` for the mean of all. */
  readonly layer: number | 'mean';
  /** What each matrix of the record shows: the index of a head in the model, from 0, a mean or a rollout. */
  readonly heads: readonly ShownHead[];
  /** The name of each head: "Head 2". */
  readonly headNames: readonly string[];
  /** The texts of queries and keys, and their languages (BCP 47 tags). */
  readonly query: SnapshotText;
  readonly key: SnapshotText;
  /** What the placeholders in the texts stand for: code, addresses and the like. */
  readonly placeholders: readonly { readonly sign: string; readonly text: string }[];
}

export interface SnapshotText {
  readonly text: string;
  readonly language: string;
  /** The name of the axis and of the text: "Queries: target". */
  readonly name: string;
}

/** A line for each placeholder: "① = `npm test`". Long texts are cut to what a drawing has room for. */
export function placeholderLines({ placeholders }: Pick<Snapshot, 'placeholders'>): string[] {
  return placeholders.map(({ sign, text }) => `${sign} = ${excerptOf(text.replace(/\s+/gu, ' '), LONGEST_LINE)}`);
}

const LONGEST_LINE = 80;

/** The matrix of each head of the snapshot's record. */
export function matricesOf({ record }: Pick<Snapshot, 'record'>): Matrix[] {
  const { layers, heads, targets, sources, weights } = record;
  return Array.from({ length: layers * heads }, (_, at) => matrixAt(weights, targets.length, sources.length, at));
}

/** The decimal number with the fewest significant digits, but at least six, that rounds to the given float32. */
export function exactNumber(weight: number): number {
  for (let digits = 6; digits < 10; digits++) {
    const short = Number(weight.toPrecision(digits));
    if (Math.fround(short) === weight) return short;
  }
  return weight;
}
