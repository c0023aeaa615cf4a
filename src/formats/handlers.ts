// Handlers: the parsers of formats behind their contract, as the worker serves them.
import type { Format, FormatsHandlers } from './api/contract';
import { CodeParser } from './code/codeParser';
import { MarkdownParser } from './markdown/markdownParser';
import type { Parser } from './parser';

export function createFormats(): FormatsHandlers {
  const code = new CodeParser();
  const parserOf = (format: Format): Parser => (format.kind === 'code' ? code.of(format) : new MarkdownParser(format));
  return {
    structure: async ({ format, text, ranges }) => parserOf(format).structure(text, ranges),
    fits: async ({ format, text, edits }) => parserOf(format).fits(text, edits),
    isSame: async ({ format, text, edits }) => parserOf(format).isSame(text, edits),
    prepare: request => code.prepare(request),
    takeGrammar: request => code.take(request),
  };
}
