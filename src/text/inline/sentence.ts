// Sentence: a prose piece as the model reads it, on one line and without its markup, aligned with the piece by spans.
import { covered } from '../covered';
import { byStart, overlaps, type Range } from '../range';
import { markersOf, type ProsePiece } from '../textStructure';
import type { InlineSpan } from './inlineSpans';
import { protectedSpans } from './protectedSpans';
import type { Span } from './spans';
import { joints } from './wrapping';

/** What the model reads of a prose piece. Offsets are into `text`, in UTF-16 units. */
export interface Sentence {
  /** The text of the piece on one line, without the markers of its markup. */
  readonly text: string;
  /** The spans that align `text` with the text of the piece. */
  readonly spans: readonly Span[];
  /** The ranges that are kept byte for byte: those that the format's parser found, and those that are found in any text. */
  readonly symbols: readonly InlineSpan[];
  /** The words between the markers of each pair, in the order in which the pairs open: an outer pair before those in it. */
  readonly markup: readonly MarkedWords[];
}

/** A range of words and the markers around it. */
export interface MarkedWords extends Range {
  readonly open: string;
  readonly close: string;
}

/** Makes the sentence of a piece: removes the markers, and joins the lines. */
export function readSentence(piece: ProsePiece): Sentence {
  const { text: source, symbols, markup, lines } = piece;
  const markers = markersOf(markup);
  const kept = protectedSpans(covered(source, markers, ' '), symbols).filter(({ kind }) => kind !== 'noise');
  const replaced = [
    ...markers.map(range => ({ ...range, by: '' })),
    // White space in a protected word such as "10 MB" becomes a single space, as between words.
    ...joints(source, { kept: kept.filter(({ kind }) => kind !== 'word'), lines }).filter(
      joint => !markers.some(marker => overlaps(marker, joint)) && source.slice(joint.start, joint.end) !== joint.by,
    ),
  ].sort(byStart);
  const builder = new TextBuilder(source);
  for (const { start, end, by } of replaced) builder.replace(start, end, by);
  const { text, parts } = builder.finish();
  const inText = ({ start, end }: Range): Range => ({ start: offsetIn(parts, start), end: offsetIn(parts, end) });
  return {
    text,
    spans: parts,
    symbols: kept.filter(({ kind }) => kind !== 'pictograph').map(span => ({ kind: span.kind, ...inText(span) })),
    markup: markup.map(({ open, close }) => ({
      ...inText({ start: open.end, end: close.start }),
      open: source.slice(open.start, open.end),
      close: source.slice(close.start, close.end),
    })),
  };
}

/** Builds a text from parts of a source, and the spans that align the text with the source. */
class TextBuilder {
  private text = '';
  private at = 0;
  private readonly parts: Span[] = [];

  constructor(private readonly source: string) {}

  /** Writes `by` in place of a range of the source; the source before the range, as far as it is not written yet, is copied. */
  replace(start: number, end: number, by: string): void {
    this.copyTo(start);
    if (by !== '') {
      this.parts.push({
        start: this.text.length,
        end: this.text.length + by.length,
        from: start,
        to: end,
        whole: true,
      });
      this.text += by;
    }
    this.at = Math.max(this.at, end);
  }

  finish(): { readonly text: string; readonly parts: readonly Span[] } {
    this.copyTo(this.source.length);
    return { text: this.text, parts: this.parts };
  }

  private copyTo(end: number): void {
    if (end <= this.at) return;
    const [start, length] = [this.text.length, end - this.at];
    this.parts.push({ start, end: start + length, from: this.at, to: end, whole: false });
    this.text += this.source.slice(this.at, end);
  }
}

/** The offset in the text for an offset in the source; for an offset in a removed range, the end of the part before it. */
function offsetIn(parts: readonly Span[], at: number): number {
  const part = parts.findLast(({ from }) => from <= at);
  if (part === undefined) return 0;
  if (part.whole) return at >= part.to ? part.end : part.start;
  return Math.min(part.end, part.start + at - part.from);
}
