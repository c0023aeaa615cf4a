// Handlers: the parsers of formats behind their contract, as the worker serves them.
import type { Format, FormatsHandlers } from './api/contract';
import { CodeParser } from './code/codeParser';
import { MarkdownParser } from './markdown/markdownParser';
import type { Parser } from './parser';

export function createFormats(): FormatsHandlers {
  const code = new CodeParser();
  // One parser for each format, because a parser keeps the document that it has parsed last.
  const markdown = new Map<string, MarkdownParser>();
  const markdownOf = (format: Extract<Format, { kind: 'markdown' }>): MarkdownParser => {
    const key = JSON.stringify(format);
    const parser = markdown.get(key) ?? new MarkdownParser(format);
    markdown.set(key, parser);
    return parser;
  };
  const parserOf = (format: Format): Parser => (format.kind === 'code' ? code.of(format) : markdownOf(format));
  return {
    structure: async ({ format, text, ranges }) => parserOf(format).structure(text, ranges),
    fits: async ({ format, text, edits }) => parserOf(format).fits(text, edits),
    isSame: async ({ format, text, edits }) => parserOf(format).isSame(text, edits),
    prepare: request => code.prepare(request),
    takeGrammar: request => code.take(request),
  };
}
