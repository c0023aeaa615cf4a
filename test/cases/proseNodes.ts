// Prose nodes: the prose of a Markdown document, counted by the nodes of mdast alone: texts, and the texts and titles of pictures and
// links.
import type { Nodes, Root } from 'mdast';
import { directiveFromMarkdown } from 'mdast-util-directive';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { frontmatterFromMarkdown } from 'mdast-util-frontmatter';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { mathFromMarkdown } from 'mdast-util-math';
import { mdxFromMarkdown } from 'mdast-util-mdx';
import { directive } from 'micromark-extension-directive';
import { frontmatter } from 'micromark-extension-frontmatter';
import { gfm } from 'micromark-extension-gfm';
import { math } from 'micromark-extension-math';
import { mdx } from 'micromark-extension-mdx';

/** A stretch of prose: what it is, where it begins, and its words. */
export interface Stretch {
  readonly kind: string;
  /** The number of its line in the document, from 1. */
  readonly line: number;
  readonly text: string;
}

/** The prose of a document in the order of its syntax tree, which is the same for a document of the same structure. */
export function proseNodes(markdown: string, isMdx: boolean): Stretch[] {
  const found: Stretch[] = [];
  const add = (node: Nodes, kind: string, text: string | null | undefined): void => {
    found.push({ kind, line: node.position?.start.line ?? 0, text: text ?? '' });
  };
  const visit = (node: Nodes): void => {
    if (node.type === 'text') add(node, 'text', node.value);
    if (node.type === 'image' || node.type === 'imageReference') add(node, 'text of a picture', node.alt);
    if (node.type === 'image' || node.type === 'link' || node.type === 'definition') add(node, 'title', node.title);
    if (node.type === 'html') {
      for (const [, name, double, single] of node.value.matchAll(ATTRIBUTE)) {
        add(node, `attribute ${name.toLowerCase()}`, double ?? single);
      }
    }
    if ('children' in node) node.children.forEach(visit);
  };
  visit(parsed(markdown, isMdx));
  return found;
}

function parsed(markdown: string, isMdx: boolean): Root {
  return fromMarkdown(markdown, {
    extensions: [
      gfm(),
      frontmatter(['yaml', 'toml']),
      math({ singleDollarTextMath: false }),
      directive(),
      ...(isMdx ? [mdx()] : []),
    ],
    mdastExtensions: [
      ...gfmFromMarkdown().map(extension => ({ ...extension, transforms: [] })),
      frontmatterFromMarkdown(['yaml', 'toml']),
      mathFromMarkdown(),
      directiveFromMarkdown(),
      ...(isMdx ? [mdxFromMarkdown()] : []),
    ],
  });
}

const ATTRIBUTE = /\s(alt|title)=(?:"([^"]*)"|'([^']*)')/gi;
