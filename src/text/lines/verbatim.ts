// Verbatim: finds the lines of a text that are kept byte for byte: fenced and indented code, front matter, formulas,
// scripts.
import type { Range } from '../range';
import { trailingComment, isCode } from './code';

/**
 * For each line of a text whether it is kept as it is.
 *
 * @param inComment whether the text is that of a comment, which has no front matter
 */
export function verbatimLines(text: string, lines: readonly Range[], inComment = false): boolean[] {
  const kept = lines.map(() => false);
  const rawOf = (at: number): string => text.slice(lines[at]?.start, lines[at]?.end);
  const keep = (from: number, to: number): void => void kept.fill(true, from, to);
  let at = inComment ? 0 : frontMatterEnd(lines.length, rawOf);
  keep(0, at);
  while (at < lines.length) {
    const raw = rawOf(at);
    const end = regionEnd(at, raw, lines.length, rawOf) ?? indentedEnd(at, lines.length, rawOf, inComment);
    if (end === undefined) at++;
    else {
      keep(at, end);
      at = end;
    }
  }
  return kept;
}

type LineAt = (at: number) => string;

/** Signs that may stand in front of a fence: indentation, quotations, list items, comments. */
const BEFORE_FENCE = /^((?:\s|>|[-*+](?=\s)|\d{1,3}[.)](?=\s)|\/\/[/!]?|#(?=\s))*)/;
const FENCE = /^(`{3,}(?=[^`]*$)|~{3,})/;
const FORMULA = /^\$\$(?!.*\$\$)|^\\\[\s*$/;
const RAW_ELEMENT = /^<(script|style|pre|textarea)\b(?!.*<\/\1\s*>)/i;

/**
 * The index after the last line of the region that begins at a line; undefined if none does. A fence that is not closed goes
 * on to the end of the text.
 */
function regionEnd(at: number, raw: string, count: number, rawOf: LineAt): number | undefined {
  const before = BEFORE_FENCE.exec(raw)?.[0] ?? '';
  const rest = raw.slice(before.length);
  const fence = FENCE.exec(rest)?.[0];
  if (fence !== undefined) return fenceEnd(at, fence, before, count, rawOf);
  if (FORMULA.test(rest)) {
    const isEnd = rest.startsWith('$') ? /\$\$\s*$/ : /\\\]\s*$/;
    // `$$` that is not closed is more likely a price or a shell's variable than a formula.
    return endWhere(at, count, line => isEnd.test(rawOf(line)));
  }
  const element = RAW_ELEMENT.exec(rest)?.[1];
  if (element === undefined) return undefined;
  const closing = new RegExp(`</${element}\\s*>`, 'i');
  return endWhere(at, count, line => closing.test(rawOf(line)));
}

function fenceEnd(at: number, fence: string, before: string, count: number, rawOf: LineAt): number {
  const comment = /\/\/[/!]?|#/.exec(before)?.[0];
  const closing = new RegExp(`^${fence.charAt(0)}{${fence.length},}\\s*$`);
  for (let line = at + 1; line < count; line++) {
    const raw = rawOf(line);
    // A fence in a comment ends with the comment.
    if (comment !== undefined && !raw.trimStart().startsWith(comment)) return line;
    if (closing.test(raw.slice(BEFORE_FENCE.exec(raw)?.[0].length))) return line + 1;
  }
  return count;
}

function endWhere(at: number, count: number, isEnd: (line: number) => boolean): number | undefined {
  for (let line = at + 1; line < count; line++) if (isEnd(line)) return line + 1;
  return undefined;
}

/** The index after front matter: settings of a page between two lines of `---` or `+++` at the start of the text. */
function frontMatterEnd(count: number, rawOf: LineAt): number {
  const [rule] = /^\ufeff?(---|\+\+\+)\s*$/.exec(rawOf(0))?.slice(1) ?? [];
  if (rule === undefined) return 0;
  const isSetting = rule === '---' ? /^(?:[\w$."'-]+\s*:|\s|#|-\s|$)/ : /^(?:[\w$."'-]+\s*=|\s|#|\[|\]|$)/;
  for (let line = 1; line < count; line++) {
    const raw = rawOf(line);
    if (raw.trimEnd() === rule) return line === 1 ? 0 : line + 1;
    if (!isSetting.test(raw)) return 0;
  }
  return 0;
}

const INDENTED = /^(?: {4}|\t)/;

/**
 * The index after indented code: a run of indented lines below a blank one, of which at least one (in a comment, half)
 * is recognized as code, because most indented lines are prose.
 */
function indentedEnd(at: number, count: number, rawOf: LineAt, inComment: boolean): number | undefined {
  if (!INDENTED.test(rawOf(at)) || (at > 0 && rawOf(at - 1).trim() !== '')) return undefined;
  let end = at;
  while (end < count && INDENTED.test(rawOf(end)) && rawOf(end).trim() !== '') end++;
  if (end === at) return undefined;
  const lines = Array.from({ length: end - at }, (_, line) => rawOf(at + line).trim());
  // Comments may be prose, so a run with comments is not kept as a whole: its lines of code are recognized one by one.
  if (lines.some(line => /^(?:\/\/|\/\*|\*|--|;;|["']{3}|<!--)/.test(line))) return undefined;
  const isCodeLine = (line: string): boolean =>
    isCode(line) || trailingComment(line) !== undefined || ENDS_AS_CODE.test(line);
  // In a comment, prose such as descriptions of arguments is often indented, so more lines must be code.
  const isEnough = inComment ? lines.filter(isCodeLine).length * 2 >= lines.length : lines.some(isCodeLine);
  return isEnough ? end : undefined;
}

const ENDS_AS_CODE = /^(?:[$>]\s\S.*|.*(?:[;{}]|\(|=>))$/;
