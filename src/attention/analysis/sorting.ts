// Sorting: the heads of a model in the order of one of their statistics.
import type { HeadStatistics } from './statistics';

/** The position of a head in a stack of layers, both numbers from 0. */
export interface HeadIndex {
  readonly layer: number;
  readonly head: number;
}

/** A statistic by which heads are compared; `aligned` is the share of a head's attention on the links of the alignment. */
export type Statistic = keyof HeadStatistics | 'aligned';

/** What heads are sorted by; `layer` is the order of the heads in the model. */
export type HeadOrder = 'layer' | Statistic;

export type Direction = 'ascending' | 'descending';

/**
 * The default direction of an order. It puts the heads with the clearest patterns first: those of low entropy or short
 * distance, and for the other statistics those of the highest value.
 */
export function directionOf(order: HeadOrder): Direction {
  return order === 'layer' || order === 'entropy' || order === 'distance' ? 'ascending' : 'descending';
}

/**
 * The heads in the model's order or in the order of a statistic. Heads whose value is not known yet (NaN) come last in
 * either direction; heads of equal value stay in the model's order.
 *
 * @param values the values of the statistic; not read for the order `layer`
 */
export function sortedHeads(
  layers: number,
  heads: number,
  order: { readonly by: HeadOrder; readonly direction: Direction },
  values: ArrayLike<number>, // [layer, head]
): HeadIndex[] {
  const indices = Array.from({ length: layers * heads }, (_, at) => ({
    layer: Math.floor(at / heads),
    head: at % heads,
  }));
  if (order.by === 'layer') return order.direction === 'ascending' ? indices : indices.reverse();
  const sign = order.direction === 'ascending' ? 1 : -1;
  const valueOf = ({ layer, head }: HeadIndex): number => values[layer * heads + head] ?? NaN;
  // `sort` is stable, which keeps the model's order among equal values.
  return indices.sort((left, right) => {
    const [one, other] = [valueOf(left), valueOf(right)];
    if (Number.isNaN(one) || Number.isNaN(other)) return Number(Number.isNaN(one)) - Number(Number.isNaN(other));
    return (one - other) * sign;
  });
}
