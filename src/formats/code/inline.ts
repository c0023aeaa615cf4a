// Inline: what stands inside the sentences of comments and is read by programs: inline tags of documentation, names in
// brackets. Code between backticks, addresses and tags of XML, which any text may hold, are found by `text/inline`.
import type { Range } from '../../text/range';
import type { Style } from './tags';

/** The ranges of a comment's text that programs read, ascending and without overlaps. A range may contain line ends. */
export function inlineTags(text: string, style: Style): Range[] {
  const found: Range[] = [];
  for (const pattern of [...INLINE, ...(style === 'perl' ? POD : [])]) {
    for (const { index, 0: match } of text.matchAll(pattern)) found.push({ start: index, end: index + match.length });
  }
  return merged(found);
}

/** The ranges in ascending order, with overlapping ones joined. */
export function merged(ranges: readonly Range[]): Range[] {
  const apart: Range[] = [];
  for (const { start, end } of [...ranges].sort((a, b) => a.start - b.start || b.end - a.end)) {
    const last = apart.at(-1);
    if (last !== undefined && start < last.end)
      apart[apart.length - 1] = { start: last.start, end: Math.max(last.end, end) };
    else apart.push({ start, end });
  }
  return apart;
}

const INLINE: readonly RegExp[] = [
  // `{@link Reader#read(String) the reader}`
  /\{@\w{2,30}\b(?:[^{}]|\{[^{}]{0,400}\}){0,800}\}/g,
  /<(c|code|tt|kbd|samp|var)>[^<>]{0,400}<\/\1>/g,
  // `@c nullptr`, `\ref name`
  /[@\\](?:c|p|a|e|b|em|ref|link|sa|copydoc|cite)[ \t]+[\w:.~#]*\w(?:\([^()\n]{0,80}\))?/g,
  // [`Token`], [Reader.read], [read()]: names that documentation links.
  /\[`[^`\n]{1,120}`\](?:\[[^\]\n]{0,120}\]|\([^()\n]{0,200}\))?/g,
  /\[(?:[\w$]+(?:(?:::|[.#])[\w$]+)+|[a-z]+[A-Z]\w*|[A-Z][a-z\d]+[A-Z]\w*|[\w$]+\(\))\](?![[(])/g,
  // :func:`name`, a role of reStructuredText
  /:[a-z]+(?::[a-z]+)?:`[^`\n]{1,200}`/g,
  // `name', quoted as in the manuals of GNU
  /(?<![\w`])`[^`'\n]{1,80}'(?!\w)/g,
];

/** `C<code>`, `L<link>`, `C<< code >>` */
const POD: readonly RegExp[] = [/\b[CEFLSXZ]<<+ .{1,200}? >>+/g, /\b[CEFLSXZ]<[^<>\n]{1,200}>/g];
