// Rows: the segments of a run in the order of the table, and the texts of their probabilities.
import type { runContract } from '../../views/run/protocol';

/** The report of a run, as the contract has it. */
export type Run = NonNullable<RunOf<(typeof runContract)['runs']>>;
type RunOf<M> = M extends { readonly types?: (request: never) => readonly [infer Item, unknown] } ? Item : never;

export type Segment = Run['segments'][number];

export type Order = 'document' | 'probability';

export interface Row {
  /** The position in the document, from 1. */
  readonly number: number;
  readonly segment: Segment;
}

/** The segments in an order. By probability, segments without one come first, because they are to be checked first. */
export function rowsOf(segments: readonly Segment[], order: Order): readonly Row[] {
  const rows = segments.map((segment, index) => ({ number: index + 1, segment }));
  if (order === 'document') return rows;
  return rows.sort((left, right) => (left.segment.probability ?? -1) - (right.segment.probability ?? -1));
}

/** The lowest probability and the median of the segments that have one. */
export function spreadOf(
  segments: readonly Segment[],
): { readonly median: number; readonly lowest: number } | undefined {
  const sorted = segments.flatMap(({ probability }) => probability ?? []).sort((left, right) => left - right);
  if (sorted.length === 0) return undefined;
  const middle = (sorted.length - 1) / 2;
  return { lowest: sorted[0], median: (sorted[Math.floor(middle)] + sorted[Math.ceil(middle)]) / 2 };
}

/** A probability in whole percents, rounded down, so that only 1 reads 100 %; between 0 and 1 % it reads < 1 %. */
export function percent(probability: number, language: string): string {
  const format = new Intl.NumberFormat(language, { style: 'percent' });
  if (probability > 0 && probability < 0.01) return `<\u2009${format.format(0.01)}`;
  // In doubles, 0.29 times 100 is a little less than 29.
  return format.format(Math.floor(probability * 100 + 1e-9) / 100);
}
