// Parsers: the parser of source code with the real library of regular expressions and the real grammars, each loaded once.
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { CodeParser } from '../../../src/formats/code/codeParser';
import { CODE_PROSE } from '../../../src/formats/documentFormat';
import { scopeOfId } from '../../../src/formats/languages';
import type { Parser } from '../../../src/formats/parser';
import { type Syntax, syntaxOf } from '../../../src/formats/syntax';
import type { Range } from '../../../src/text/range';
import type { TextStructure } from '../../../src/text/textStructure';

interface Script {
  readonly grammarsOf: (syntax: Syntax) => object[];
}

const code = new CodeParser();
const taken = new Map<string, Promise<void>>();

/**
 * The parser of a language.
 *
 * @param id the id that the editor has for the language, or the scope of its grammar
 * @param strings whether the parser finds the strings, in place of comments and docstrings
 */
export async function parserOf(id: string, strings = false): Promise<Parser> {
  const syntax = syntaxOf(scopeOfId(id) ?? id);
  if (syntax === undefined) throw new Error(`There is no language ${id}.`);
  const { scope } = syntax;
  const taking = taken.get(scope) ?? take(syntax);
  taken.set(scope, taking);
  await taking;
  return code.of({ kind: 'code', grammar: scope, parts: strings ? ['string'] : CODE_PROSE });
}

async function take(syntax: Syntax): Promise<void> {
  const onig = fs.readFileSync(path.join(__ROOT__, 'node_modules/vscode-oniguruma/release/onig.wasm'));
  await code.prepare({ onig: new Uint8Array(onig) });
  const { grammarsOf } = (await import(pathToFileURL(path.join(__ROOT__, 'scripts/grammars.mjs')).href)) as Script;
  await code.take({ scope: syntax.scope, json: JSON.stringify(grammarsOf(syntax)) });
}

export async function structureOf(id: string, text: string, strings = false): Promise<TextStructure> {
  const parser = await parserOf(id, strings);
  const [whole] = await parser.structure(text, [{ start: 0, end: text.length }]);
  if (whole === undefined) throw new Error('one range has one structure');
  return whole;
}

/** The words of a flow, with a slash between its lines. */
export function wordsOf(text: string, { lines }: { readonly lines: readonly Range[] }): string {
  return lines.map(({ start, end }) => text.slice(start, end)).join(' / ');
}

export async function proseOf(id: string, text: string, strings = false): Promise<string[]> {
  const { flows } = await structureOf(id, text, strings);
  return flows.map(flow => wordsOf(text, flow));
}

export async function keptOf(id: string, text: string): Promise<string[]> {
  const { kept } = await structureOf(id, text);
  return kept.map(({ start, end }) => text.slice(start, end));
}
