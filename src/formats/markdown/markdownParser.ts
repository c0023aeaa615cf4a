// Markdown parser: finds the prose of Markdown and MDX, and tells whether a translation left the structure as it was.
import { contains, type Range, shifted } from '../../text/range';
import type { TextStructure } from '../../text/textStructure';
import type { Edit, Format } from '../api/contract';
import { clipped } from '../clip';
import { edited, type Parser } from '../parser';
import { proseFlows } from './proseFlows';
import { signatureOf } from './signature';
import { childrenOf, type Nodes, parseMarkdown, rangeOf, type Root } from './tree';

interface ParsedDocument {
  readonly text: string;
  readonly root: Root;
  /** The Markdown of all definitions, to be put below a block that is parsed alone. */
  readonly definitions: string;
  /** By the offset of a block's first line: the signature of the block (its structure), parsed together with the definitions. */
  readonly signatures: Map<number, string>;
}

export class MarkdownParser implements Parser {
  private last: ParsedDocument | undefined;

  constructor(private readonly format: Extract<Format, { kind: 'markdown' }>) {}

  structure(text: string, ranges: readonly Range[]): readonly TextStructure[] {
    const { root } = this.document(text);
    // `kept` is what is reported to the user as not translated. It is empty, because users expect that code and formulas stay.
    const whole = { flows: proseFlows(text, root, this.format.frontMatterKeys), kept: [] };
    return ranges.map(range => clipped(whole, range));
  }

  fits(text: string, edits: readonly Edit[]): readonly boolean[] {
    const { root, definitions, signatures } = this.document(text);
    return edits.map(edit => {
      // Only the block of the edit is parsed again, with the definitions that its links need.
      const block = root.children.map(rangeOf).find(range => contains(range, edit));
      if (block === undefined) return this.isSame(text, [edit]);
      const start = lineStart(text, block.start);
      const own = text.slice(start, block.end);
      const before = signatures.get(start) ?? this.signature(own + definitions);
      signatures.set(start, before);
      return before === this.signature(edited(own, [{ ...shifted(edit, -start), text: edit.text }]) + definitions);
    });
  }

  isSame(text: string, edits: readonly Edit[]): boolean {
    const before = signatureOf(this.document(text).root, this.format.frontMatterKeys);
    return before === this.signature(edited(text, edits));
  }

  /** Each edit of a run is checked against the same document, which is parsed once. */
  private document(text: string): ParsedDocument {
    if (this.last?.text !== text) {
      const root = this.parse(text);
      this.last = { text, root, definitions: definitionsOf(text, root), signatures: new Map() };
    }
    return this.last;
  }

  private parse(text: string): Root {
    return parseMarkdown(text, this.format);
  }

  private signature(text: string): string {
    return signatureOf(this.parse(text), this.format.frontMatterKeys);
  }
}

function lineStart(text: string, at: number): number {
  return text.lastIndexOf('\n', at - 1) + 1;
}

/** All definitions of links and footnotes, which may stand anywhere in a document, as Markdown. Footnotes get the text `x`. */
function definitionsOf(text: string, root: Root): string {
  const found: string[] = [];
  const visit = (node: Nodes): void => {
    if (node.type === 'definition') found.push(text.slice(rangeOf(node).start, rangeOf(node).end));
    else if (node.type === 'footnoteDefinition') found.push(`[^${node.label ?? node.identifier}]: x`);
    else childrenOf(node).forEach(visit);
  };
  visit(root);
  return found.map(definition => `\n\n${definition}`).join('');
}
