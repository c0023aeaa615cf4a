// Flow parts: finds the lines, symbols and markup of a flow that lie within a range. It does not scan the whole flow, because it
// is called for every sentence, and a long paragraph may have thousands of lines.
import { byStart, contains, type Range, reaching, partsWithin, shifted } from './range';
import { type MarkupPair, type ProseFlow, type ProsePiece, shiftedFlow, shiftedPair, wholeOf } from './textStructure';

interface Marker extends Range {
  readonly pair: MarkupPair;
}

export class FlowParts {
  private readonly markers: readonly Marker[];
  private readonly inner: readonly (Range & { readonly flow: ProseFlow })[];

  constructor(readonly flow: ProseFlow) {
    this.markers = flow.markup
      .flatMap(pair => [pair.open, pair.close].map(marker => ({ ...marker, pair })))
      .sort(byStart);
    this.inner = (flow.inner ?? []).map(one => ({ ...wholeOf(one), flow: one }));
  }

  /** The symbols that lie in a range as wholes. */
  symbols(range: Range): Range[] {
    return reaching(this.flow.symbols, range).filter(symbol => contains(range, symbol));
  }

  /** The pairs of which a marker lies in a range, in the order in which they open. */
  pairs(range: Range): MarkupPair[] {
    const near = reaching(this.markers, range).filter(marker => contains(range, marker));
    return [...new Set(near.map(({ pair }) => pair))].sort(
      (left, right) => left.open.start - right.open.start || right.close.end - left.close.end,
    );
  }

  /** A range as a piece, with offsets into it. */
  piece(text: string, range: Range): ProsePiece {
    const by = -range.start;
    const { guard } = this.flow;
    const inner = reaching(this.inner, range).filter(one => contains(range, one));
    return {
      kind: 'prose',
      text,
      lines: reaching(this.flow.lines, range).flatMap(line => partsWithin(line, range).map(part => shifted(part, by))),
      symbols: this.symbols(range).map(symbol => shifted(symbol, by)),
      markup: this.pairs(range)
        .filter(({ open, close }) => contains(range, open) && contains(range, close))
        .map(pair => shiftedPair(pair, by)),
      ...(inner.length === 0 ? {} : { inner: inner.map(({ flow }) => shiftedFlow(flow, by)) }),
      ...(guard === undefined ? {} : { guard }),
    };
  }
}
