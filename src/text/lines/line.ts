// Line: a line of a text, with the signs and markers in front of its words and what ends it.
import type { Range } from '../range';
import { markersAt, markersInComment } from './markers';

export interface Line {
  readonly start: number;
  /** How many columns stand before `start`: 0 except for a line of a comment, which begins after the comment's sign. */
  readonly column: number;
  /** The offset after the indentation. */
  readonly inner: number;
  /** The offset after the sign of a comment and the space that follows it. */
  readonly text: number;
  /** The offset after the marker of a list item, heading or quotation and the space that follows it. */
  readonly body: number;
  /** The offset after the last character that is neither white space nor part of the end of a comment. */
  readonly stop: number;
  readonly marker: 'none' | 'number' | 'heading' | 'other';
  /** The sign of the comment or quotation that the line begins with; undefined if it begins with none. */
  readonly comment: string | undefined;
  /** Whether the end of the line, or its start, was set on purpose, so that no sentence continues over it. */
  readonly hardEnd: boolean;
  readonly hardStart: boolean;
  /** Whether the line is kept byte for byte. */
  readonly verbatim: boolean;
}

/** What a grammar tells about a line of a comment. The line begins after the sign; lengths are in UTF-16 units. */
export interface CommentLine {
  /** How many columns stand in front of the line. */
  readonly column: number;
  /** Whether the line is kept byte for byte. */
  readonly isKept: boolean;
  /** The length of what stands before the words, if that includes a tag such as `@param name`, which programs read; else 0. */
  readonly tag: number;
  /** The length up to the end of the words, after which tags or ornaments may end the line. */
  readonly length: number;
}

export function linesOf(text: string): Range[] {
  const lines: Range[] = [];
  let start = 0;
  for (const { index, 0: lineEnd } of text.matchAll(/\r\n|[\n\r\u0085\u2028\u2029]/g)) {
    lines.push({ start, end: index });
    start = index + lineEnd.length;
  }
  return [...lines, { start, end: text.length }];
}

/** The end of a comment or of a string, or a backslash, at the end of a line. */
const CLOSING = /(?:\*+\/\}?|--+>|"""|'''|(?<=\s)\]\]|(?<=\s)#>|\\)$/;

/** How many UTF-16 units at the end of a line are searched for `CLOSING`. */
const LONGEST_CLOSING = 80;

/**
 * The line of a plain text; undefined for a blank one.
 *
 * @param inBlock whether the line begins inside of a comment between `/*` and its end
 */
export function lineOf(
  text: string,
  start: number,
  end: number,
  inBlock: boolean,
  verbatim: boolean,
): Line | undefined {
  const raw = text.slice(start, end);
  const filledEnd = start + raw.trimEnd().length;
  if (filledEnd === start) return undefined;
  const inner = end - raw.trimStart().length;
  const unmarked = {
    start,
    inner,
    text: inner,
    body: inner,
    stop: filledEnd,
    marker: 'none',
    comment: undefined,
    column: 0,
  } as const;
  if (verbatim) return { ...unmarked, hardEnd: true, hardStart: true, verbatim };
  const closing = CLOSING.exec(text.slice(Math.max(inner, filledEnd - LONGEST_CLOSING), filledEnd))?.[0].length ?? 0;
  const stop = inner + text.slice(inner, filledEnd - closing).trimEnd().length;
  const { comment, text: words, body, tagged } = markersAt(text, inner, stop, inBlock);
  const early = innerCommentEnd(text, comment, body, stop);
  if (early !== undefined) return { ...unmarked, text: words, body, stop: early, comment, ...SEPARATE_LINE };
  const marker = markerOf(text.charAt(comment === '#' ? inner : words), body > words || comment === '#');
  const hardStart = tagged || DEFINES.test(text.slice(body, stop));
  return { ...unmarked, text: words, body, stop, marker, comment, hardEnd: closing > 0, hardStart, verbatim };
}

const SEPARATE_LINE = { hardEnd: true, hardStart: true, verbatim: false };

/** "max_speed: …", "**kwargs: …": a line that begins with the name of an argument begins a new sentence. */
const DEFINES = /^(?:\*{1,2}\w{1,60}|\w{1,60}_\w{1,60})(?:\s?\([^()]{0,80}\))?:\s/;

/** If a comment ends within its line, before code: the offset at which its words end. */
function innerCommentEnd(text: string, comment: string | undefined, body: number, stop: number): number | undefined {
  const end = /^\{?\/\*/.test(comment ?? '') ? '*/' : comment?.startsWith('<!--') === true ? '-->' : undefined;
  const at = end === undefined ? -1 : text.slice(body, stop).indexOf(end);
  return at < 0 ? undefined : body + text.slice(body, body + at).trimEnd().length;
}

function markerOf(first: string, marked: boolean): Line['marker'] {
  if (!marked) return 'none';
  if (first === '#') return 'heading';
  return /[\d(]/.test(first) ? 'number' : 'other';
}

/** The line of a comment whose sign was found by a grammar; undefined for a blank one. */
export function lineOfComment(text: string, { start, end }: Range, found: CommentLine): Line | undefined {
  const raw = text.slice(start, end);
  const filled = raw.trimEnd().length;
  if (filled === 0) return undefined;
  const { column, isKept, tag, length } = found;
  const inner = start + filled - raw.trim().length;
  const unmarked = { start, column, inner, text: inner, body: inner, stop: start + filled, marker: 'none' } as const;
  if (isKept) return { ...unmarked, comment: undefined, hardEnd: true, hardStart: true, verbatim: true };
  const stop = Math.max(inner, start + raw.slice(0, length).trimEnd().length);
  const { comment, text: words, body } = markersInComment(text, inner, stop, start + tag);
  const marker = markerOf(text.charAt(words), body > words && tag === 0);
  const hardStart = tag > 0 || DEFINES.test(text.slice(body, stop));
  const hardEnd = length < filled;
  return { ...unmarked, text: words, body, stop, marker, comment, hardEnd, hardStart, verbatim: false };
}
