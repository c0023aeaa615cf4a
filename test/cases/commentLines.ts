// Comment lines: finds the parts of lines that stand in comments or docstrings, by the scopes of the language's grammar alone.
// They are found without the parser of src/formats/code, so that reach.ts can tell which comments that parser leaves out.
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { createOnigScanner, createOnigString, loadWASM } from 'vscode-oniguruma';
import { type IGrammar, INITIAL, type IRawGrammar, Registry } from 'vscode-textmate';
import type { Language } from '../../src/formats/languages';
import { type Syntax, syntaxOf } from '../../src/formats/syntax';
import type { Stretch } from './proseNodes';

/** The comments of source code, a stretch for each line that has one. */
export async function commentLines(source: string, language: Language): Promise<Stretch[]> {
  const grammar = await grammarOf(language);
  const found: Stretch[] = [];
  let state = INITIAL;
  for (const [at, line] of source.split(/\r\n|[\n\r]/).entries()) {
    const { tokens, ruleStack } = grammar.tokenizeLine(line, state);
    state = ruleStack;
    const commentTokens = tokens.filter(({ scopes }) => scopes.some(isComment) && !scopes.some(isHidden));
    const text = commentTokens.map(({ startIndex, endIndex }) => line.slice(startIndex, endIndex)).join('');
    if (commentTokens.length > 0) found.push({ kind: 'comment', line: at + 1, text });
  }
  return found;
}

function isComment(scope: string): boolean {
  return scope.startsWith('comment.') || scope.includes('docstring');
}

/** Code that a preprocessor skips has the color of a comment. */
function isHidden(scope: string): boolean {
  return scope.includes('.preprocessor');
}

/** The part of scripts/grammars.mjs that is used here. */
interface GrammarScript {
  readonly grammarsOf: (syntax: Syntax) => IRawGrammar[];
}

const known = new Map<string, Promise<IGrammar>>();
let engine: Promise<void> | undefined;

function grammarOf(language: Language): Promise<IGrammar> {
  const grammar = known.get(language.scope) ?? load(language);
  known.set(language.scope, grammar);
  return grammar;
}

async function load(language: Language): Promise<IGrammar> {
  engine ??= loadWASM({
    data: fs.readFileSync(path.join(__ROOT__, 'node_modules/vscode-oniguruma/release/onig.wasm')),
  });
  await engine;
  const { grammarsOf } = (await import(
    pathToFileURL(path.join(__ROOT__, 'scripts/grammars.mjs')).href
  )) as GrammarScript;
  const syntax = syntaxOf(language.scope);
  if (syntax === undefined) throw new Error(`There is no syntax of ${language.scope}.`);
  const raws = new Map(grammarsOf(syntax).map(raw => [raw.scopeName, raw]));
  const registry = new Registry({
    onigLib: Promise.resolve({ createOnigScanner, createOnigString }),
    loadGrammar: name => Promise.resolve(raws.get(name)),
  });
  const grammar = await registry.loadGrammar(language.scope);
  if (grammar === null) throw new Error(`There is no grammar of ${language.scope}.`);
  return grammar;
}
