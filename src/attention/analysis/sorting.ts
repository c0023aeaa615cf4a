// Sorting: the heads of a model in the order of one of their statistics.
import type { HeadStatistics } from './statistics';

/** A head of the whole model. */
export interface HeadIndex {
  readonly layer: number;
  readonly head: number;
}

/** A number of each head; `aligned` is the share of its attention that lies on the alignment's links. */
export type Statistic = keyof HeadStatistics | 'aligned';

/** `layer` is the model's own order. */
export type HeadOrder = 'layer' | Statistic;

export type Direction = 'ascending' | 'descending';

/**
 * The direction that puts the most telling heads first: low entropy, short distance, and otherwise the highest number.
 */
export function directionOf(order: HeadOrder): Direction {
  return order === 'layer' || order === 'entropy' || order === 'distance' ? 'ascending' : 'descending';
}

/**
 * The heads, layer by layer or by a number of each. Heads whose number is not known yet (NaN) come last; equals stay in
 * the model's order.
 *
 * @param values the statistic's numbers; not read for the order `layer`
 */
export function sortedHeads(
  layers: number,
  heads: number,
  order: { readonly by: HeadOrder; readonly direction: Direction },
  values: ArrayLike<number>, // [layer, head]
): HeadIndex[] {
  const places = Array.from({ length: layers * heads }, (_, at) => ({
    layer: Math.floor(at / heads),
    head: at % heads,
  }));
  if (order.by === 'layer') return order.direction === 'ascending' ? places : places.reverse();
  const sign = order.direction === 'ascending' ? 1 : -1;
  const valueOf = ({ layer, head }: HeadIndex): number => values[layer * heads + head] ?? NaN;
  // Sorting is stable.
  return places.sort((left, right) => {
    const [one, other] = [valueOf(left), valueOf(right)];
    if (Number.isNaN(one) || Number.isNaN(other)) return Number(Number.isNaN(one)) - Number(Number.isNaN(other));
    return (one - other) * sign;
  });
}
