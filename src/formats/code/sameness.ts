// Sameness: whether source code with other comments is still the same code. Only the lines that an edit touches are tokenized
// again, and the lines below them until the grammar's state is what it was.
import { INITIAL } from 'vscode-textmate';
import type { Edit } from '../api/contract';
import { edited } from '../parser';
import { type CodeLine, lineRanges, type Tokenizer } from './tokens';

/** A document with its lines. */
export interface Code {
  readonly text: string;
  readonly lines: readonly CodeLine[];
}

/**
 * Whether all text outside of comments and of other prose (docstrings, strings, texts between tags) is as it was, with as many comments between its parts. Comments on consecutive lines
 * count as one, because other words may need more lines or fewer.
 *
 * @param edits ascending, without overlaps
 */
export function isSameCode(tokenizer: Tokenizer, code: Code, edits: readonly Edit[]): boolean {
  const { lines } = code;
  let next = 0;
  for (let first = edits[next]; first !== undefined; first = edits[next]) {
    const from = lineAt(lines, first.start);
    const begin = next;
    let to = from + 1;
    for (;;) {
      // Edits that touch the same lines are read together.
      for (let edit = edits[next]; edit !== undefined && lineAt(lines, edit.start) < to; edit = edits[next]) {
        to = Math.max(to, lineAt(lines, edit.end) + 1);
        next++;
      }
      const other = reread(tokenizer, code, [from, to], edits.slice(begin, next));
      const isSettled = to === lines.length || other.lines.at(-1)?.after.equals(after(lines, to - 1)) === true;
      if (isSettled) {
        if (!isSame({ text: code.text, lines: lines.slice(from, to) }, other)) return false;
        break;
      }
      // An edit that adds the end of a comment, or takes it away, changes the tokens of all lines below.
      if (to - from > MOST_LINES) return false;
      to = Math.min(lines.length, to + (to - from));
    }
  }
  return true;
}

/**
 * If the grammar's state is not what it was after more lines than this, the code is taken for changed. A harmless edit can change
 * the tokens of some lines below it, for instance one that adds a tag that opens an example in a comment.
 */
const MOST_LINES = 500;

/** The grammar's state after a line; the initial state for the index -1. */
function after(lines: readonly CodeLine[], at: number): CodeLine['after'] {
  return lines[at]?.after ?? INITIAL;
}

/** The lines from `from` to before `to` with the edits in them, tokenized again. */
function reread(
  tokenizer: Tokenizer,
  { text, lines }: Code,
  [from, to]: readonly [number, number],
  edits: readonly Edit[],
): Code {
  const start = lines[from]?.start ?? 0;
  const end = lines[to - 1]?.end ?? text.length;
  const shifted = edits.map(edit => ({ start: edit.start - start, end: edit.end - start, text: edit.text }));
  const other = edited(text.slice(start, end), shifted);
  const read: CodeLine[] = [];
  for (const range of lineRanges(other))
    read.push(tokenizer.line(other, range, read.at(-1)?.after ?? after(lines, from - 1)));
  return { text: other, lines: read };
}

/** Whether lines before and after their edits differ in nothing but the words of comments, docstrings and strings. */
function isSame(one: Code, other: Code): boolean {
  const [[invalid, quotes], [otherInvalid, otherQuotes]] = [counts(one), counts(other)];
  if (otherInvalid > invalid || quotes !== otherQuotes || escapes(one) !== escapes(other)) return false;
  return skeleton(one) === skeleton(other);
}

/**
 * The characters of the escape sequences and format placeholders (`%s`) in strings, sorted: they may move with the words of a
 * sentence, but the result may neither lose one nor have a new one.
 */
function escapes({ text, lines }: Code): string {
  const found: string[] = [];
  for (const { start, tokens } of lines) {
    for (const token of tokens) {
      const words = text.slice(start + token.start, start + token.end);
      if (token.is === 'escape') found.push(...words);
      // A grammar does not recognize an incomplete escape sequence, such as Python's `\N` without a name, but a compiler refuses
      // it: so its backslash counts too.
      else if (token.of === 'string') found.push(...words.replace(/[^\\]/g, ''));
    }
  }
  return found.sort().join('');
}

function counts({ lines }: Code): readonly [invalid: number, quotes: number] {
  return [lines.reduce((sum, line) => sum + line.invalid, 0), lines.reduce((sum, line) => sum + line.quotes, 0)];
}

/** The code with a mark in place of each comment, docstring or string; one mark for those on consecutive lines. */
function skeleton({ text, lines }: Code): string {
  return lines
    .map(({ start, end, tokens }) => {
      let line = '';
      let done = start;
      for (const { of, is, start: from, end: to } of tokens) {
        if (is === 'code') continue;
        const mark = MARKS[of];
        const before = text.slice(done, start + from);
        line += before === '' && line.endsWith(mark) ? '' : before + mark;
        done = start + to;
      }
      return line + text.slice(done, end);
    })
    .join('\n')
    .replace(/(?<=^|\n)[ \t]+(?=[\ue000-\ue003])/g, '')
    .replace(/([\ue000-\ue003])(?:\s*\n\s*\1)+/g, '$1');
}

const MARKS = { comment: '\ue000', doc: '\ue001', string: '\ue002', text: '\ue003' } as const;

/** The index of the line at an offset. */
function lineAt(lines: readonly CodeLine[], offset: number): number {
  let [low, high] = [0, lines.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((lines[middle]?.start ?? Infinity) <= offset) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
