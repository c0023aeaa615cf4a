// Contract: the methods of the parsers of formats, which run in the worker of the tasks, and the types of their requests.
import { call, type Client, type Handlers } from '../../base/rpc';
import type { Range } from '../../text/range';
import type { TextStructure } from '../../text/textStructure';

/** A format that has a parser. */
export type Format =
  | { readonly kind: 'markdown'; readonly mdx: boolean; readonly frontMatterKeys: readonly string[] }
  /** Source code, of which some parts are prose. `grammar` is the scope of a grammar that `takeGrammar` has taken before. */
  | { readonly kind: 'code'; readonly grammar: string; readonly parts: readonly CodePart[] };

/** The parts of source code that may be prose: comments, docstrings, strings, the text between the tags of a page. */
export type CodePart = 'comment' | 'doc' | 'string' | 'text';

export interface StructureRequest {
  readonly format: Format;
  /** The whole document. */
  readonly text: string;
  /** The ranges whose structure is wanted, ascending; the structure of each has offsets into that range. */
  readonly ranges: readonly Range[];
}

/** The replacement of a range of a document. */
export interface Edit extends Range {
  readonly text: string;
}

export interface EditsRequest {
  readonly format: Format;
  /** The whole document. */
  readonly text: string;
  /** Ascending, without overlaps. */
  readonly edits: readonly Edit[];
}

/** A file of dist/grammars. */
export interface GrammarRequest {
  /** The scope of the language that the file is for, such as `source.ts`. */
  readonly scope: string;
  /** An array of grammars in TextMate's format: that of the language, and those of languages that are embedded in it. */
  readonly json: string;
}

export interface PrepareRequest {
  /** The engine of regular expressions that the grammars need: Oniguruma, as WebAssembly. */
  readonly onig: Uint8Array<ArrayBuffer>;
}

export const formatsContract = {
  /** The structure of each range of a document. */
  structure: call<StructureRequest, readonly TextStructure[]>(),
  /**
   * For each edit of a document whether the document, with that edit alone, still has the structure that it had: the same
   * elements in the same order, with other words.
   */
  fits: call<EditsRequest, readonly boolean[]>(),
  /** Whether the document with all edits has the structure that it had. */
  isSame: call<EditsRequest, boolean>(),
  /** Takes the engine of regular expressions that all grammars need; must come before the first grammar. */
  prepare: call<PrepareRequest, void>(),
  /** Takes a grammar file; must come before the first request for a format with that grammar. */
  takeGrammar: call<GrammarRequest, void>(),
};

export type FormatsClient = Client<typeof formatsContract>;
export type FormatsHandlers = Handlers<typeof formatsContract>;
