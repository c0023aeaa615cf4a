// Insertion: puts a text above or below some lines of a document and begins it as those lines begin: with indentation,
// comment sign, quotation marker, white space in place of a list's marker.
import type { Range } from '../range';

export interface InsertionStyle {
  /** The line end of the document. */
  readonly eol: string;
  /** Whether the document is prose: `#` and `>` then begin headings and quotations, and no comments. */
  readonly isProse: boolean;
  /** Whether an empty line separates the inserted text from the lines, because the text is about those lines (a summary). */
  readonly isApart: boolean;
}

/** A text to insert, and its offset in the document. */
export interface Insertion {
  readonly offset: number;
  readonly text: string;
  /** The range of `text` that is the inserted text itself, without the line ends and signs around it. */
  readonly start: number;
  readonly end: number;
  /** How many UTF-16 units at the beginning of the inserted text (blank lines) were left out. */
  readonly dropped: number;
}

/** Comments that have a sign at their beginning and another at their end. */
const BLOCKS: readonly { readonly opens: RegExp; readonly closes: RegExp; readonly close: string }[] = [
  { opens: /^\/\*+!?[ \t]*/, closes: /^[ \t]*\*+\//, close: ' */' },
  { opens: /^<!--[ \t]*/, closes: /^[ \t]*-->/, close: ' -->' },
];
const COMMENT = /^(?:\/\/+!?|#+|--+|;+|%+|\*(?![*/]))[ \t]*/;
const QUOTE = /^>[ \t]?/;
const LIST = /^(?:[-*+•]|\d{1,9}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?/;
const HEADING = /^#{1,6}[ \t]+/;
/** The sign of a comment after code. */
const TRAILING = /(?:\/\/+!?|#+|--|;+)[ \t]*$/;

/**
 * The insertion of `inserted` above or below the lines of `range`. If the range begins after a marker, `inserted` gets the
 * marker too; its lines after the first are taken as they are.
 */
export function insertion(
  document: string,
  range: Range,
  inserted: string,
  where: 'above' | 'below',
  style: InsertionStyle,
): Insertion {
  const { eol, isApart } = style;
  const body = inserted.replace(/^(?:[ \t]*\r?\n)+/, '').trimEnd();
  const dropped = inserted.indexOf(body);
  const first = lineStart(document, range.start);
  const last = lastLineEnd(document, range);
  // What stands before the range in its first line, because the first line of `body` gets the same signs. If blank lines were
  // left out, `body` begins with a whole line of `inserted`, which has its own signs.
  const before = isApart
    ? beginning(document, first, range.start)
    : dropped > 0
      ? ''
      : document.slice(first, range.start);
  const { prefix, suffix } = aroundOf(before, document.slice(range.end, Math.max(range.end, last)), where, style);
  // The empty line between the inserted text and the lines. In a comment that continues there, it has the comment's sign.
  const emptyLine = isApart ? prefix.trimEnd() : undefined;
  const goesOn = emptyLine !== undefined && suffix === '';
  const head = where === 'below' ? eol + (goesOn ? emptyLine + eol : '') + prefix : prefix;
  const tail =
    suffix + (where === 'above' ? eol + (goesOn ? emptyLine + eol : emptyLine === undefined ? '' : eol) : '');
  const offset = where === 'above' ? first : last;
  return { offset, text: head + body + tail, start: head.length, end: head.length + body.length, dropped };
}

function lineStart(document: string, offset: number): number {
  return document.lastIndexOf('\n', offset - 1) + 1;
}

/**
 * The end of the last line of a range. A selection of whole lines ends at the start of the next line, which is not
 * included.
 */
function lastLineEnd(document: string, { start, end }: Range): number {
  const hasLineEnd = end > start && document[end - 1] === '\n';
  const from = hasLineEnd ? end - 1 : end;
  const found = document.indexOf('\n', from);
  const line = found < 0 ? document.length : found;
  return line > 0 && document[line - 1] === '\r' ? line - 1 : line;
}

/**
 * The signs before the words of the line at `first`: all that stands before `start`, where the range begins, or, if that is
 * longer, the line's indentation and signs of comments and quotations, some of which are in the range. A summary of the range
 * has none of these signs.
 */
function beginning(document: string, first: number, start: number): string {
  const line = document.slice(first).split(/\r?\n/, 1)[0];
  const own = /^[ \t]*(?:(?:\/\/+!?|--+|;+|\*(?![*/])|>)[ \t]*)*/.exec(line)?.[0] ?? '';
  return own.length > start - first ? own : document.slice(first, start);
}

/** What stands before and after the inserted text on its lines. */
interface Around {
  readonly prefix: string;
  readonly suffix: string;
}

/**
 * What stands around the inserted text on its lines.
 *
 * @param before what stands before the range in its first line
 * @param after what stands after the range in its last line
 */
function aroundOf(before: string, after: string, where: 'above' | 'below', { isProse }: InsertionStyle): Around {
  const indent = /^[ \t]*/.exec(before)?.[0] ?? '';
  let prefix = indent;
  let rest = before.slice(indent.length);
  for (const { opens, closes, close } of BLOCKS) {
    const opened = opens.exec(rest)?.[0];
    // Above the beginning of a comment, and below its end, the text needs a comment of its own.
    if (opened === rest && rest !== '' && (where === 'above' || closes.test(after))) {
      return { prefix: indent + rest, suffix: close };
    }
    if (opened === rest && rest !== '') return { prefix: opens.test('/*') ? `${indent} * ` : indent, suffix: '' };
    if (where === 'below' && closes.test(after)) {
      const open = close === ' */' ? '/* ' : '<!-- ';
      return { prefix: indent + open, suffix: close };
    }
  }
  for (let isFirst = true; rest !== ''; isFirst = false) {
    const marker = (isProse ? QUOTE : isFirst ? COMMENT : QUOTE).exec(rest)?.[0];
    const skipped = LIST.exec(rest)?.[0] ?? (isProse ? HEADING.exec(rest)?.[0] : undefined);
    const taken = marker ?? skipped;
    if (taken === undefined)
      return { prefix: indent + (isProse ? '' : (TRAILING.exec(before)?.[0] ?? '')), suffix: '' };
    if (marker !== undefined) prefix += marker;
    else if (LIST.test(taken)) prefix += ' '.repeat(taken.length);
    rest = rest.slice(taken.length);
    const space = /^[ \t]*/.exec(rest)?.[0] ?? '';
    prefix += space;
    rest = rest.slice(space.length);
  }
  return { prefix, suffix: '' };
}
