// Text structure: which ranges of a text are prose, and what inside them is markup or must not change, as a parser of the
// text's format found them. Offsets are in UTF-16 units.
import { byStart, type Range, shifted } from './range';

/**
 * Why a range with letters in it is not prose of the language: it is in another script; it is code or data; it is binary,
 * broken, or longer than any word.
 */
export type KeepReason = 'script' | 'code' | 'noise';

export interface TextStructure {
  /** In the order of the text; they do not overlap. */
  readonly flows: readonly ProseFlow[];
  /** Ranges with letters in them that are kept, and reported to the user. What is neither prose nor listed is kept too. */
  readonly kept: readonly KeptRange[];
}

/** Prose that is read in one go, such as a paragraph, a heading or a cell of a table: a sentence stands in one flow. */
export interface ProseFlow {
  /**
   * The parts of lines on which the prose stands, ascending. Line ends, indentation and the signs of comments and quotations
   * are between them.
   */
  readonly lines: readonly Range[];
  /** Ranges inside the lines that are kept byte for byte: code, addresses, tags, formulas. Ascending, without overlaps. */
  readonly symbols: readonly Range[];
  /** Inline markup inside the lines, in the order in which it opens. Two pairs are nested or apart. */
  readonly markup: readonly MarkupPair[];
  /** Prose inside of its symbols and markers, such as the texts of pictures and the titles of links. In the order of the text. */
  readonly inner?: readonly ProseFlow[];
  /** The signs around the flow, if its words could contain a sign that would end it too early. */
  readonly guard?: Guard;
}

/**
 * The signs between which a text stands: brackets around the text of a picture; quotation marks or parentheses around a title
 * of Markdown; quotation marks around an attribute of HTML.
 */
export type Guard = '[]' | '"' | "'" | '()' | '=""' | "=''";

/** The markers of emphasis, or of a link, before and after the words that they are for. */
export interface MarkupPair {
  readonly open: Range;
  readonly close: Range;
}

/** The markers of some pairs, in the order of the text. */
export function markersOf(pairs: readonly MarkupPair[]): Range[] {
  return pairs.flatMap(({ open, close }) => [open, close]).sort(byStart);
}

/** The same pair after `by` UTF-16 units were put in front of the text, or taken away if `by` is negative. */
export function shiftedPair({ open, close }: MarkupPair, by: number): MarkupPair {
  return { open: shifted(open, by), close: shifted(close, by) };
}

/** The same flow after `by` UTF-16 units were put in front of the text, or taken away if `by` is negative. */
export function shiftedFlow(flow: ProseFlow, by: number): ProseFlow {
  const { lines, symbols, markup, inner } = flow;
  return {
    ...flow,
    lines: lines.map(line => shifted(line, by)),
    symbols: symbols.map(symbol => shifted(symbol, by)),
    markup: markup.map(pair => shiftedPair(pair, by)),
    ...(inner === undefined ? {} : { inner: inner.map(one => shiftedFlow(one, by)) }),
  };
}

/** From the beginning of a flow's first line to the end of its last one. */
export function wholeOf({ lines }: ProseFlow): Range {
  return { start: lines[0]?.start ?? 0, end: lines.at(-1)?.end ?? 0 };
}

export interface KeptRange extends Range {
  readonly reason: KeepReason;
}

/** A sentence, or a part of one between pictographs, without white space around it. Offsets are into its text. */
export interface ProsePiece {
  readonly kind: 'prose';
  readonly text: string;
  /** As in `ProseFlow`. */
  readonly lines: readonly Range[];
  readonly symbols: readonly Range[];
  readonly markup: readonly MarkupPair[];
  readonly inner?: readonly ProseFlow[];
  readonly guard?: Guard;
  /**
   * The white space between the piece and the next one, perhaps none, if it depends on the translation; left out if it stays
   * as it is.
   */
  readonly after?: string;
}
