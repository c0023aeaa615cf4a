// Language: measures for how many sentences the guess of their language is right.
//   node bench/language.mjs --data FOLDER [--lines N]
// FOLDER holds test sets as bench/evaluate.mjs reads them. --lines limits the rows of each set (default: 400).
import { build } from 'esbuild';
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { nodeBundle } from '../tools/node-bundle.mjs';
import { readSets } from './evaluate/sets.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const { values } = parseArgs({ options: { data: { type: 'string' }, lines: { type: 'string', default: '400' } } });
if (values.data === undefined) throw new Error('--data FOLDER is needed.');

const out = path.join(root, 'out', `bench-language-${process.pid}`);
process.once('exit', () => fs.rmSync(out, { recursive: true, force: true }));
await build({ ...nodeBundle(root), entryPoints: [path.join(root, 'src/text/language.ts')], outdir: out });
const { guessLanguage } = await import(pathToFileURL(path.join(out, 'language.mjs')).href);

/** @type {Map<string, Set<string>>} The different sentences of each language. */
const sentences = new Map();
for (const { languages, rows } of readSets(values.data)) {
  if (languages === undefined) continue;
  const [left, right] = languages;
  for (const { source, reference } of rows.slice(0, Number(values.lines))) {
    for (const [language, text] of [
      [left, source],
      [right, reference],
    ]) {
      sentences.set(language, (sentences.get(language) ?? new Set()).add(text));
    }
  }
}
console.log('| language | sentences | right | not told | wrong |\n|---|---|---|---|---|');
for (const [language, texts] of sentences) {
  const guesses = [...texts].map(text => guessLanguage(text));
  const share = isCounted => `${((100 * guesses.filter(isCounted).length) / texts.size).toFixed(1)} %`;
  const shares = [share(guess => guess === language), share(guess => guess === undefined)];
  const wrong = share(guess => guess !== undefined && guess !== language);
  console.log(`| ${language} | ${texts.size} | ${shares.join(' | ')} | ${wrong} |`);
}
