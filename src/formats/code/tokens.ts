// Tokens: which parts of each line of source code are comments, docstrings, strings or text between tags.
import { type IGrammar, INITIAL, type StateStack } from 'vscode-textmate';
import type { Range } from '../../text/range';
import type { CodePart } from '../api/contract';

/** A part of a line that is not code. Offsets are into the line, in UTF-16 units. */
export interface Token extends Range {
  readonly of: CodePart;
  /** `words` may be translated. `escape` sequences and `code` (code inside a string, a tag inside a text) must not change. */
  readonly is: 'words' | 'escape' | 'code';
}

/** A line of source code; offsets are into the text. */
export interface CodeLine extends Range {
  readonly tokens: readonly Token[];
  /** How many tokens the grammar calls invalid. */
  readonly invalid: number;
  /** How many of the docstrings' and strings' tokens are quotation marks. */
  readonly quotes: number;
  /** The grammar's state at the line's end. */
  readonly after: StateStack;
}

export interface TokenOptions {
  /** Whether strings are wanted besides comments. */
  readonly strings: boolean;
  /** Whether the text between tags is wanted. */
  readonly isMarkup: boolean;
}

/** In UTF-16 units. Longer lines were written by programs and take long to tokenize, so they count as code as a whole. */
const LONGEST_LINE = 20_000;

export class Tokenizer {
  constructor(
    private readonly grammar: IGrammar,
    private readonly options: TokenOptions,
  ) {}

  lines(text: string): CodeLine[] {
    const found: CodeLine[] = [];
    let state: StateStack = INITIAL;
    for (const range of lineRanges(text)) {
      const line = this.line(text, range, state);
      found.push(line);
      state = line.after;
    }
    return found;
  }

  line(text: string, { start, end }: Range, before: StateStack): CodeLine {
    if (end - start > LONGEST_LINE) return { start, end, tokens: [], invalid: 0, quotes: 0, after: before };
    const tokenized = this.grammar.tokenizeLine(text.slice(start, end), before);
    const tokens: Token[] = [];
    let [invalid, quotes] = [0, 0];
    for (const { startIndex, endIndex, scopes } of tokenized.tokens) {
      if (scopes.some(scope => scope.startsWith('invalid'))) invalid++;
      const kind = kindOf(scopes, this.options);
      if (kind === undefined) continue;
      if (scopes.at(-1)?.startsWith('punctuation.definition.string') === true) quotes++;
      // The token of an empty line inside a comment extends over the line end.
      const token = { start: startIndex, end: Math.min(endIndex, end - start), ...kind };
      const last = tokens.at(-1);
      const isLonger = last?.of === token.of && last.is === token.is && last.end === token.start;
      if (isLonger) tokens.pop();
      tokens.push(isLonger ? { ...token, start: last.start } : token);
    }
    return { start, end, tokens, invalid, quotes, after: tokenized.ruleStack };
  }
}

export function* lineRanges(text: string): Generator<Range, void, void> {
  let start = 0;
  for (const { index, 0: lineEnd } of text.matchAll(/\r\n|[\n\r]/g)) {
    yield { start, end: index };
    start = index + lineEnd.length;
  }
  yield { start, end: text.length };
}

type Kind = Pick<Token, 'of' | 'is'>;

const COMMENT: Kind = { of: 'comment', is: 'words' };

function kindOf(scopes: readonly string[], { strings, isMarkup }: TokenOptions): Kind | undefined {
  // Grammars call the code between `#if 0` and `#endif` a comment; it is treated as code.
  const comment = scopes.find(scope => /^(?:meta\.)?comment(?:\.|$)/.test(scope));
  if (comment !== undefined) return comment.includes('.preprocessor') ? undefined : COMMENT;
  const text = isMarkup ? textKind(scopes) : undefined;
  if (text !== undefined) return text;
  const formatted = strings ? kindInFormatted(scopes) : undefined;
  if (formatted !== undefined) return formatted;
  const string = scopes.findLastIndex(scope => scope.startsWith('string.') || scope === 'string');
  if (string >= 0) {
    const isDoc = /\bdocstring\b/.test(scopes[string] ?? '');
    if (!isDoc && (!strings || NO_WORDS.test(scopes.slice(string).join(' ')))) return undefined;
    return { of: isDoc ? 'doc' : 'string', is: kindInString(scopes.slice(string + 1)) };
  }
  return undefined;
}

/** Strings that hold no language: regular expressions, names of keys, messages of the preprocessor. */
const NO_WORDS = /^string\.regexp|\.regexp\b|\bproperty-name\b|\bentity\.name\b|^string\.unquoted\.preprocessor/;

/**
 * The kind of a token in a replacement field of a formatted string of Python, or of a doubled brace there, by its scopes; undefined
 * for other tokens. The grammar gives these tokens no scope of a string, unlike those of other languages.
 */
function kindInFormatted(scopes: readonly string[]): Kind | undefined {
  const formatted = scopes.findIndex(scope => scope.startsWith('meta.fstring'));
  if (formatted < 0) return undefined;
  const inner = scopes.slice(formatted + 1);
  if (inner[0]?.startsWith('constant.character.escape') === true) return { of: 'string', is: 'escape' };
  const isField = !/^(?:punctuation\.definition\.string|string\.interpolated)/.test(inner[0] ?? '');
  return isField ? { of: 'string', is: 'code' } : undefined;
}

/** What a token of a string is, by the scopes inside the string's own scope. */
function kindInString(scopes: readonly string[]): Token['is'] {
  if (
    scopes.some(scope => /^(?:meta\.(?:embedded|template\.expression|interpolation)|source\.|variable\.)/.test(scope))
  ) {
    return 'code';
  }
  return scopes.some(scope => /^constant\.(?:character|other\.placeholder)/.test(scope)) ? 'escape' : 'words';
}

/**
 * The kind of a token of a page, by its scopes. Text between tags has no scope but the page's own. Tags around words of a
 * sentence, such as `<b>`, are a part of the text.
 */
function textKind(scopes: readonly string[]): Kind | undefined {
  const inner = scopes.slice(1).filter(scope => !scope.startsWith('text.html'));
  if (inner.length === 0 || inner[0]?.startsWith('constant.character.entity') === true)
    return { of: 'text', is: 'words' };
  return inner[0]?.startsWith('meta.tag.inline.') === true ? { of: 'text', is: 'code' } : undefined;
}
