// Rows: the segments of a run in the order of the table, and their probabilities as text.
import type { runContract } from '../../views/run/protocol';

/** The report of a run. Its type is taken from the contract, because the page may not import from `tasks`. */
export type Run = NonNullable<RunOf<(typeof runContract)['runs']>>;
type RunOf<M> = M extends { readonly types?: (request: never) => readonly [infer Item, unknown] } ? Item : never;

export type Segment = Run['segments'][number];

export type Order = 'document' | 'probability';

export interface Row {
  /** The position in the document, from 1. */
  readonly number: number;
  readonly segment: Segment;
}

/**
 * The segments as rows. In the order of probability, segments without a probability come first, because the
 * user should check those above all.
 */
export function rowsOf(segments: readonly Segment[], order: Order): readonly Row[] {
  const rows = segments.map((segment, index) => ({ number: index + 1, segment }));
  if (order === 'document') return rows;
  return rows.sort((left, right) => (left.segment.probability ?? -1) - (right.segment.probability ?? -1));
}

/** The median and the lowest of the probabilities; undefined if no segment has one. */
export function spreadOf(
  segments: readonly Segment[],
): { readonly median: number; readonly lowest: number } | undefined {
  const sorted = segments.flatMap(({ probability }) => probability ?? []).sort((left, right) => left - right);
  if (sorted.length === 0) return undefined;
  const middle = (sorted.length - 1) / 2;
  return { lowest: sorted[0], median: (sorted[Math.floor(middle)] + sorted[Math.ceil(middle)]) / 2 };
}

/** A probability in whole percents. It is rounded down, so that only 1 becomes 100 %. Between 0 and 1 % it becomes < 1 %. */
export function percent(probability: number, language: string): string {
  const format = new Intl.NumberFormat(language, { style: 'percent' });
  if (probability > 0 && probability < 0.01) return `<\u2009${format.format(0.01)}`;
  // The small number corrects rounding errors: in doubles 0.29 * 100 is less than 29.
  return format.format(Math.floor(probability * 100 + 1e-9) / 100);
}
