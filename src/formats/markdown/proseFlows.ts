// Prose flows: the prose of a Markdown document by its syntax tree: paragraphs, headings, table cells, footnotes, labels,
// values of front matter, and the text between the tags of HTML.
import { covered } from '../../text/covered';
import { plainStructure } from '../../text/lines/plainStructure';
import { byStart, contains, type Range, shifted } from '../../text/range';
import { markersOf, type ProseFlow, wholeOf } from '../../text/textStructure';
import { frontMatterFlows } from './frontMatter';
import { attributeFlows, innerProse } from './innerProse';
import { type InlineMarkup, inlineMarkup, tagMarkup } from './inlineMarkup';
import { childrenOf, type Nodes, rangeOf, type Root } from './tree';

const LETTER = /\p{L}/u;

/** @param keys the keys of front matter whose values are prose */
export function proseFlows(text: string, root: Root, keys: readonly string[]): ProseFlow[] {
  const flows: ProseFlow[] = [];
  visit(root, 0);
  return flows.sort((left, right) => left.lines[0].start - right.lines[0].start);

  /** @param quotes how many block quotations the node is in */
  function visit(node: Nodes, quotes: number): void {
    switch (node.type) {
      case 'heading':
        if (!isProjectName(text, node)) flows.push(...flowsOf(text, node, quotes));
        return;
      case 'paragraph':
      case 'tableCell':
        flows.push(...flowsOf(text, node, quotes));
        return;
      case 'yaml':
        flows.push(...frontMatterFlows(text, rangeOf(node), 'yaml', keys));
        return;
      case 'html':
        flows.push(...htmlFlows(text, rangeOf(node)));
        return;
      case 'leafDirective':
        flows.push(...flowsOf(text, node, quotes));
        return;
      case 'definition':
        flows.push(...innerProse(text, [node], range => linesOf(text, range, quotes)));
        return;
      default:
        // `toml` is not among the node types of mdast.
        if ((node.type as string) === 'toml') flows.push(...frontMatterFlows(text, rangeOf(node), 'toml', keys));
        for (const child of childrenOf(node)) visit(child, quotes + (node.type === 'blockquote' ? 1 : 0));
    }
  }
}

/** Whether a heading is the name of a project: one word with a capital that the document explains, as in "Redis is a …". */
function isProjectName(text: string, heading: Nodes): boolean {
  const [only, ...others] = childrenOf(heading);
  if (only?.type !== 'text' || others.length > 0 || !/^\p{Lu}[\p{L}\p{N}]*$/u.test(only.value)) return false;
  return new RegExp(`(?<![\\p{L}\\p{N}])${only.value} is (?:an?|the) `, 'u').test(text);
}

/** The flows of a node that holds words: one for each part between hard line breaks and between lines that are no prose. */
function flowsOf(text: string, node: Nodes, quotes: number): ProseFlow[] {
  const children = childrenOf(node);
  const [first, last] = [children[0], children.at(-1)];
  if (first === undefined || last === undefined) return [];
  const whole = { start: rangeOf(first).start, end: rangeOf(last).end };
  const inline = inlineMarkup(text, children);
  const attributes = HEADING_ATTRIBUTES.exec(text.slice(whole.start, whole.end));
  if (attributes !== null) inline.symbols.push(rangeAt(whole.start + attributes.index, attributes[0].length));
  const isInSymbol = ({ start, end }: Range): boolean => inline.symbols.some(one => one.start < start && end < one.end);
  const lines = linesOf(text, whole, quotes);
  const breaks = [
    ...inline.breaks,
    ...lines.flatMap(line => nonProseOf(text, line)).filter(range => !isInSymbol(range)),
  ];
  breaks.sort(byStart);
  const flows: ProseFlow[] = [];
  let { start } = whole;
  for (const { start: stop, end: next } of [...breaks, { start: whole.end, end: whole.end }]) {
    const flow = flowOf(text, { start, end: Math.max(start, stop) }, inline, quotes);
    if (flow !== undefined) flows.push(flow);
    start = Math.max(start, next);
  }
  return withInner(
    flows,
    innerProse(text, children, range => linesOf(text, range, quotes)),
  );
}

/**
 * The flows, each with the prose inside of its symbols and markers as `inner`. Inner prose that lies in no flow is added to the
 * list as a flow of its own.
 */
function withInner(flows: readonly ProseFlow[], inner: readonly ProseFlow[]): ProseFlow[] {
  if (inner.length === 0) return [...flows];
  const held = new Set<ProseFlow>();
  const holding = flows.map((flow): ProseFlow => {
    const own = inner.filter(one => contains(wholeOf(flow), wholeOf(one)));
    for (const one of own) held.add(one);
    return own.length === 0 ? flow : { ...flow, inner: own };
  });
  return [...holding, ...inner.filter(one => !held.has(one))];
}

/** The id or class at the end of a heading: `{#id}`, `{.class}`. */
const HEADING_ATTRIBUTES = /(?<=\s)\{[#.][^{}\n]*\}$/;

/** The marker at the beginning of a line, or the whole line, if it is no prose though CommonMark reads it as text. */
function nonProseOf(text: string, { start, end }: Range): Range[] {
  const line = text.slice(start, end);
  if (NO_PROSE.test(line)) return [{ start, end }];
  const marker = LINE_MARKER.exec(line)?.[0].length ?? 0;
  return marker === 0 ? [] : [rangeAt(start, marker)];
}

const NO_PROSE = new RegExp(
  [
    // A line of a drawn folder tree; the end of a container (`:::`); a line of attributes; a line of a template.
    '^[│├└┣┗╰┌┃]',
    '^:{3,}$',
    '^\\{:?\\s*[.#%{][^{}]*\\}$',
    '^\\{[{%].*[}%]\\}$',
    // Imports and exports of MDX in a file whose name ends with `.md`.
    `^import\\s(?:.*\\sfrom\\s+)?['"][^'"]+['"];?$`,
    '^export\\s+(?:const|let|var|function|class|default|\\{|\\*)',
  ].join('|'),
);

/**
 * The kind of an alert of GitHub or of a note of Obsidian, the beginning of a container with a title, the marker of a
 * definition, and number signs that are no heading, because no space follows them.
 */
const LINE_MARKER = /^(?:\[![A-Za-z-]+\][+-]?[^\S\n]*|:{3,}\s*[\w-]+\s*|:[ \t]+|#{1,6}(?=\p{L}))/u;

function rangeAt(start: number, length: number): Range {
  return { start, end: start + length };
}

function flowOf(text: string, whole: Range, inline: InlineMarkup, quotes: number): ProseFlow | undefined {
  const lines = linesOf(text, whole, quotes);
  const isInside = (range: Range): boolean => contains(whole, range);
  const hidden = [...inline.symbols, ...markersOf(inline.markup)].filter(isInside).sort(byStart);
  const words = covered(
    text.slice(whole.start, whole.end),
    hidden.map(range => shifted(range, -whole.start)),
  );
  if (!LETTER.test(words)) return undefined;
  const pairs = inline.markup.filter(({ open, close }) => isInside(open) && isInside(close));
  // A marker whose partner stands behind a hard line break stays where it is.
  const alone = markersOf(inline.markup.filter(pair => !pairs.includes(pair))).filter(isInside);
  const symbols = [...inline.symbols.filter(isInside), ...alone].sort(byStart);
  return { lines, symbols, markup: pairs };
}

/** The lines of a range, each without white space around it and without the signs of up to `quotes` quotations in front. */
function linesOf(text: string, { start, end }: Range, quotes: number): Range[] {
  const prefix = new RegExp(`^[ \\t]*(?:>[ \\t]*){0,${quotes}}`);
  const lines: Range[] = [];
  let at = start;
  for (const [index, raw] of text
    .slice(start, end)
    .split(/(?<=\r\n|\r(?!\n)|\n)/)
    .entries()) {
    const before = index === 0 ? 0 : (prefix.exec(raw)?.[0].length ?? 0);
    const own = raw.slice(before);
    const from = at + before + own.length - own.trimStart().length;
    const to = at + before + own.trimEnd().length;
    if (from < to) lines.push({ start: from, end: to });
    at += raw.length;
  }
  return lines;
}

/** Elements whose text is no prose. */
const RAW = /<(script|style|pre|textarea|svg|code|kbd)\b[^]*?(?:<\/\1\s*>|$)/gi;
const TAG = /<[!?/a-z][^<>]*>/gi;

/** The text between the tags of a block of HTML, and the attributes of its tags that are prose. Comments are kept. */
function htmlFlows(text: string, { start, end }: Range): ProseFlow[] {
  const html = text.slice(start, end);
  const blank = (part: string): string => part.replace(/[^\n\r]/g, ' ');
  const bare = html
    .replace(RAW, blank)
    .replace(/<!--[^]*?(?:-->|$)/g, blank)
    .replace(TAG, blank);
  const tags = [...html.matchAll(TAG)].map(({ index, 0: tag }) => rangeAt(start + index, tag.length));
  const found = plainStructure(bare).flows.map((flow): ProseFlow => {
    const lines = withTags(
      flow.lines.map(line => shifted(line, start)),
      text,
      tags,
    );
    // Words on both sides of a tag are parts of one sentence.
    const inside = tags.filter(tag => lines.some(line => contains(line, tag)));
    return { lines, ...tagMarkup(text, inside) };
  });
  return withInner(
    found,
    tags.flatMap(tag => attributeFlows(text, tag)),
  );
}

/** The lines of a sentence, with the tags that stand directly before the first line and directly after the last one. */
function withTags(lines: readonly Range[], text: string, tags: readonly Range[]): Range[] {
  const longer = lines.map(line => ({ ...line }));
  const [first, last] = [longer[0], longer[longer.length - 1]];
  for (const { start, end } of tags)
    if (/^[^\S\n\r]*$/.test(text.slice(last.end, start)) && start >= last.end) last.end = end;
  for (const { start, end } of tags.toReversed()) {
    if (end <= first.start && /^[^\S\n\r]*$/.test(text.slice(end, first.start))) first.start = start;
  }
  return longer;
}
