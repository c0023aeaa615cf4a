// Sentence: a prose piece as the model reads it, on one line and without its markup, and the way back to the piece.
import { covered } from '../covered';
import type { Range } from '../range';
import type { ProsePiece } from '../textStructure';
import type { InlineSpan } from './inlineSpans';
import { protectedSpans } from './protectedSpans';
import type { Span } from './spans';
import { joints, lineBreaks, wrapped } from './wrapping';

/** Offsets are into the text of the sentence, in UTF-16 units. */
export interface Sentence {
  /** On one line, without markers. */
  readonly text: string;
  /** From the text to the piece. */
  readonly spans: readonly Span[];
  /** The ranges that are kept byte for byte: those of the format and those found in any text. */
  readonly symbols: readonly InlineSpan[];
  /** In the order in which they open, the outer one first. */
  readonly markup: readonly MarkedWords[];
  /** What stands in the piece between its lines. */
  readonly breaks: readonly string[];
}

/** A range of words and the markers around it. */
export interface MarkedWords extends Range {
  readonly open: string;
  readonly close: string;
}

export function readSentence(piece: ProsePiece): Sentence {
  const { text: source, symbols, markup, lines } = piece;
  const markers = markup.flatMap(({ open, close }) => [open, close]).sort((left, right) => left.start - right.start);
  const kept = protectedSpans(covered(source, markers, ' '), symbols).filter(({ kind }) => kind !== 'noise');
  const isInMarker = ({ start, end }: Range): boolean => markers.some(one => one.start < end && start < one.end);
  const replaced = [
    ...markers.map(range => ({ ...range, by: '' })),
    ...joints(source, { kept, lines }).filter(
      joint => !isInMarker(joint) && source.slice(joint.start, joint.end) !== joint.by,
    ),
  ].sort((left, right) => left.start - right.start);
  const builder = new TextBuilder(source);
  for (const { start, end, by } of replaced) builder.replace(start, end, by);
  const { text, parts } = builder.finish();
  const there = ({ start, end }: Range): Range => ({ start: offsetIn(parts, start), end: offsetIn(parts, end) });
  return {
    text,
    spans: parts,
    symbols: kept.filter(({ kind }) => kind !== 'pictograph').map(span => ({ kind: span.kind, ...there(span) })),
    markup: markup.map(({ open, close }) => ({
      ...there({ start: open.end, end: close.start }),
      open: source.slice(open.start, open.end),
      close: source.slice(close.start, close.end),
    })),
    breaks: lineBreaks(source, lines).map(({ start, end }) => source.slice(start, end)),
  };
}

/**
 * A translation on the lines of its piece, as `rewrap` does.
 *
 * @param firm ranges of the translation in which no line may end
 * @param unchanged what the translation is if the model copied the sentence
 */
export function writeSentence(
  piece: ProsePiece,
  translation: string,
  { firm, unchanged }: { readonly firm: readonly Range[]; readonly unchanged: string },
): string {
  return wrapped(translation, { text: piece.text, line: unchanged, lines: piece.lines, firm });
}

/** Builds a text from parts of another, with the spans between the two. */
class TextBuilder {
  private text = '';
  private at = 0;
  private readonly parts: Span[] = [];

  constructor(private readonly source: string) {}

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

/** The offset in the text for one in the source: after what stands before it. */
function offsetIn(parts: readonly Span[], at: number): number {
  const part = parts.findLast(({ from }) => from <= at);
  if (part === undefined) return 0;
  if (part.whole) return at >= part.to ? part.end : part.start;
  return Math.min(part.end, part.start + at - part.from);
}
