// Code parser: finds the comments and docstrings of source code with the grammars of TextMate that editors color it by.
import type { Format, GrammarRequest, PrepareRequest } from '../api/contract';
import type { Parser } from '../parser';

export class CodeParser {
  /** Takes the engine of regular expressions. */
  async prepare(_request: PrepareRequest): Promise<void> {
    throw new Error('not written yet');
  }

  take(_grammar: GrammarRequest): void {
    throw new Error('not written yet');
  }

  of(_format: Extract<Format, { kind: 'code' }>): Parser {
    throw new Error('not written yet');
  }
}
