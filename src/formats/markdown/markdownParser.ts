// Markdown parser: finds the prose of Markdown and MDX with micromark and mdast.
import type { Edit, Format } from '../api/contract';
import type { Parser } from '../parser';
import type { Range } from '../../text/range';
import type { TextStructure } from '../../text/textStructure';

export class MarkdownParser implements Parser {
  constructor(private readonly format: Extract<Format, { kind: 'markdown' }>) {}

  structure(_text: string, _ranges: readonly Range[]): readonly TextStructure[] {
    throw new Error(`not written yet: ${this.format.kind}`);
  }

  fits(_text: string, edits: readonly Edit[]): readonly boolean[] {
    return edits.map(() => true);
  }

  isSame(_text: string, _edits: readonly Edit[]): boolean {
    return true;
  }
}
