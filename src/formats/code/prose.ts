// Prose: the structure of source code: the prose of its comments, and the ranges of comments that are kept.
import { type Block, blocks, type Flow, flows } from '../../text/lines/blocks';
import { type CommentLine, linesOf } from '../../text/lines/line';
import { verbatimLines } from '../../text/lines/verbatim';
import { overlaps, partsWithin, type Range } from '../../text/range';
import type { KeptRange, ProseFlow, TextStructure } from '../../text/textStructure';
import type { CodePart } from '../api/contract';
import type { Syntax } from '../syntax';
import { commentsOf } from './comments';
import { type CommentText, commentTexts, inSource } from './commentTexts';
import { withoutDeclaredName } from './declaredName';
import { isDirective, licenseLines } from './directives';
import { sectionTags } from './docSections';
import { exampleLines } from './examples';
import { inlineTags, merged } from './inline';
import { settingLines } from './settings';
import { type Style, styleOf, tagLength, wordsLength } from './tags';
import type { CodeLine } from './tokens';

/** The structure of a document, of which the lines are known, with the prose of these parts. */
export function structureOf(
  source: string,
  lines: readonly CodeLine[],
  language: Syntax,
  parts: readonly CodePart[],
): TextStructure {
  const comments = commentsOf(source, lines, language);
  const starts = lines.map(({ start }) => start);
  // What must not change inside prose: escape sequences, code inside strings, and tags inside the text of a page.
  const keptTokens = lines.flatMap(({ start, tokens }) =>
    tokens.filter(({ is }) => is !== 'words').map(token => ({ start: start + token.start, end: start + token.end })),
  );
  const style = styleOf(language.scope);
  const found: ProseFlow[] = [];
  const kept: KeptRange[] = [];
  for (const comment of commentTexts(source, comments, starts)) {
    if (!parts.includes(comment.of)) continue;
    if (comment.of === 'text' && isPreformatted(source, comment)) continue;
    if (!LETTER.test(comment.text)) continue;
    if (comment.of === 'string' && !isSentence(comment.text)) {
      kept.push(...keptInDocument(source, comment, { start: 0, end: comment.text.length }));
      continue;
    }
    const own = proseOf(comment, style, language.scope);
    found.push(
      ...own.flows
        .map(flow => inDocument(comment, flow, own.symbols, keptTokens))
        .filter(({ lines }) => lines.length > 0),
    );
    kept.push(...own.kept.flatMap(range => keptInDocument(source, comment, range)));
  }
  const isGo = language.scope === 'source.go';
  return { flows: isGo ? found.map(flow => withoutDeclaredName(source, flow)) : found, kept };
}

const LETTER = /\p{L}/u;

/** Whether a string may be language: most strings are names, keys, paths. */
function isSentence(string: string): boolean {
  const text = string.replace(/\\[nrt]/g, ' ').replace(/\\(?=["'`])/g, '');
  return /\p{L}[\p{L}\p{M}'’-]*[,;:]?\s+[("“„«]?\p{L}/u.test(text) || /^\p{Lu}\p{Ll}+[.!?…]$/u.test(text.trim());
}

/** Whether a text between tags stands in an element whose white space or words are kept. */
function isPreformatted(source: string, { lines }: CommentText): boolean {
  const start = lines[0]?.from ?? 0;
  return PREFORMATTED.test(source.slice(Math.max(0, start - 300), start));
}

const PREFORMATTED = /<(?:(?:pre|textarea|code|samp|kbd|xmp)\b[^<>]*|\w+\b[^<>]*\stranslate=["']?no["']?[^<>]*)>\s*$/i;

interface CommentProse {
  readonly flows: readonly (readonly Range[])[];
  /** Inline tags of documentation, such as `{@link name}`. */
  readonly symbols: readonly Range[];
  readonly kept: readonly Range[];
}

/** The prose of a comment's text, with offsets into it. */
function proseOf(comment: CommentText, style: Style, scope: string): CommentProse {
  const known = commentLines(comment, style, scope);
  const symbols = inlineTags(comment.text, style);
  const text = masked(comment.text, symbols);
  const found: (readonly Range[])[] = [];
  const kept: Range[] = [];
  for (const block of blocks(text, known)) {
    for (const flow of flowsOf(text, block)) {
      if (flow.kind === 'prose') {
        if (LETTER.test(flow.text)) found.push(flow.lines.map(line => trimmed(text, line)).filter(isFilled));
      } else if (LETTER.test(text.slice(flow.start, flow.end))) {
        const last = kept.at(-1);
        const joins = last !== undefined && text.slice(last.end, flow.start).trim() === '';
        if (joins) kept.pop();
        kept.push({ start: joins ? last.start : flow.start, end: flow.end });
      }
    }
  }
  return { flows: found, symbols, kept };
}

/** A text with letters in place of some ranges, so that these do not make a line look like code. */
function masked(text: string, ranges: readonly Range[]): string {
  const parts: string[] = [];
  let done = 0;
  for (const { start, end } of ranges) {
    parts.push(text.slice(done, start), text.slice(start, end).replace(/\S/g, 'x'));
    done = end;
  }
  return parts.join('') + text.slice(done);
}

function trimmed(text: string, { start, end }: Range): Range {
  const own = text.slice(start, end);
  return { start: end - own.trimStart().length, end: start + own.trimEnd().length };
}

function isFilled({ start, end }: Range): boolean {
  return start < end;
}

function flowsOf(text: string, block: Block): readonly Flow[] {
  return LETTER.test(text.slice(block.start, block.end)) ? flows(text, block) : [];
}

/** What is known of each line of a comment's text. */
function commentLines(comment: CommentText, style: Style, scope: string): CommentLine[] {
  const { text, lines, of, sign } = comment;
  const own = lines.map(({ start, end }) => text.slice(start, end));
  // Strings, and texts between tags, have no tags of documentation.
  if (of === 'string' || of === 'text') {
    const verbatim = of === 'text' ? verbatimLines(text, linesOf(text), true) : [];
    return own.map((line, at) => ({
      column: lines[at]?.column ?? 0,
      isKept: verbatim[at] === true,
      tag: 0,
      length: line.trimEnd().length,
    }));
  }
  const isDoc = of === 'doc' || sign.endsWith('"""');
  const flags = [
    verbatimLines(text, linesOf(text), true),
    licenseLines(own),
    exampleLines(own, style, isDoc),
    directiveLines(comment, own),
    settingLines(own, scope),
  ];
  const sections = style === 'python' && of === 'doc' ? sectionTags(own) : [];
  return own.map((line, at) => {
    const section = sections[at] ?? 0;
    const tag = section > 0 ? section : tagLength(line, style);
    return {
      column: lines[at]?.column ?? 0,
      isKept: flags.some(kept => kept[at] === true),
      tag: Math.min(tag, line.length),
      length: Math.max(Math.min(tag, line.length), wordsLength(line, sign)),
    };
  });
}

/** Which lines are directives. Line comments are judged line by line, and a block comment as a whole by its first words. */
function directiveLines({ kind, of, sign, lines }: CommentText, own: readonly string[]): boolean[] {
  if (of !== 'comment') return own.map(() => false);
  const isOne = (line: string): boolean => isDirective(line.trim()) || (sign === '#' && line.startsWith('!'));
  if (kind === 'line') return own.map(isOne);
  const first = own.findIndex(line => line.trim() !== '');
  const isWhole = first >= 0 && lines[first]?.isFirst === true && isOne(own[first] ?? '');
  return own.map(() => isWhole);
}

/** A flow with offsets into the source. Its symbols are the inline tags and the kept tokens that lie in it. */
function inDocument(
  comment: CommentText,
  flow: readonly Range[],
  symbols: readonly Range[],
  keptTokens: readonly Range[],
): ProseFlow {
  const lines = flow.flatMap(range => inSource(comment, range));
  const [from, to] = [lines[0]?.start ?? 0, lines.at(-1)?.end ?? 0];
  const whole = { start: flow[0]?.start ?? 0, end: flow.at(-1)?.end ?? 0 };
  const near = symbols.filter(symbol => overlaps(symbol, whole)).flatMap(range => inSource(comment, range));
  const all = merged([...near, ...keptTokens.slice(firstAfter(keptTokens, from), firstAfter(keptTokens, to))]);
  return { lines, symbols: lines.flatMap(line => all.flatMap(one => partsWithin(one, line))), markup: [] };
}

/** The index of the first of ascending ranges that begins at or after an offset. */
function firstAfter(ranges: readonly Range[], offset: number): number {
  let [low, high] = [0, ranges.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ranges[middle]?.start ?? Infinity) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

function keptInDocument(source: string, comment: CommentText, range: Range): KeptRange[] {
  const parts = inSource(comment, range);
  const [first, last] = [parts[0], parts.at(-1)];
  if (first === undefined || last === undefined) return [];
  const start =
    first.start +
    (source.slice(first.start, first.end).length - source.slice(first.start, first.end).trimStart().length);
  return [{ start, end: last.end, reason: 'code' }];
}
