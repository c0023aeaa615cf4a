// Inner prose: the words inside of what is kept byte for byte: the texts of pictures, and the titles of pictures, links and tags.
import type { Range } from '../../text/range';
import type { Guard, ProseFlow } from '../../text/textStructure';
import { childrenOf, type Nodes, rangeOf } from './tree';

const LETTER = /\p{L}/u;

/** The lines of a range of a document, each without white space around it and without the signs of quotations in front of it. */
export type LinesOf = (range: Range) => readonly Range[];

/** The prose inside of nodes and of their descendants, in the order of the text. `text` is the whole document. */
export function innerProse(text: string, nodes: readonly Nodes[], linesOf: LinesOf): ProseFlow[] {
  return nodes.flatMap(node => {
    const own = rangeOf(node);
    const title = titleOf(text, node);
    return [
      ...pictureText(text, node).flatMap(range => flowOf(text, linesOf(range), '[]')),
      ...(node.type === 'html' ? attributeFlows(text, own) : innerProse(text, childrenOf(node), linesOf)),
      ...(title === undefined ? [] : flowOf(text, linesOf(title), title.guard)),
    ];
  });
}

/** The values of the attributes of a tag that are prose. */
export function attributeFlows(text: string, { start, end }: Range): ProseFlow[] {
  const tag = text.slice(start, end);
  if (tag.startsWith('<!--')) return [];
  return [...tag.matchAll(/\s(?:alt|title)=("[^"\n]*"|'[^'\n]*')/gi)].flatMap(({ index, 0: attribute, 1: value }) => {
    const to = start + index + attribute.length - 1;
    const lines = [{ start: to - value.length + 2, end: to }];
    return flowOf(text, lines, value.startsWith('"') ? '=""' : "=''");
  });
}

function flowOf(text: string, lines: readonly Range[], guard: Guard): ProseFlow[] {
  const hasWords = lines.some(({ start, end }) => LETTER.test(text.slice(start, end)));
  return hasWords ? [{ lines, symbols: [], markup: [], guard }] : [];
}

/**
 * The range of the text of a picture, in a list. The list is empty for other nodes, and for a picture whose text is also the
 * name of its definition, because that must stay.
 */
function pictureText(text: string, node: Nodes): Range[] {
  if (node.type !== 'image' && !(node.type === 'imageReference' && node.referenceType === 'full')) return [];
  const { start, end } = rangeOf(node);
  let depth = 1;
  for (let at = start + 2; at < end; at++) {
    const character = text.charAt(at);
    if (character === '\\') at++;
    else if (character === '[') depth++;
    else if (character === ']') depth--;
    if (depth > 0) continue;
    // If another character follows, the bracket is inside of code and does not end the text. Such a text is kept.
    const isEnd = text.charAt(at + 1) === (node.type === 'image' ? '(' : '[');
    return isEnd ? [{ start: start + 2, end: at }] : [];
  }
  return [];
}

/** The title of a link, a picture or a definition. */
function titleOf(text: string, node: Nodes): (Range & { readonly guard: Guard }) | undefined {
  if ((node.type !== 'link' && node.type !== 'image' && node.type !== 'definition') || !node.title) return undefined;
  const { start, end } = rangeOf(node);
  const own = text.slice(start, node.type === 'definition' ? end : end - 1);
  const close = own.trimEnd().length - 1;
  const sign = own.charAt(close);
  const open = openOf(own, sign === ')' ? '(' : sign, close);
  if (open === undefined) return undefined;
  const title = { start: start + open + 1, end: start + close };
  if (sign === ')') return { ...title, guard: '()' };
  return sign === '"' || sign === "'" ? { ...title, guard: sign } : undefined;
}

/** The offset of the sign that opens a title: the last unescaped one before the closing sign, which is at `close`. */
function openOf(text: string, sign: string, close: number): number | undefined {
  for (let at = text.lastIndexOf(sign, close - 1); at > 0; at = text.lastIndexOf(sign, at - 1)) {
    const backslashes = /\\*$/.exec(text.slice(Math.max(0, at - 20), at))?.[0].length ?? 0;
    if (backslashes % 2 === 0) return /\s/.test(text.charAt(at - 1)) ? at : undefined;
  }
  return undefined;
}
