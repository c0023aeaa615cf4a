// Clip: cuts the structure of a part of a document, such as a selection, out of the structure of the whole document.
import { byStart, contains, partsWithin, type Range, shifted } from '../text/range';
import {
  markersOf,
  type ProseFlow,
  shiftedFlow,
  shiftedPair,
  type TextStructure,
  wholeOf,
} from '../text/textStructure';

/**
 * The part of a structure that lies within a range, with offsets into that range. The part of a symbol
 * that is within the range stays a symbol; a marker whose partner is outside becomes a symbol, because it must not move.
 */
export function clipped({ flows, kept }: TextStructure, range: Range): TextStructure {
  return {
    flows: flows.map(flow => clippedFlow(flow, range)).filter(flow => flow.lines.length > 0),
    kept: kept.flatMap(one => within(one, range).map(part => ({ ...part, reason: one.reason }))),
  };
}

function clippedFlow({ lines, symbols, markup, inner, guard }: ProseFlow, range: Range): ProseFlow {
  const whole = markup.filter(pair => contains(range, pair.open) && contains(range, pair.close));
  const cut = markersOf(markup.filter(pair => !whole.includes(pair)));
  return {
    lines: lines.flatMap(line => within(line, range)),
    symbols: [...symbols, ...cut].flatMap(one => within(one, range)).sort(byStart),
    markup: whole.map(pair => shiftedPair(pair, -range.start)),
    ...(inner === undefined
      ? {}
      : { inner: inner.filter(one => contains(range, wholeOf(one))).map(one => shiftedFlow(one, -range.start)) }),
    ...(guard === undefined ? {} : { guard }),
  };
}

/** The part of `one` that lies within `range`, with offsets into `range`, as a list of one; empty if there is none. */
function within(one: Range, range: Range): Range[] {
  return partsWithin(one, range).map(part => shifted(part, -range.start));
}
