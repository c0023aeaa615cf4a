// Comment texts: the words of comments as texts of their own, without comment signs such as `//` and `*`, with the
// offset of each line in the source.
import type { Range } from '../../text/range';
import type { Comment } from './comments';

/** The text of one comment, or of several on consecutive lines. */
export interface CommentText {
  /** `of`, `kind` and `sign` are those of the first comment. */
  readonly of: Comment['of'];
  readonly kind: Comment['kind'];
  readonly sign: string;
  /** Lines with `\n` between them. */
  readonly text: string;
  readonly lines: readonly TextLine[];
}

export interface TextLine extends Range {
  /** The offset in the source at which the line's words begin; `start` and `end` are offsets in `CommentText.text`. */
  readonly from: number;
  /** The column of the source at which the line's words begin. */
  readonly column: number;
  /** Whether the line is the first of a comment. */
  readonly isFirst: boolean;
}

/** @param starts the offset of each line of the source */
export function commentTexts(source: string, comments: readonly Comment[], starts: readonly number[]): CommentText[] {
  const groups: Comment[][] = [];
  for (const comment of comments) {
    const group = groups.at(-1);
    const last = group?.at(-1);
    if (group !== undefined && last !== undefined && isContinued(last, comment)) group.push(comment);
    else groups.push([comment]);
  }
  return groups.map(group => textOf(source, group, starts));
}

/** Whether `next` belongs to the same text as `last`: the next line of text, or a line comment below at the same column. */
function isContinued(last: Comment, next: Comment): boolean {
  if (last.kind !== next.kind || last.of !== next.of || next.line !== last.line + 1 || !next.isAlone) return false;
  if (last.kind === 'text') return true;
  return last.kind === 'line' && last.sign === next.sign && last.column === next.column;
}

function textOf(source: string, group: readonly Comment[], starts: readonly number[]): CommentText {
  const [first] = group;
  const { of = 'comment', kind = 'line', sign = '' } = first ?? {};
  const parts = group.flatMap(({ parts, line }) =>
    parts.map((part, at) => ({ ...part, line: line + at, isFirst: at === 0 })),
  );
  const isBlock = kind === 'block';
  // The words after the opening sign have another indentation than the lines below, so the indentation of the two is
  // removed separately.
  const opening = isBlock ? parts.slice(0, 1) : [];
  const below = isBlock ? parts.slice(1) : parts;
  const star = isBlock && of === 'comment' ? starOf(source, below) : undefined;
  const bare = star === undefined ? below : below.map(part => ({ ...part, start: afterStar(source, part, star) }));
  const indent = (some: readonly Range[]): number => {
    const words = some.map(({ start, end }) => source.slice(start, end)).filter(line => line.trim() !== '');
    return words.reduce((least, line) => Math.min(least, line.length - line.trimStart().length), Infinity);
  };
  const unindented = <T extends Range>(some: readonly T[]): T[] => {
    const by = indent(some);
    return some.map(part => ({ ...part, start: Math.min(part.end, part.start + by) }));
  };
  let text = '';
  const lines = [...unindented(opening), ...unindented(bare)].map(({ start, end, line, isFirst }): TextLine => {
    const at = text.length === 0 && line === (first?.line ?? 0) ? 0 : text.length + 1;
    const words = source.slice(start, end).replace(/[\r\u0085\u2028\u2029]/g, ' ');
    text = at === 0 ? words : `${text}\n${words}`;
    return { from: start, start: at, end: at + words.length, column: start - (starts[line] ?? start), isFirst };
  });
  return { of, kind, sign, text, lines };
}

/** The character that begins each line of a block comment, such as a star; undefined if not every line has it. */
function starOf(source: string, parts: readonly Range[]): string | undefined {
  const words = parts.map(({ start, end }) => source.slice(start, end).trim()).filter(line => line !== '');
  const star = STAR.exec(words[0] ?? '')?.[1];
  return words.every(line => star !== undefined && STAR.exec(line)?.[1] === star) ? star : undefined;
}

/** A character that may begin each line of a block comment, once or repeated, and not directly in front of a word. */
const STAR = /^([*|#-])\1*(?![\p{L}\p{N}*|#-])/u;

/** The offset after the stars at the beginning of a line. */
function afterStar(source: string, { start, end }: Range, star: string): number {
  const line = source.slice(start, end);
  let length = line.length - line.trimStart().length;
  while (line.charAt(length) === star) length++;
  return start + length;
}

/** The part of each line of a comment's text that lies within a range of the text, as ranges of the source. */
export function inSource({ lines }: CommentText, { start, end }: Range): Range[] {
  const found: Range[] = [];
  let [low, high] = [0, lines.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((lines[middle]?.end ?? Infinity) <= start) low = middle + 1;
    else high = middle;
  }
  for (let line = lines[low]; line !== undefined && line.start < end; line = lines[++low]) {
    const [from, to] = [Math.max(start, line.start), Math.min(end, line.end)];
    if (from < to) found.push({ start: line.from + from - line.start, end: line.from + to - line.start });
  }
  return found;
}
