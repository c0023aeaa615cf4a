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
 * Writes one file for each language: an array of its grammar and of the embedded grammars that are needed to find comments.
 * Other grammars that it includes, such as SQL inside of strings, are left out; their text is then colored as plain strings.
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

/** The names, in the package tm-grammars, of the grammars that are in the build. */
export async function packedSources() {
  const scopes = (await syntaxes()).flatMap(({ scope, embeds }) => [scope, ...embeds]);
  return [...new Set(scopes.flatMap(scope => SOURCES.get(scope) ?? []))];
}

/** The name of each grammar in the package, by its scope. */
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

/** The grammar of a page with PHP inside. The package only has that of PHP itself, which stands between `<?php` and `?>`. */
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
