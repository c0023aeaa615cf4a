// Examples: the lines of a comment that are examples, output or drawings, and are kept as they are.
import type { Style } from './tags';

/**
 * For each line of a comment's text whether it is part of an example or of a drawing. Fenced code is left to `verbatimLines`.
 *
 * @param style how documentation is written in the language of the source
 * @param isDoc whether the comment is a docstring, in which reStructuredText may stand
 */
export function exampleLines(lines: readonly string[], style: Style, isDoc: boolean): boolean[] {
  const kept = lines.map(() => false);
  let at = 0;
  while (at < lines.length) {
    const end = exampleEnd(lines, at, style, isDoc);
    if (end === undefined) at++;
    else {
      kept.fill(true, at, end);
      at = end;
    }
  }
  for (const [start, end] of paragraphs(lines)) {
    if (isDrawing(lines.slice(start, end))) kept.fill(true, start, end);
  }
  return kept;
}

/** The commands that begin and end an example. */
const PAIRS: readonly (readonly [opens: RegExp, closes: RegExp])[] = [
  [/^[@\\]code\b/, /[@\\]endcode\b/],
  [/^[@\\]verbatim\b/, /[@\\]endverbatim\b/],
  [/^[@\\](?:dot|msc|startuml)\b/, /[@\\]end(?:dot|msc|uml)\b/],
  [/^[@\\]f[[{]/, /[@\\]f[\]}]/],
  [/^<code>(?!.*<\/code>)/, /<\/code>/],
  [/^=begin\b/, /^=end\b/],
];

/** The index of the line after the example that begins at line `at`; undefined if no example begins there. */
function exampleEnd(lines: readonly string[], at: number, style: Style, isDoc: boolean): number | undefined {
  const line = lines[at]?.trim() ?? '';
  const until = (isEnd: (line: string, at: number) => boolean): number => {
    let end = at + 1;
    while (end < lines.length && !isEnd(lines[end] ?? '', end)) end++;
    return end;
  };
  const closes = PAIRS.find(([opens]) => opens.test(line))?.[1];
  if (closes !== undefined) return Math.min(lines.length, until(other => closes.test(other)) + 1);
  if (/^@examples?(?![\w-])/.test(line)) {
    const indent = indentOf(lines[at]);
    return until(
      other => /^\s*@\w/.test(other) || (style === 'ruby' && other.trim() !== '' && indentOf(other) <= indent),
    );
  }
  if (/^(?:>>>|iex(?:\(\d+\))?>|julia>|irb>|In \[\d+\]:)(?:\s|$)/.test(line))
    return until(other => other.trim() === '');
  // The lines below `Output:` stay, because `go test` compares them with what the example prints.
  if (/^(?:Unordered )?[Oo]utput:$/.test(line) && style === 'other') return lines.length;
  // In PowerShell's help the paragraph below is code.
  if (/^\.EXAMPLE$/i.test(line)) return until((other, index) => other.trim() === '' && index > at + 1);
  if (style === 'perl' && /^[ \t]+\S/.test(lines[at] ?? '')) return at + 1;
  return isDoc ? literalEnd(lines, at, line) : undefined;
}

/**
 * The index of the line after a literal block of reStructuredText, which is indented below a directive or below a line that
 * ends with `::`; undefined if no such block begins at line `at`.
 */
function literalEnd(lines: readonly string[], at: number, line: string): number | undefined {
  const isBlock =
    /^\.\.\s+(?:code(?:-block)?|sourcecode|math|parsed-literal|literalinclude|doctest|testcode|highlight)::/.test(line);
  const isBelow =
    at > 0 && lines[at - 1]?.trim() === '' && /(?:^|[^:.])::$/.test(lines[lastNonBlank(lines, at - 1)]?.trim() ?? '');
  if (!isBlock && !isBelow) return undefined;
  const indent = isBlock ? indentOf(lines[at]) : indentOf(lines[lastNonBlank(lines, at - 1)]);
  if (!isBlock && indentOf(lines[at]) <= indent) return undefined;
  let end = at + 1;
  while (end < lines.length && (lines[end]?.trim() === '' || indentOf(lines[end]) > indent)) end++;
  return end;
}

/** The index of the last line that is not blank, at or before the index `at`; -1 if there is none. */
function lastNonBlank(lines: readonly string[], at: number): number {
  let index = at;
  while (index >= 0 && lines[index]?.trim() === '') index--;
  return index;
}

function indentOf(line = ''): number {
  return line.length - line.trimStart().length;
}

function* paragraphs(lines: readonly string[]): Generator<readonly [number, number], void, void> {
  let start = 0;
  for (let at = 0; at <= lines.length; at++) {
    if (at < lines.length && lines[at]?.trim() !== '') continue;
    if (at > start) yield [start, at];
    start = at + 1;
  }
}

/** Whether lines are a drawing of characters: at least two of them, and half of all, have arrows or frames. */
function isDrawing(lines: readonly string[]): boolean {
  // A table of Markdown, whose cells are prose, is no drawing.
  if (lines.some(line => /^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)+\|?\s*$/.test(line))) return false;
  const strokes = lines.filter(line => STROKES.test(line)).length;
  return strokes >= 2 && strokes * 2 >= lines.length;
}

const STROKES =
  /^\s*\+[-=+]{2,}\+|[\u2500-\u257f]|(?:^|\s)(?:<-+|<={2,}|-{2,}>|={2,}>|-{3,}\w+-{3,}>?)(?=\s)|\s[|\\/]\s+\S*\s*[|\\/](?:\s|$)|[/\\]_{2,}|_{2,}[/\\]|^\s*[|^v/\\](?:\s+[|^v/\\])*\s*$/;
