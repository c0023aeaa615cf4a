// Blocks: the paragraphs of a plain text, and the flows of each: ranges whose lines were wrapped by hand, so that a sentence
// may continue on the next line, and ranges that are kept because they are code or data.
import type { Range } from '../range';
import { markersAt, opensBlock } from './markers';
import { structure } from './structure';
import { verbatimLines } from './verbatim';

/** Lines without a blank one between them: from the first character that is no white space to after the last one. */
export interface Block {
  readonly start: number;
  readonly end: number;
  readonly lines: readonly Line[];
}

/**
 * `prose`: the text at `start`, of the same length, with a space for every character of the line ends inside it and of the
 * comment signs after them, and the parts of lines on which it stands. `code`: a range that is kept.
 */
export type Flow =
  | { readonly kind: 'prose'; readonly start: number; readonly text: string; readonly lines: readonly Range[] }
  | { readonly kind: 'code'; readonly start: number; readonly end: number };

interface Line {
  readonly start: number;
  /** The offset after the indentation. */
  readonly inner: number;
  /** The offset after the sign of a comment and the space that follows it. */
  readonly text: number;
  /** The offset after the marker of a list item, heading or quotation and the space that follows it. */
  readonly body: number;
  /** The offset after the last character that is neither white space nor part of the end of a comment. */
  readonly stop: number;
  readonly marker: 'none' | 'number' | 'heading' | 'other';
  readonly comment: string | undefined;
  /** Its end, or its start, was set on purpose: no sentence continues over it. */
  readonly hardEnd: boolean;
  readonly hardStart: boolean;
  /** It is kept byte for byte. */
  readonly verbatim: boolean;
}

export function blocks(text: string): Block[] {
  const found: Block[] = [];
  let lines: Line[] = [];
  const close = (): void => {
    const first = lines[0];
    const last = lines.at(-1);
    if (first !== undefined && last !== undefined) found.push({ start: first.inner, end: last.stop, lines });
    lines = [];
  };
  const all = linesOf(text);
  const verbatim = verbatimLines(text, all);
  let inBlock = false;
  for (const [at, { start, end }] of all.entries()) {
    const line = lineOf(text, start, end, inBlock, verbatim[at] === true);
    if (line === undefined) close();
    else lines.push(line);
    if (verbatim[at] !== true) inBlock = opensBlock(text.slice(start, end), inBlock);
  }
  close();
  return found;
}

function linesOf(text: string): Range[] {
  const lines: Range[] = [];
  let start = 0;
  for (const { index, 0: lineEnd } of text.matchAll(/\r\n|[\n\r\u0085\u2028\u2029]/g)) {
    lines.push({ start, end: index });
    start = index + lineEnd.length;
  }
  return [...lines, { start, end: text.length }];
}

/** The flows of a block, in order. Between them are markers, indentation and line ends. */
export function flows(text: string, block: Block): Flow[] {
  const limit = wrapWidth(text, block.lines);
  const ranges = structure(text, block.lines);
  const found: Flow[] = [];
  let run: Line[] = [];
  let numbered = false;
  const close = (): void => {
    if (run.length > 0) found.push(flowOf(text, run));
    run = [];
  };
  for (const [at, line] of block.lines.entries()) {
    const own = line.verbatim ? [] : ranges[at];
    const previous = run.at(-1);
    const continues: boolean =
      own === undefined && previous !== undefined && isSoftWrap(text, previous, line, limit, numbered);
    if (!continues) close();
    if (own === undefined) run.push(line);
    else found.push(...rangesOf(text, line, own));
    numbered ||= line.marker === 'number' && !continues;
  }
  close();
  return found;
}

/** The prose of a line that has a structure; the whole line as code if it has none. */
function rangesOf(text: string, { inner, stop }: Line, own: readonly Range[]): Flow[] {
  if (own.length === 0) return [{ kind: 'code', start: inner, end: stop }];
  return own.map(range => ({
    kind: 'prose',
    start: range.start,
    text: text.slice(range.start, range.end),
    lines: [range],
  }));
}

/** In columns. Prose is not wrapped narrower than this, while lists, poems and addresses have shorter lines. */
const SHORTEST_WRAP = 60;

/** The end of a comment or of a string, or a backslash, at the end of a line. */
const CLOSING = /(?:\*+\/\}?|--+>|"""|'''|(?<=\s)\]\]|(?<=\s)#>|\\)$/;

const LONGEST_CLOSING = 80;

function lineOf(text: string, start: number, end: number, inBlock: boolean, verbatim: boolean): Line | undefined {
  const raw = text.slice(start, end);
  const whole = start + raw.trimEnd().length;
  if (whole === start) return undefined;
  const inner = end - raw.trimStart().length;
  const blank = { start, inner, text: inner, body: inner, stop: whole, marker: 'none', comment: undefined } as const;
  if (verbatim) return { ...blank, hardEnd: true, hardStart: true, verbatim };
  const closing = CLOSING.exec(text.slice(Math.max(inner, whole - LONGEST_CLOSING), whole))?.[0].length ?? 0;
  const stop = inner + text.slice(inner, whole - closing).trimEnd().length;
  const { comment, text: words, body, tagged } = markersAt(text, inner, stop, inBlock);
  const early = innerCommentEnd(text, comment, body, stop);
  if (early !== undefined) return { ...blank, text: words, body, stop: early, comment, ...SEPARATE_LINE };
  const marker = markerOf(text.charAt(comment === '#' ? inner : words), body > words || comment === '#');
  const hardStart = tagged || DEFINES.test(text.slice(body, stop));
  return { ...blank, text: words, body, stop, marker, comment, hardEnd: closing > 0, hardStart, verbatim };
}

const SEPARATE_LINE = { hardEnd: true, hardStart: true, verbatim: false };

/** "max_speed: …", "**kwargs: …": a line that begins with the name of an argument begins a new sentence. */
const DEFINES = /^(?:\*{1,2}\w{1,60}|\w{1,60}_\w{1,60})(?:\s?\([^()]{0,80}\))?:\s/;

/** The offset at which the words of a comment stop that ends within its line, before code. */
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

/**
 * Whether a sentence may continue from a line to the next: the line was wrapped because the next word would not have fitted.
 * A line with room for that word was ended on purpose.
 */
function isSoftWrap(text: string, line: Line, next: Line, limit: number, numbered: boolean): boolean {
  if (line.hardEnd || next.hardStart || !isSameComment(line, next)) return false;
  // The sign of a heading is that of a comment in other files, where every line has one.
  if (
    line.marker === 'heading'
      ? next.marker !== 'heading' || next.body > next.text
      : !hasNoOwnMarker(text, next, numbered)
  ) {
    return false;
  }
  const indent = next.text - next.start;
  // The lines of a list item are indented as its marker or as its words.
  const opens = line.comment?.startsWith('/*') === true || /["']{3}/.test(line.comment ?? '');
  if (!opens && indent !== line.text - line.start && indent !== line.body - line.start) return false;
  const words = text.slice(next.text, next.stop);
  if (!HAS_WORD.test(words) || !HAS_WORD.test(text.slice(line.body, line.stop))) return false;
  return widthOf(text.slice(line.start, line.stop)) + 1 + widthOf(FIRST_WORD.exec(words)?.[0] ?? '') > limit;
}

/** Whether a line has no marker, or a number that may belong to the sentence. */
function hasNoOwnMarker(text: string, { marker, text: start, stop }: Line, numbered: boolean): boolean {
  if (marker === 'none') return true;
  return marker === 'number' && !numbered && !/^\(?1\D/.test(text.slice(start, stop));
}

/** Whether both lines are in one comment, or both in none. The first line of a comment with stars has another sign. */
function isSameComment({ comment: first }: Line, { comment: second }: Line): boolean {
  if (first === second) return true;
  if (first?.startsWith('/*') === true || first?.startsWith('<!--') === true)
    return second === '*' || second === undefined;
  return first !== undefined && /^[a-z]{0,2}(?:"""|''')$/i.test(first) && second === undefined;
}

const HAS_WORD = /[\p{L}\p{N}]/u;

/** The first word; in scripts without spaces the first character, because a line may end after each. */
const FIRST_WORD = /^(?:[\u2e80-\ua4cf\uf900-\ufaff\uff00-\uff60]|\S+)/;

/** White space, or a character after which a line may be wrapped without it. */
const WRAPPABLE = /[\s\u2e80-\ua4cf\uf900-\ufaff]/;

/** Characters that take two columns. Those outside of the basic plane are two UTF-16 units already. */
const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/g;

function widthOf(text: string): number {
  return text.length + (text.match(WIDE)?.length ?? 0);
}

/** The width, in columns, at which a block was wrapped: that of its longest line that could have been wrapped. */
function wrapWidth(text: string, lines: readonly Line[]): number {
  let longest = SHORTEST_WRAP;
  for (const { start, inner, stop } of lines) {
    if (stop - start > longest / 2 && WRAPPABLE.test(text.slice(inner, stop))) {
      longest = Math.max(longest, widthOf(text.slice(start, stop)));
    }
  }
  return longest;
}

function flowOf(text: string, lines: readonly Line[]): Flow {
  const start = lines[0]?.body ?? 0;
  const parts: string[] = [];
  const ranges: Range[] = [];
  let done = start;
  for (const { text: words, stop } of lines) {
    // Within a flow a line that starts with "3. " continues the sentence.
    const from = Math.max(start, words);
    parts.push(' '.repeat(from - done), text.slice(from, stop));
    ranges.push({ start: from, end: stop });
    done = stop;
  }
  return { kind: 'prose', start, text: parts.join(''), lines: ranges };
}
