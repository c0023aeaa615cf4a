// Range: a range of a text, by its offsets, and how two ranges relate: which is first, whether one overlaps or contains another.

/** Offsets in UTF-16 code units; `end` is after the last one. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** Compares two ranges by their beginnings, for sorting. */
export function byStart(left: Range, right: Range): number {
  return left.start - right.start;
}

/** Whether two ranges have a character in common. */
export function overlaps(one: Range, other: Range): boolean {
  return one.start < other.end && other.start < one.end;
}

export function contains(outer: Range, inner: Range): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

/** The part of a range that lies within another, in a list; an empty list if the two have no character in common. */
export function partsWithin({ start, end }: Range, within: Range): Range[] {
  const [from, to] = [Math.max(start, within.start), Math.min(end, within.end)];
  return from < to ? [{ start: from, end: to }] : [];
}

/** The same range after `by` UTF-16 units were put in front of the text, or taken away if `by` is negative. */
export function shifted({ start, end }: Range, by: number): Range {
  return { start: start + by, end: end + by };
}

/**
 * Those of the ranges that overlap the given one, found by binary search.
 *
 * @param ranges ascending by their beginnings and by their ends
 */
export function reaching<T extends Range>(ranges: readonly T[], { start, end }: Range): T[] {
  let [low, high] = [0, ranges.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ranges[middle]?.end ?? Infinity) <= start) low = middle + 1;
    else high = middle;
  }
  const found: T[] = [];
  for (let range = ranges[low]; range !== undefined && range.start < end; range = ranges[++low]) found.push(range);
  return found;
}
