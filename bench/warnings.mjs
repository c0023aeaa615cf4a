// Warnings: measures how often the product would give each warning about translations that people made.
//   node bench/warnings.mjs --data FOLDER [--sets PART,…]
// FOLDER has test sets as bench/evaluate/sets.mjs reads them. --sets chooses those whose names contain one of the parts.
import { build } from 'esbuild';
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { nodeBundle } from '../tools/node-bundle.mjs';
import { readSets } from './evaluate/sets.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const { values } = parseArgs({ options: { data: { type: 'string' }, sets: { type: 'string', default: '' } } });
if (values.data === undefined) throw new Error('--data FOLDER is needed.');

const KINDS = ['numbers', 'repetition', 'untranslated', 'short'];
const out = path.join(root, 'out', `bench-warnings-${process.pid}`);
process.once('exit', () => fs.rmSync(out, { recursive: true, force: true }));
await build({ ...nodeBundle(root), entryPoints: [path.join(root, 'src/tasks/run/warnings.ts')], outdir: out });
const { warningsOfTranslation } = await import(pathToFileURL(path.join(out, 'warnings.mjs')).href);

console.log(`| set | lines | with digits | ${KINDS.join(' | ')} |\n|---|---|---|${'---|'.repeat(KINDS.length)}`);
const parts = values.sets.split(',');
for (const { name, languages, rows } of readSets(values.data)) {
  if (languages === undefined || !parts.some(part => name.includes(part))) continue;
  const [from, to] = languages;
  const counts = new Map(KINDS.map(kind => [kind, 0]));
  for (const { source, reference } of rows) {
    for (const { kind } of warningsOfTranslation(source, reference, { from, to }))
      counts.set(kind, counts.get(kind) + 1);
  }
  const digits = rows.filter(({ source }) => /\d/.test(source)).length;
  console.log(`| ${name} ${from}→${to} | ${rows.length} | ${digits} | ${[...counts.values()].join(' | ')} |`);
}
