// Tree: the syntax tree of a Markdown or MDX document (mdast), with the extensions that documents in repositories use.
import type { Nodes, Root } from 'mdast';
import { directiveFromMarkdown } from 'mdast-util-directive';
import { fromMarkdown, type Options } from 'mdast-util-from-markdown';
import { frontmatterFromMarkdown } from 'mdast-util-frontmatter';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { mathFromMarkdown } from 'mdast-util-math';
import { mdxFromMarkdown } from 'mdast-util-mdx';
import { directive } from 'micromark-extension-directive';
import { frontmatter } from 'micromark-extension-frontmatter';
import { gfm } from 'micromark-extension-gfm';
import { math } from 'micromark-extension-math';
import { mdx } from 'micromark-extension-mdx';
import type { Range } from '../../text/range';

export type { Nodes, Root } from 'mdast';

/** GFM without links for bare addresses, because the nodes of these have no position; `text/inline` finds addresses. */
const GFM = gfmFromMarkdown().map(extension => ({ ...extension, transforms: [] }));

const FRONT_MATTER = ['yaml', 'toml'] as const;

const MARKDOWN: Options = {
  extensions: [gfm(), frontmatter([...FRONT_MATTER]), math({ singleDollarTextMath: false }), directive()],
  mdastExtensions: [GFM, frontmatterFromMarkdown([...FRONT_MATTER]), mathFromMarkdown(), directiveFromMarkdown()],
};

const MDX: Options = {
  extensions: [...(MARKDOWN.extensions ?? []), mdx()],
  mdastExtensions: [...(MARKDOWN.mdastExtensions ?? []), mdxFromMarkdown()],
};

/**
 * Parses a document by CommonMark, GFM, front matter, formulas and directives; in MDX with JSX and expressions. Markdown has
 * no syntax errors; a document that is no MDX is parsed as Markdown. A formula between single dollar signs is text here,
 * because most dollar signs are prices; inlineMarkup.ts tells formulas and prices apart.
 */
export function parseMarkdown(text: string, { mdx: isMdx }: { readonly mdx: boolean }): Root {
  if (isMdx) {
    try {
      return fromMarkdown(text, MDX);
    } catch {
      // JSX that does not close, or an expression without an end.
    }
  }
  return fromMarkdown(text, MARKDOWN);
}

/** The range of a node in its document, in UTF-16 units. */
export function rangeOf({ position }: Nodes): Range {
  const [start, end] = [position?.start.offset, position?.end.offset];
  if (start === undefined || end === undefined) throw new Error('a parsed node has a position');
  return { start, end };
}

/** The children of a node; none if it cannot have any. */
export function childrenOf(node: Nodes): readonly Nodes[] {
  return 'children' in node ? node.children : [];
}
