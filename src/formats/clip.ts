// Clip: the structure of a part of a document, such as a selection, from that of the whole.
import type { Range } from '../text/range';
import type { MarkupPair, ProseFlow, TextStructure } from '../text/textStructure';

/**
 * What a structure has within a range, with offsets into that range. A symbol that is cut stays one; a marker whose partner
 * is outside becomes a symbol, because it must stay where it is.
 */
export function clipped({ flows, kept }: TextStructure, range: Range): TextStructure {
  return {
    flows: flows.map(flow => clippedFlow(flow, range)).filter(flow => flow.lines.length > 0),
    kept: kept.flatMap(one => within(one, range).map(part => ({ ...part, reason: one.reason }))),
  };
}

function clippedFlow({ lines, symbols, markup }: ProseFlow, range: Range): ProseFlow {
  const whole = markup.filter(pair => contains(range, pair.open) && contains(range, pair.close));
  const cut = markup.filter(pair => !whole.includes(pair)).flatMap(({ open, close }) => [open, close]);
  return {
    lines: lines.flatMap(line => within(line, range)),
    symbols: [...symbols, ...cut].flatMap(one => within(one, range)).sort((left, right) => left.start - right.start),
    markup: whole.map(({ open, close }): MarkupPair => ({ open: moved(open, range), close: moved(close, range) })),
  };
}

/** The part of a range that lies within another, with offsets into that; none if there is none. */
function within({ start, end }: Range, range: Range): Range[] {
  const [from, to] = [Math.max(start, range.start), Math.min(end, range.end)];
  return from < to ? [moved({ start: from, end: to }, range)] : [];
}

function contains(range: Range, { start, end }: Range): boolean {
  return range.start <= start && end <= range.end;
}

function moved({ start, end }: Range, { start: by }: Range): Range {
  return { start: start - by, end: end - by };
}
