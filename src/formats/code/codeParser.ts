// Code parser: finds the comments and docstrings of source code with the grammars of TextMate that editors color it by.
import { badRequest } from '../../base/errors';
import type { Range } from '../../text/range';
import type { TextStructure } from '../../text/textStructure';
import type { CodePart, Edit, Format, GrammarRequest, PrepareRequest } from '../api/contract';
import { clipped } from '../clip';
import type { Parser } from '../parser';
import { type Syntax, syntaxOf } from '../syntax';
import { Grammars } from './grammars';
import { structureOf } from './prose';
import { isSameCode } from './sameness';
import { type CodeLine, Tokenizer } from './tokens';

type CodeFormat = Extract<Format, { kind: 'code' }>;

export class CodeParser {
  private readonly grammars = new Grammars();
  /** The parser of the last format, which knows the last document, because there are several requests for each document. */
  private last: { readonly format: CodeFormat; readonly parser: SourceParser } | undefined;

  /** Takes the engine of regular expressions. */
  prepare({ onig }: PrepareRequest): Promise<void> {
    return this.grammars.prepare(onig);
  }

  /**
   * Takes a grammar file.
   *
   * @throws AttentiveError `bad-request` if `prepare` was not called before, or if the file has no grammar of the scope that
   *   the request names
   */
  take(file: GrammarRequest): Promise<void> {
    return this.grammars.take(file);
  }

  /** @throws AttentiveError `bad-request` if the grammar is not known or was not taken */
  of(format: CodeFormat): Parser {
    if (this.last?.format.grammar !== format.grammar || this.last.format.parts.join() !== format.parts.join()) {
      const language = syntaxOf(format.grammar);
      if (language === undefined) throw badRequest('grammar', `there is no language ${format.grammar}`);
      const { isMarkup } = language;
      const strings = format.parts.includes('string');
      const tokenizer = new Tokenizer(this.grammars.get(format.grammar), { strings, isMarkup });
      this.last = { format, parser: new SourceParser(tokenizer, language, format.parts) };
    }
    return this.last.parser;
  }
}

class SourceParser implements Parser {
  private last: { readonly text: string; readonly lines: readonly CodeLine[] } | undefined;

  constructor(
    private readonly tokenizer: Tokenizer,
    private readonly language: Syntax,
    private readonly parts: readonly CodePart[],
  ) {}

  structure(text: string, ranges: readonly Range[]): readonly TextStructure[] {
    const whole = structureOf(text, this.linesOf(text), this.language, this.parts);
    return ranges.map(range => clipped(whole, range));
  }

  fits(text: string, edits: readonly Edit[]): readonly boolean[] {
    const lines = this.linesOf(text);
    return edits.map(edit => isSameCode(this.tokenizer, { text, lines }, [edit]));
  }

  isSame(text: string, edits: readonly Edit[]): boolean {
    return isSameCode(this.tokenizer, { text, lines: this.linesOf(text) }, edits);
  }

  private linesOf(text: string): readonly CodeLine[] {
    if (this.last?.text !== text) this.last = { text, lines: this.tokenizer.lines(text) };
    return this.last.lines;
  }
}
