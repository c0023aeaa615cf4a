// Grammars: writes the grammars of programming languages that the parsers of formats read, and their engine of regular
// expressions, into the build.
import { transformSync } from 'esbuild';
import fs from 'node:fs';
import path from 'node:path';
import { grammars, injections } from 'tm-grammars';
import { root } from '../tools/places.mjs';

const packageFolder = path.join(root, 'node_modules/tm-grammars');

/** The table of src/formats/syntax.ts, which imports nothing but types. */
export async function syntaxes() {
  const source = fs.readFileSync(path.join(root, 'src/formats/syntax.ts'), 'utf8');
  const { code } = transformSync(source, { loader: 'ts', format: 'esm' });
  const { SYNTAXES } = await import(`data:text/javascript,${encodeURIComponent(code)}`);
  return SYNTAXES;
}

/**
 * Writes one file for each language: an array of its grammar and of those that it embeds, where comments stand as well.
 * What else a grammar includes, such as SQL inside of strings, is left out; the strings are then colored as strings alone.
 *
 * @param folder the folder to write to, made if it is not there
 */
export async function copyGrammars(folder) {
  fs.mkdirSync(folder, { recursive: true });
  const onig = path.join(root, 'node_modules/vscode-oniguruma/release/onig.wasm');
  fs.copyFileSync(onig, path.join(folder, 'onig.wasm'));
  for (const syntax of await syntaxes()) {
    fs.writeFileSync(path.join(folder, `${syntax.scope}.json`), JSON.stringify(grammarsOf(syntax)));
  }
}

/** The names that the packed grammars have in the package of grammars. */
export async function packedSources() {
  const scopes = (await syntaxes()).flatMap(({ scope, embeds }) => [scope, ...embeds]);
  return [...new Set(scopes.flatMap(scope => SOURCES.get(scope) ?? []))];
}

const SOURCES = new Map([...grammars, ...injections].map(({ scopeName, name }) => [scopeName, name]));

/** The grammar of a language and those that it embeds. */
export function grammarsOf({ scope, embeds }) {
  return [scope, ...embeds].map(one => {
    if (one === PHP_PAGE.scopeName) return PHP_PAGE;
    if (!SOURCES.has(one)) throw new Error(`There is no grammar for ${one}.`);
    const file = path.join(packageFolder, 'grammars', `${SOURCES.get(one)}.json`);
    const { scopeName, patterns, repository, injections: own } = JSON.parse(fs.readFileSync(file, 'utf8'));
    return { scopeName, patterns, repository, injections: own };
  });
}

/** A page with PHP inside: the package has a grammar for what stands between the tags alone. */
const PHP_PAGE = {
  scopeName: 'text.html.php',
  patterns: [{ include: '#php' }, { include: 'text.html.basic' }],
  injections: {
    'L:text.html.php - (meta.embedded.php | comment.block.html)': { patterns: [{ include: '#php' }] },
  },
  repository: {
    php: {
      begin: '<\\?(?i:php\\b|=)?',
      end: '\\?>',
      beginCaptures: { 0: { name: 'punctuation.section.embedded.begin.php' } },
      endCaptures: { 0: { name: 'punctuation.section.embedded.end.php' } },
      name: 'meta.embedded.php',
      patterns: [{ include: 'source.php' }],
    },
  },
};
