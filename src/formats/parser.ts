// Parser: what each format implements: the prose of a document, and whether edits leave its structure as it was.
import type { Edit } from './api/contract';
import type { Range } from '../text/range';
import type { TextStructure } from '../text/textStructure';

export interface Parser {
  /** The structure of each range of the document; its offsets are into the range. */
  structure(text: string, ranges: readonly Range[]): Promise<readonly TextStructure[]> | readonly TextStructure[];
  /** For each edit whether the document with that edit alone has the structure that it had. */
  fits(text: string, edits: readonly Edit[]): Promise<readonly boolean[]> | readonly boolean[];
  /** Whether the document with all edits has the structure that it had. */
  isSame(text: string, edits: readonly Edit[]): Promise<boolean> | boolean;
}

/** The text after all edits, which are ascending and do not overlap; their offsets are into the text before the edits. */
export function edited(text: string, edits: readonly Edit[]): string {
  let done = 0;
  let result = '';
  for (const { start, end, text: replacement } of edits) {
    result += text.slice(done, start) + replacement;
    done = end;
  }
  return result + text.slice(done);
}
