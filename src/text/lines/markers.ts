// Markers: the signs in front of the words of a line: those of lists, headings, quotations and comments.

/** The signs of a line. Offsets are into the text, in UTF-16 units. */
export interface LineMarkers {
  /** The sign of a comment or quotation that is repeated on each of its lines; undefined if the line has none. */
  readonly comment: string | undefined;
  /** The offset after that sign and the white space that follows it. */
  readonly text: number;
  /** The offset after all signs and the white space that follows them. */
  readonly body: number;
  /** Whether a tag such as `@param name` stands in front of the words. */
  readonly tagged: boolean;
}

/**
 * The signs in front of the words of a line.
 *
 * @param inner the offset after the indentation
 * @param stop the offset after the words, before a sign that closes a comment
 * @param inBlock whether the line stands in a comment between `/*` and its end, whose lines begin with a star
 */
export function markersAt(text: string, inner: number, stop: number, inBlock: boolean): LineMarkers {
  const sign = matchAt(COMMENT, text, inner, stop) ?? (inBlock ? matchAt(STAR, text, inner, stop) : undefined);
  const afterSign = inner + (sign?.length ?? 0);
  let body = afterSign;
  const tag = sign === undefined && !inBlock ? undefined : matchAt(TAG, text, body, stop);
  body = afterMarkers(text, body + (tag?.length ?? 0), stop);
  return { comment: sign?.trimEnd(), text: afterSign, body, tagged: tag !== undefined };
}

/**
 * The signs in front of the words of a comment's line, after the sign of the comment.
 *
 * @param inner the offset of the first character after the sign of the comment that is no white space
 * @param stop the offset after the words, before what else ends the line: a tag or an ornament
 * @param tagEnd the offset after the tags at the line's beginning; at most `inner` if there are none
 */
export function markersInComment(text: string, inner: number, stop: number, tagEnd: number): LineMarkers {
  const sign = tagEnd > inner ? undefined : matchAt(QUOTE, text, inner, stop);
  const afterSign = inner + (sign?.length ?? 0);
  const body = afterMarkers(text, Math.max(afterSign, Math.min(tagEnd, stop)), stop);
  return { comment: sign?.trimEnd(), text: afterSign, body, tagged: tagEnd > inner };
}

function afterMarkers(text: string, at: number, stop: number): number {
  let body = at;
  for (let depth = 0; depth < DEEPEST_MARKER; depth++) {
    const marker = matchAt(MARKER, text, body, stop);
    if (marker === undefined) break;
    body += marker.length;
  }
  return body;
}

/** Whether a comment of several lines is open at the end of a line, given whether one was open at its start. */
export function opensBlock(line: string, wasOpen: boolean): boolean {
  const opened = line.lastIndexOf('/*');
  const closed = line.lastIndexOf('*/');
  if (wasOpen) return closed < 0 || (opened > closed && BLOCK_START.test(line.slice(closed + 2)));
  return BLOCK_START.test(line) && closed <= opened;
}

/**
 * The offset after the sign of a comment or quotation at `at`, the beginning of a line that continues the sentence of the line
 * before; `at` if there is no sign.
 */
export function afterCommentSign(text: string, at: number): number {
  return at + (matchAt(COMMENT, text, at, text.length) ?? matchAt(STAR, text, at, text.length) ?? '').length;
}

const QUOTE = /(?:>[ \t]?)+[ \t]*/y;

const SIGNS = [
  '(?:>[ \\t]?)+',
  '\\{?/\\*{1,2}!?(?!/)',
  '///?!?(?!/)',
  '<!--+(?!>)',
  '--\\[\\[',
  '---?(?=[ \\t]+[^\\s|-])',
  '#(?=[ \\t])',
  ';+(?=[ \\t])',
  '%+(?=[ \\t])',
  '[rRfFbBuU]{0,2}(?:"""|\'\'\')',
  '@?(?:REM|Rem|rem)(?=[ \\t])',
];

/** The signs of comments and quotations. */
const COMMENT = new RegExp(`(?:${SIGNS.join('|')})[ \\t]*`, 'y');

/** A star begins a line of a comment only inside a comment of several lines; elsewhere it is the marker of a list item. */
const STAR = /\*(?=[ \t]|$)[ \t]*/my;

/** A tag of a documentation comment with the type and the name after it, which programs read. */
const TAG = new RegExp(
  [
    '@(?:param|arg|argument|property|prop|typeparam|template|tparam)\\b(?:[ \\t]+\\{[^{}\\n]{0,200}\\})?' +
      '(?:[ \\t]+\\[?[\\w$.]{1,80}(?:=[^\\]\\n]{0,80}\\])?\\]?)?(?:[ \\t]+-(?=[ \\t]))?',
    '@[a-zA-Z]{2,30}\\b(?!-)(?:[ \\t]+\\{[^{}\\n]{0,200}\\})?',
    '\\\\(?:param(?:\\[[\\w,]{1,10}\\])?[ \\t]+\\w{1,60}|tparam[ \\t]+\\w{1,60}|[a-z]{2,20}\\b)',
    '(?:TODO|FIXME|HACK|XXX|BUG|NOTE)\\b(?:\\([\\w.-]{1,40}\\))?(?:[ \\t]+#\\d{1,9})?:',
    ':(?:param|type|arg|raises|returns?|rtype|var|ivar)\\b[^:\\n]{0,60}:',
  ]
    .map(tag => `(?:${tag})[ \\t]*`)
    .join('|'),
  'y',
);

const MARKER =
  /(?:(?:>[ \t]?)+|(?:#{1,6}|[-*+•‣◦▪]|\d{1,3}[.)]|\(\d{1,3}\)|\[[ xX]\]|\[\^[\w-]{1,40}\]:|:::+[ \t]?[a-z]+|:)(?=[ \t]))[ \t]*/y;

/** Markers nest ("> - [ ] "), but not deeper than this. */
const DEEPEST_MARKER = 6;

const BLOCK_START = /^\s*\/\*/;

function matchAt(pattern: RegExp, text: string, at: number, stop: number): string | undefined {
  pattern.lastIndex = at;
  const match = pattern.exec(text)?.[0];
  return match === undefined || match === '' || at + match.length > stop ? undefined : match;
}
