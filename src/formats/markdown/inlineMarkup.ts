// Inline markup: what stands among the words of a paragraph or heading: pairs of markers around words, symbols that are
// kept byte for byte, and hard line breaks.
import { byStart, contains, type Range } from '../../text/range';
import type { MarkupPair } from '../../text/textStructure';
import { childrenOf, type Nodes, rangeOf } from './tree';

export interface InlineMarkup {
  readonly symbols: Range[];
  readonly markup: MarkupPair[];
  /** Hard line breaks, at which every sentence ends. */
  readonly breaks: Range[];
}

/** The markup among the children of a node, in the order of the text. `text` is the whole document, `nodes` the children. */
export function inlineMarkup(text: string, nodes: readonly Nodes[]): InlineMarkup {
  const found: InlineMarkup = { symbols: formulas(text, nodes), markup: [], breaks: [] };
  collect(text, nodes, found);
  found.symbols.sort(byStart);
  found.breaks.sort(byStart);
  found.markup.sort((left, right) => left.open.start - right.open.start || right.close.end - left.close.end);
  return { ...found, symbols: joined(text, found.symbols) };
}

/**
 * Formulas between single dollar signs, by the rule of Pandoc: no white space after the first sign and before the second one,
 * and no digit after the second one.
 */
function formulas(text: string, nodes: readonly Nodes[]): Range[] {
  const [first, last] = [nodes[0], nodes.at(-1)];
  if (first === undefined || last === undefined) return [];
  const { start } = rangeOf(first);
  const own = text.slice(start, rangeOf(last).end);
  return [...own.matchAll(/(?<![\\$\w])\$(?=[^\s$])[^$\n]{0,500}(?<=[^\s\\$])\$(?![\d$])/g)]
    .map(({ index, 0: formula }) => ({ start: start + index, end: start + index + formula.length }))
    .filter(range => !nodes.some(node => node.type !== 'text' && contains(rangeOf(node), range)));
}

/** Symbols without overlaps; neighbors with nothing between them, or with one of `+`, `/` and `-`, are joined. */
function joined(text: string, symbols: readonly Range[]): Range[] {
  const apart: { start: number; end: number }[] = [];
  for (const { start, end } of symbols) {
    const last = apart.at(-1);
    if (last !== undefined && (start < last.end || /^[+/-]?$/.test(text.slice(last.end, start)))) {
      last.end = Math.max(last.end, end);
    } else apart.push({ start, end });
  }
  return apart;
}

function collect(text: string, nodes: readonly Nodes[], found: InlineMarkup): void {
  const partners = partnersOf(nodes);
  let done = 0;
  for (const [at, node] of nodes.entries()) {
    const range = rangeOf(node);
    if (node.type === 'text' || range.start < done || found.symbols.some(symbol => contains(symbol, range))) continue;
    if (node.type === 'break' || isLineBreakTag(node)) {
      found.breaks.push(range);
      continue;
    }
    const partner = partners.get(at);
    if (partner !== undefined) {
      const close = rangeOf(nodes[partner]);
      if (isCodeTag(node)) {
        found.symbols.push({ start: range.start, end: close.end });
        done = close.end;
        // The nodes between the two tags of a pair are visited by the next turns of this loop.
      } else if (hasWords(text, nodes.slice(at + 1, partner))) found.markup.push({ open: range, close });
      else found.symbols.push(range, close);
      continue;
    }
    if ([...partners.values()].includes(at)) continue;
    const pair = pairOf(node);
    if (pair === undefined || isName(text.slice(range.start, range.end)) || !hasWords(text, childrenOf(node))) {
      found.symbols.push(range);
    } else {
      found.markup.push(pair);
      collect(text, childrenOf(node), found);
    }
  }
}

/** A name of a programming language that is written without a code span: `__init__`. */
function isName(markdown: string): boolean {
  return /^__[a-z]\w*__$/.test(markdown);
}

/** Whether a node is the tag of an element that holds code, or keys that the reader is to press. */
function isCodeTag(node: Nodes): boolean {
  return node.type === 'html' && /^<(?:kbd|code|samp|var|tt|script|style)\b/i.test(node.value);
}

/** The markers of a node around its children; undefined if the node is kept as a whole. */
function pairOf(node: Nodes): MarkupPair | undefined {
  const children = childrenOf(node);
  const [first, last] = [children[0], children.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  // The text of a reference without a label is the name of a definition, and that of an autolink is an address.
  if (node.type === 'linkReference' && node.referenceType !== 'full') return undefined;
  if (node.type === 'link' && isAutolink(node, children)) return undefined;
  const { start, end } = rangeOf(node);
  return { open: { start, end: rangeOf(first).start }, close: { start: rangeOf(last).end, end } };
}

/** Whether the text of a link is its address: the only child fills the link, apart from a pair of `<` and `>` around it. */
function isAutolink(node: Extract<Nodes, { type: 'link' }>, children: readonly Nodes[]): boolean {
  const [only] = children;
  if (children.length !== 1 || only.type !== 'text') return false;
  return rangeOf(only).end - rangeOf(only).start >= rangeOf(node).end - rangeOf(node).start - 2;
}

/** Whether the nodes have letters outside of what is kept as a symbol. */
function hasWords(text: string, nodes: readonly Nodes[]): boolean {
  return nodes.some(node => {
    if (node.type !== 'text') return hasWords(text, childrenOf(node)) && pairOf(node) !== undefined;
    const { start, end } = rangeOf(node);
    return /\p{L}/u.test(text.slice(start, end));
  });
}

const TAG = /^<(\/?)([a-z][\w:-]*)(?:\s[^<>]*?)?(\/?)>$/i;
const LINE_BREAK = /^(?:br|hr|wbr)$/i;

function isLineBreakTag(node: Nodes): boolean {
  return node.type === 'html' && LINE_BREAK.test(TAG.exec(node.value)?.[2] ?? '');
}

/** For each opening HTML tag among siblings the index of the tag that closes it. */
function partnersOf(nodes: readonly Nodes[]): ReadonlyMap<number, number> {
  return tagPartners(nodes.map(node => (node.type === 'html' ? node.value : '')));
}

/** The tags of a sentence in a block of HTML: as markup those that have a partner, as symbols the others. */
export function tagMarkup(text: string, tags: readonly Range[]): Pick<InlineMarkup, 'symbols' | 'markup'> {
  const partners = tagPartners(tags.map(({ start, end }) => text.slice(start, end)));
  const paired = new Set([...partners].flat());
  const markup = [...partners].map(([open, close]) => ({ open: tags[open], close: tags[close] }));
  return {
    symbols: tags.filter((_, at) => !paired.has(at)),
    markup: markup.sort((left, right) => left.open.start - right.open.start),
  };
}

/** For each opening tag the index of the tag that closes it. In the list an empty string stands for a node that is no tag. */
function tagPartners(tags: readonly string[]): ReadonlyMap<number, number> {
  const partners = new Map<number, number>();
  const open: { readonly name: string; readonly at: number }[] = [];
  for (const [at, tag] of tags.entries()) {
    const [, slash, name = '', selfClosed] = TAG.exec(tag) ?? [];
    if (name === '' || selfClosed === '/' || LINE_BREAK.test(name)) continue;
    if (slash === '') open.push({ name: name.toLowerCase(), at });
    else {
      const last = open.findLastIndex(one => one.name === name.toLowerCase());
      if (last < 0) continue;
      partners.set(open[last].at, at);
      open.length = last;
    }
  }
  return partners;
}
