// Structure: recognizes lines whose form has a meaning: rows of tables, columns, records, lines of logs, code with a comment
// after it. A sentence never continues over the end of such a line, and only the ranges of prose in it are returned.
import type { Range } from '../range';
import { trailingComment, isCode } from './code';

/** Where a line is in its text, and where its words are, after the markers. Offsets are into the text. */
export interface LineText {
  /** The offset after the markers. */
  readonly body: number;
  /** The offset after the last character. */
  readonly stop: number;
  /** The offset of the line's first character. */
  readonly start: number;
  /** The sign of the comment or quotation that the line begins with; undefined if it begins with none. */
  readonly comment: string | undefined;
}

/**
 * For each line of a block the ranges of it that may be prose, none if all of it is kept; undefined for a line that has
 * no structure.
 *
 * @param inComment whether the text is that of a comment: code in it was commented out, and a remark behind it is kept
 *   too
 */
export function structure(
  text: string,
  lines: readonly LineText[],
  inComment = false,
): (readonly Range[] | undefined)[] {
  const bodies = lines.map(({ body, stop }) => text.slice(body, stop));
  const rows = tableRows(bodies);
  const records = recordLines(bodies);
  return lines.map((line, index) => {
    const { body } = line;
    const words = bodies[index] ?? '';
    const inText = (ranges: readonly Range[]): Range[] =>
      ranges.map(({ start, end }) => ({ start: body + start, end: body + end }));
    if (rows[index] === true) return inText(cells(words));
    if (records[index] === true || isForPrograms(words, line.comment)) return [];
    const prefix = LOG.exec(words)?.[0].length;
    if (prefix !== undefined) return inText([{ start: prefix, end: words.length }]);
    if (inComment && isInSentence(bodies[index - 1] ?? '', words)) return undefined;
    const prose = proseIn(text, body, line.stop, inComment);
    if (prose.length !== 1 || prose[0]?.start !== body) return prose;
    return columnsOf(text, lines, index)?.flatMap(({ start, end }) => proseIn(text, start, end, inComment));
  });
}

/** The part of a range that is not code: all of it, nothing, or the comment after the code. */
function proseIn(text: string, start: number, end: number, inComment: boolean): Range[] {
  const words = text.slice(start, end);
  const comment = trailingComment(words);
  if (comment !== undefined) {
    if (inComment) return [];
    const closing = /\s*\*+\/.*$/.exec(words.slice(comment))?.[0].length ?? 0;
    return isDirective(words.slice(comment)) ? [] : [{ start: start + comment, end: end - closing }];
  }
  return isCode(words.trim()) ? [] : [{ start, end }];
}

/**
 * Whether a line of a comment is in the midst of a sentence that the line before began, though it begins as code does:
 * `return 0 if there is none`.
 */
function isInSentence(before: string, words: string): boolean {
  if (!goesOn(before, words) || isCode(before.trim()) || /[;{}(=]$|=>|[\])];?$/.test(words)) return false;
  return (words.match(/(?<!\S)\p{L}+[,.]?(?!\S)/gu)?.length ?? 0) >= 4;
}

/**
 * Whether a sentence of a comment goes on from a line to the next, however short the line is: comments are wrapped at any
 * width. The line has several words and no end of a sentence, and the next line begins with a small letter, but not as
 * an item of a list such as `name -- the name`.
 */
export function goesOn(line: string, next: string): boolean {
  if (!/^\p{Ll}/u.test(next) || /^\S+\s+(?:--?|[–—:=])\s/.test(next)) return false;
  return !/[.!?:;…]["'”’)\]]*$/.test(line) && (line.match(/\p{L}+/gu)?.length ?? 0) >= 4;
}

/** The time and the level in front of the message of a log. */
const LOG = new RegExp(
  '^(?:\\[?\\d{4}-\\d\\d-\\d\\d[T ,]\\d\\d:\\d\\d(?::\\d\\d)?(?:[.,]\\d+)?(?: ?(?:Z|UTC|[+-]\\d\\d:?\\d\\d))?\\]?' +
    '|\\[?\\d\\d:\\d\\d:\\d\\d(?:[.,]\\d+)?\\]?(?=\\s+\\[?[A-Z]{3,})' +
    '|[A-Z][a-z]{2} [ \\d]\\d \\d\\d:\\d\\d:\\d\\d [\\w.-]+ [\\w.\\/-]+(?:\\[\\d+\\])?:' +
    '|\\[?(?:TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|FATAL|CRITICAL)\\](?::|\\s))' +
    '(?:\\s+\\[?(?:TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|FATAL|CRITICAL)\\]?:?(?=\\s|$))?' +
    '(?:\\s+\\[[^\\]\\n]{0,80}\\]:?)*\\s*(?:[-–|:]\\s+)?',
);

/** Whether the whole line is read by programs only. */
function isForPrograms(words: string, comment: string | undefined): boolean {
  if (FOR_PROGRAMS.some(pattern => pattern.test(words))) return true;
  return comment !== undefined && comment !== '>' && isDirective(words);
}

const LINK =
  '!?\\[(?:[^[\\]\\n]|!?\\[[^[\\]\\n]{0,300}\\]){0,500}\\](?:\\([^()\\n]{0,500}\\)|\\[[^[\\]\\n]{0,200}\\])?';

const FOR_PROGRAMS: readonly RegExp[] = [
  // Badges: lines of images, most of them inside links.
  new RegExp(
    `^(?:\\[!\\[[^[\\]\\n]{0,300}\\](?:\\([^()\\n]{0,500}\\)|\\[[^[\\]\\n]{0,200}\\])\\]|!\\[\\])(?:${LINK}|[\\s\\p{P}()])*.{0,500}$`,
    'u',
  ),
  // The target of a reference link, `[name]: address`; the kind of a note, `[!NOTE]`; the beginning or end of a container.
  /^\[(?!\^)[^[\]\n]{1,200}\]:\s*\S/,
  /^\[![A-Z]{2,20}\][+-]?$/,
  /^:::/,
  // Trees of folders.
  /^(?:[│┃|]\s*)*[├└┣┗╰┌]/,
  /^#!/,
  // References and flags of message catalogs, `#: file.c:12`; sections of a script's help, `.SYNOPSIS`.
  /^#[:,.~|]/,
  /^\.[A-Z]{4,20}\b/,
  /^-->/,
];

/** Whether the words of a comment are a directive for a tool. */
function isDirective(words: string): boolean {
  return DIRECTIVE.test(words);
}

const DIRECTIVE = new RegExp(
  '^(?:(?:SPDX-|@?ts-(?:ignore|nocheck|check|expect-error)|(?:es|ts|style|js)-?(?:lint|hint)|prettier-|istanbul |c8 |v8 |webpack[A-Z]' +
    '|nolint|noqa|pylint:|mypy:|type: ?ignore|flake8|ruff:|fmt: ?o|clang-format|cspell|shellcheck |rubocop:|yaml-language-server:' +
    '|syntax=|-\\*-|vim?:|#?(?:end)?region\\b|markdownlint-|toc\\b|/toc\\b|omit |sourceMappingURL|[a-z]+:[a-z]+\\S*(?:\\s|$))' +
    '|SPDX-|[A-Z\\d]{1,20}(?:-[A-Z\\d]{1,20}){1,5}:(?:START|END|BEGIN)|[\\w-]+-(?:start|end|begin|disable|enable|ignore)\\b' +
    '|(?:START|END|BEGIN) [\\w-]+$|[\\w-]+:(?:start|end|begin)\\b)',
  'i',
);

/**
 * Which lines are rows of a table: those that begin with a bar, and those with a bar from the line above a line of
 * dashes and bars on.
 */
function tableRows(bodies: readonly string[]): boolean[] {
  const ruled = bodies.findIndex(words => /^:?-+:?\s*(?:\|\s*:?-+:?\s*)+$/.test(words));
  return bodies.map(
    (words, index) => words.startsWith('|') || (ruled >= 0 && index >= ruled - 1 && words.includes('|')),
  );
}

/** The cells of a table's row. A bar after a backslash is text, and so is one inside inline code. */
function cells(row: string): Range[] {
  const found: Range[] = [];
  let start = 0;
  for (const { index, 0: bar } of row.matchAll(/\\.|(`{1,3})[^`\n]{1,300}\1|\|/g)) {
    if (bar !== '|') continue;
    if (index > start) found.push({ start, end: index });
    start = index + 1;
  }
  if (row.length > start) found.push({ start, end: row.length });
  return found;
}

/**
 * Which lines are records of values between commas or semicolons: those with at least four of them, or with at least
 * two and as many as a neighboring line.
 */
function recordLines(bodies: readonly string[]): boolean[] {
  const counts = bodies.map(words => [',', ';'].map(sign => separators(words, sign)));
  return counts.map((countsOfLine, index) =>
    countsOfLine.some((count, sign) => {
      // Prose has no comma without a space after it, except in numbers and in chemistry.
      return count >= 4 || (count >= 2 && [counts[index - 1]?.[sign], counts[index + 1]?.[sign]].includes(count));
    }),
  );
}

/** How often a sign separates values in a line; 0 if it is followed by a space anywhere, as in prose. */
function separators(words: string, sign: string): number {
  const values = words.replace(/"(?:[^"\n]|""){0,500}"/g, 'x');
  if (values.includes(`${sign} `)) return 0;
  return values.split(sign).length - 1;
}

/** The columns of a line: between tabs, and between runs of spaces at which a neighboring line is aligned too. */
function columnsOf(text: string, lines: readonly LineText[], index: number): Range[] | undefined {
  const line = lines[index];
  if (line === undefined) return undefined;
  const words = text.slice(line.body, line.stop);
  if (!/\t| {2}/.test(words)) return undefined;
  const gaps = gapsOf(text, line);
  const near = [lines[index - 1], lines[index + 1]].flatMap(other => (other === undefined ? [] : gapsOf(text, other)));
  const separating = gaps.filter(gap => gap.tabbed || isAligned(gap, near) || isLabel(words, gap.start - line.body));
  if (separating.length === 0) return undefined;
  const columns: Range[] = [];
  let start = line.body;
  for (const gap of separating) {
    columns.push({ start, end: gap.start });
    start = gap.end;
  }
  return [...columns, { start, end: line.stop }];
}

interface Gap extends Range {
  readonly tabbed: boolean;
  /** The offset of the gap's end in its line, in UTF-16 units. */
  readonly column: number;
}

function gapsOf(text: string, { start, body, stop }: LineText): Gap[] {
  return [...text.slice(body, stop).matchAll(/ *\t[ \t]*| {2,}/g)].map(({ index, 0: space }) => {
    const [from, to] = [body + index, body + index + space.length];
    return { start: from, end: to, tabbed: space.includes('\t'), column: to - start };
  });
}

/**
 * Whether a gap ends in the same column as one of a neighboring line. Justified prose has gaps of two spaces that are
 * aligned by chance; columns have a wider gap.
 */
function isAligned(gap: Gap, near: readonly Gap[]): boolean {
  return near.some(other => {
    if (other.column !== gap.column || other.tabbed) return false;
    return Math.max(other.end - other.start, gap.end - gap.start) >= 3;
  });
}

/** Whether a label or an option stands before a gap: "Name:    value", "--watch    Starts again". */
function isLabel(words: string, gap: number): boolean {
  return /^\S.{0,40}:$|^--?[a-zA-Z][^.!?]{0,60}$/.test(words.slice(0, gap));
}
