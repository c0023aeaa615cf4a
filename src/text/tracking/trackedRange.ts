// Tracked range: the range of a document after edits.
import type { Range } from '../range';

/** One edit: at `offset`, `removed` UTF-16 units were replaced by `inserted` others. */
export interface Change {
  readonly offset: number;
  readonly removed: number;
  readonly inserted: number;
}

/**
 * The range after the changes of one event, or undefined if one of them touched its inside. All offsets are those of the
 * document before the event, so the order of the changes does not matter. Text that is inserted at the start or at the
 * end of the range is outside of it.
 */
export function rangeAfter(range: Range, changes: readonly Change[]): Range | undefined {
  let shift = 0;
  for (const { offset, removed, inserted } of changes) {
    if (removed === 0 && inserted === 0) continue;
    if (offset + removed <= range.start) shift += inserted - removed;
    else if (offset < range.end) return undefined;
  }
  return { start: range.start + shift, end: range.end + shift };
}
