// Document format: chooses the parser of a document, by the document's language in the editor or by the name of its file.
import type { CodePart, Format } from './api/contract';
import { languageOfFile, type Scope, scopeOfId } from './languages';

export interface FormatOptions {
  /** The keys of front matter whose values are prose. */
  readonly frontMatterKeys: readonly string[];
  /** What of source code is prose; `CODE_PROSE` if left out. If it is given, Markdown has no parser, as it has no such parts. */
  readonly parts?: readonly CodePart[];
}

/** What of source code is prose, unless the user asks for other parts. */
export const CODE_PROSE: readonly CodePart[] = ['comment', 'doc', 'text'];

/** The keys of front matter whose values are prose, unless the user sets others. */
export const FRONT_MATTER_KEYS: readonly string[] = [
  'title',
  'subtitle',
  'description',
  'summary',
  'excerpt',
  'tagline',
];

/**
 * The format of documents in a language; undefined if the language has no parser.
 *
 * @param language an id of the editor
 */
export function formatOfLanguage(language: string, { frontMatterKeys, parts }: FormatOptions): Format | undefined {
  if (!isMarkdown(language)) return codeFormat(scopeOfId(language), parts);
  return parts === undefined ? { kind: 'markdown', mdx: language === 'mdx', frontMatterKeys } : undefined;
}

/** As `formatOfLanguage`, by the name of a file. */
export function formatOfFile(name: string, options: FormatOptions): Format | undefined {
  const ending = /\.([^./\\]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
  if (/^(?:md|markdown|mkd|mdown|qmd|rmd)$/.test(ending)) return formatOfLanguage('markdown', options);
  if (ending === 'mdx') return formatOfLanguage('mdx', options);
  return codeFormat(languageOfFile(name)?.scope, options.parts);
}

function codeFormat(scope: Scope | undefined, parts = CODE_PROSE): Format | undefined {
  return scope === undefined ? undefined : { kind: 'code', grammar: scope, parts };
}

/** Whether an id of the editor is that of Markdown or of a dialect of it. */
export function isMarkdown(language: string): boolean {
  return MARKDOWN.has(language);
}

/** The editor's ids of Markdown and of its dialects, those of chats and instructions included. */
const MARKDOWN: ReadonlySet<string> = new Set([
  ...['markdown', 'mdx', 'quarto', 'rmd', 'chatagent', 'instructions', 'prompt', 'skill'],
]);
