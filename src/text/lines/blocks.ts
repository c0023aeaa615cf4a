// Blocks: the paragraphs of a plain text, and the flows of each: ranges whose lines were wrapped by hand, so that a sentence
// may continue on the next line, and ranges that are kept because they are code or data.
import type { Range } from '../range';
import { type CommentLine, type Line, lineOf, lineOfComment, linesOf } from './line';
import { opensBlock } from './markers';
import { goesOn, structure } from './structure';
import { verbatimLines } from './verbatim';

/** Lines without a blank one between them: from the first character that is no white space to after the last one. */
export interface Block {
  readonly start: number;
  readonly end: number;
  readonly lines: readonly Line[];
  /** Whether the text is that of a comment, which a grammar found. */
  readonly inComment: boolean;
}

/**
 * `prose`: the text from `start` on, with a space in place of every character of the line ends inside it and of the
 * comment signs after them, so that offsets stay the same; `lines` are the ranges between those. `code`: a range that
 * is kept.
 */
export type Flow =
  | { readonly kind: 'prose'; readonly start: number; readonly text: string; readonly lines: readonly Range[] }
  | { readonly kind: 'code'; readonly start: number; readonly end: number };

/**
 * @param comment for the text of a comment, whose signs were removed: what is known of each of its lines. The lines of
 *   such a text end with `\n` alone.
 */
export function blocks(text: string, comment?: readonly CommentLine[]): Block[] {
  const found: Block[] = [];
  let lines: Line[] = [];
  const close = (): void => {
    const first = lines[0];
    const last = lines.at(-1);
    if (first !== undefined && last !== undefined) {
      found.push({ start: first.inner, end: last.stop, lines, inComment: comment !== undefined });
    }
    lines = [];
  };
  for (const line of comment === undefined ? plainLines(text) : commentLines(text, comment)) {
    if (line === undefined) close();
    else lines.push(line);
  }
  close();
  return found;
}

/** The lines of a plain text; undefined for a blank line. */
function* plainLines(text: string): Generator<Line | undefined, void, void> {
  const all = linesOf(text);
  const verbatim = verbatimLines(text, all);
  let inBlock = false;
  for (const [at, { start, end }] of all.entries()) {
    yield lineOf(text, start, end, inBlock, verbatim[at] === true);
    if (verbatim[at] !== true) inBlock = opensBlock(text.slice(start, end), inBlock);
  }
}

/** The lines of the text of a comment; undefined for a blank line. */
function commentLines(text: string, comment: readonly CommentLine[]): (Line | undefined)[] {
  return linesOf(text).map((range, at) => {
    const found = comment[at];
    return found === undefined ? undefined : lineOfComment(text, range, found);
  });
}

/** The flows of a block, in order. Between them are markers, indentation and line ends. */
export function flows(text: string, block: Block): Flow[] {
  const limit = wrapWidth(text, block.lines);
  const ranges = structure(text, block.lines, block.inComment);
  const found: Flow[] = [];
  let flowLines: Line[] = [];
  let numbered = false;
  const close = (): void => {
    if (flowLines.length > 0) found.push(flowOf(text, flowLines));
    flowLines = [];
  };
  for (const [at, line] of block.lines.entries()) {
    const lineRanges = line.verbatim ? [] : ranges[at];
    const previous = flowLines.at(-1);
    const continues: boolean =
      lineRanges === undefined &&
      previous !== undefined &&
      isSoftWrap(text, previous, line, { limit, numbered, inComment: block.inComment });
    if (!continues) close();
    if (lineRanges === undefined) flowLines.push(line);
    else found.push(...flowsOfLine(text, line, lineRanges));
    numbered ||= line.marker === 'number' && !continues;
  }
  close();
  return found;
}

/** The flows of a line with a structure of its own: its ranges of prose or, if it has none, the whole line as code. */
function flowsOfLine(text: string, { inner, stop }: Line, prose: readonly Range[]): Flow[] {
  if (prose.length === 0) return [{ kind: 'code', start: inner, end: stop }];
  return prose.map(({ start, end }) => ({
    kind: 'prose',
    start,
    text: text.slice(start, end),
    lines: [{ start, end }],
  }));
}

/** In columns. Prose is not wrapped at a smaller width; shorter lines are those of lists, poems and addresses. */
const SHORTEST_WRAP = 60;

/**
 * Whether a sentence may continue from a line to the next: the line was wrapped because the next word would not have fitted.
 * A line with room for that word was ended on purpose.
 */
function isSoftWrap(text: string, line: Line, next: Line, wrap: Wrap): boolean {
  if (line.hardEnd || next.hardStart || !isSameComment(line, next)) return false;
  // `#` is the sign of a heading in some files and that of a comment in others, where it begins every line.
  if (
    line.marker === 'heading'
      ? next.marker !== 'heading' || next.body > next.text
      : !hasNoOwnMarker(text, next, wrap.numbered)
  ) {
    return false;
  }
  const indent = next.text - next.start;
  // The lines of a list item are indented as its marker or as its words. Below the first line of a comment or of a docstring
  // any indentation is possible, and below a tag of a comment any deeper one.
  const opens = line.comment?.startsWith('/*') === true || /["']{3}/.test(line.comment ?? '');
  const isDeeper = wrap.inComment && line.hardStart && indent > line.text - line.start;
  if (!opens && !isDeeper && indent !== line.text - line.start && indent !== line.body - line.start) return false;
  const words = text.slice(next.text, next.stop);
  const before = text.slice(line.body, line.stop);
  if (!HAS_WORD.test(words) || !HAS_WORD.test(before)) return false;
  if (wrap.inComment && goesOn(before, words)) return true;
  const width = line.column + widthOf(text.slice(line.start, line.stop));
  return width + 1 + widthOf(FIRST_WORD.exec(words)?.[0] ?? '') > wrap.limit;
}

interface Wrap {
  /** The width at which the block was wrapped, in columns. */
  readonly limit: number;
  /** Whether an earlier line of the block began with the number of a list item. */
  readonly numbered: boolean;
  readonly inComment: boolean;
}

/** Whether a line has no marker, or a number that may belong to the sentence. */
function hasNoOwnMarker(text: string, { marker, text: start, stop }: Line, numbered: boolean): boolean {
  if (marker === 'none') return true;
  return marker === 'number' && !numbered && !/^\(?1\D/.test(text.slice(start, stop));
}

/** Whether both lines are in one comment, or both in none. A comment may begin with `/*` and go on with `*`. */
function isSameComment({ comment: first }: Line, { comment: second }: Line): boolean {
  if (first === second) return true;
  if (first?.startsWith('/*') === true || first?.startsWith('<!--') === true)
    return second === '*' || second === undefined;
  return first !== undefined && /^[a-z]{0,2}(?:"""|''')$/i.test(first) && second === undefined;
}

const HAS_WORD = /[\p{L}\p{N}]/u;

/** The first word; in scripts without spaces the first character, because a line may end after each. */
const FIRST_WORD = /^(?:[\u2e80-\ua4cf\uf900-\ufaff\uff00-\uff60]|\S+)/;

/** White space, or a character after which a line may be wrapped without white space. */
const WRAPPABLE = /[\s\u2e80-\ua4cf\uf900-\ufaff]/;

/** Characters that take two columns. Those outside of the basic plane are two UTF-16 units already. */
const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/g;

function widthOf(text: string): number {
  return text.length + (text.match(WIDE)?.length ?? 0);
}

/** The width, in columns, at which a block was wrapped: that of its longest line that could have been wrapped. */
function wrapWidth(text: string, lines: readonly Line[]): number {
  let longest = SHORTEST_WRAP;
  for (const { start, column, inner, stop } of lines) {
    // A UTF-16 unit takes at most two columns, so a line that is shorter than half cannot be the longest.
    if (column + stop - start > longest / 2 && WRAPPABLE.test(text.slice(inner, stop))) {
      longest = Math.max(longest, column + widthOf(text.slice(start, stop)));
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
