// Insertion: a text put above or below the lines of another, with what stands before those: indentation, comment marker,
// quote marker, room for a list's marker.
import type { Range } from '../range';

export interface InsertionStyle {
  /** The line end of the document. */
  readonly eol: string;
  /** Prose has lists and quotes where source code has comments. */
  readonly isProse: boolean;
  /** Set off by an empty line, because it is about the text and no part of it. */
  readonly isApart: boolean;
}

/** What is inserted where. */
export interface Insertion {
  readonly offset: number;
  readonly text: string;
  /** Where in `text` the inserted text itself stands, without what was put around it. */
  readonly start: number;
  readonly end: number;
  /** How much of its beginning (blank lines) was left out. */
  readonly dropped: number;
}

/** A block that begins and ends with marks of its own. */
const BLOCKS: readonly { readonly opens: RegExp; readonly closes: RegExp; readonly close: string }[] = [
  { opens: /^\/\*+!?[ \t]*/, closes: /^[ \t]*\*+\//, close: ' */' },
  { opens: /^<!--[ \t]*/, closes: /^[ \t]*-->/, close: ' -->' },
];
const COMMENT = /^(?:\/\/+!?|#+|--+|;+|%+|\*(?![*/]))[ \t]*/;
const QUOTE = /^>[ \t]?/;
const LIST = /^(?:[-*+•]|\d{1,9}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?/;
const HEADING = /^#{1,6}[ \t]+/;
/** A comment behind code. */
const TRAILING = /(?:\/\/+!?|#+|--|;+)[ \t]*$/;

/**
 * The insertion of `inserted` above or below the lines of `range`. Where the range begins behind a marker, `inserted` gets
 * the marker too; lines of it but the first have what they had in the range.
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
  // Where whole lines were taken, they bring what stands before their words.
  const before = isApart
    ? beginning(document, first, range.start)
    : dropped > 0
      ? ''
      : document.slice(first, range.start);
  const { prefix, suffix } = aroundOf(before, document.slice(range.end, Math.max(range.end, last)), where, style);
  const blank = isApart ? prefix.trimEnd() : undefined;
  const hasBlank = blank !== undefined && suffix === '';
  const head = where === 'below' ? eol + (hasBlank ? blank + eol : '') + prefix : prefix;
  const tail = suffix + (where === 'above' ? eol + (hasBlank ? blank + eol : blank === undefined ? '' : eol) : '');
  const offset = where === 'above' ? first : last;
  return { offset, text: head + body + tail, start: head.length, end: head.length + body.length, dropped };
}

function lineStart(document: string, offset: number): number {
  return document.lastIndexOf('\n', offset - 1) + 1;
}

/** Whole lines are selected up to the start of the line behind them, which is not theirs. */
function lastLineEnd(document: string, { start, end }: Range): number {
  const isBehind = end > start && document[end - 1] === '\n';
  const from = isBehind ? end - 1 : end;
  const found = document.indexOf('\n', from);
  const line = found < 0 ? document.length : found;
  return line > 0 && document[line - 1] === '\r' ? line - 1 : line;
}

/** What stands before the words of a line, whether it was taken or not: a summary has none of it. */
function beginning(document: string, first: number, start: number): string {
  const line = document.slice(first).split(/\r?\n/, 1)[0];
  const own = /^[ \t]*(?:(?:\/\/+!?|--+|;+|\*(?![*/])|>)[ \t]*)*/.exec(line)?.[0] ?? '';
  return own.length > start - first ? own : document.slice(first, start);
}

interface Around {
  readonly prefix: string;
  readonly suffix: string;
}

function aroundOf(before: string, behind: string, where: 'above' | 'below', { isProse }: InsertionStyle): Around {
  const indent = /^[ \t]*/.exec(before)?.[0] ?? '';
  let prefix = indent;
  let rest = before.slice(indent.length);
  for (const { opens, closes, close } of BLOCKS) {
    const opened = opens.exec(rest)?.[0];
    // Above the beginning of a block, and below its end, it needs a block of its own.
    if (opened === rest && rest !== '' && (where === 'above' || closes.test(behind))) {
      return { prefix: indent + rest, suffix: close };
    }
    if (opened === rest && rest !== '') return { prefix: opens.test('/*') ? `${indent} * ` : indent, suffix: '' };
    if (where === 'below' && closes.test(behind)) {
      const open = close === ' */' ? '/* ' : '<!-- ';
      return { prefix: indent + open, suffix: close };
    }
  }
  for (let isFirst = true; rest !== ''; isFirst = false) {
    const marker = (isProse ? QUOTE : isFirst ? COMMENT : QUOTE).exec(rest)?.[0];
    const room = LIST.exec(rest)?.[0] ?? (isProse ? HEADING.exec(rest)?.[0] : undefined);
    const taken = marker ?? room;
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
