// Choice: compares the runtime that `auto` chooses with the others, for a word, a sentence, a page and a book (npm run build and npm run
// native first). In each round the book is translated once, and the others five times.
//   node bench/choice.mjs [ROUNDS] [--write-table FILE.md]
import { build } from 'esbuild';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { nodeBundle } from '../tools/node-bundle.mjs';
import { out, root } from '../tools/places.mjs';
import { machineLine, median } from './engine/sentences.mjs';
import { writeTable } from './tables/writeTable.mjs';

const { values, positionals } = parseArgs({ options: { 'write-table': { type: 'string' } }, allowPositionals: true });
const rounds = Number(positionals[0] ?? 3);
const folder = path.join(out, 'choice');
await build({ ...nodeBundle(root), entryPoints: [path.join(root, 'bench/choice/measure.ts')], outdir: folder });
const args = [path.join(folder, 'measure.mjs'), path.join(root, 'models/embedded'), String(rounds)];
const { status, stdout } = spawnSync(process.execPath, args, {
  encoding: 'utf8',
  stdio: ['ignore', 'pipe', 'inherit'],
});
if (status !== 0) throw new Error(`the measurement ended with ${status}`);

/** @type {readonly { name: string, rows: number, chosen: string, ms: Record<string, number[]> }[]} */
const jobs = JSON.parse(stdout);
const runtimes = Object.keys(jobs[0].ms).filter(name => name !== 'auto');
const rows = jobs.map(({ name, rows: count, chosen, ms }) => {
  const of = runtime => median(ms[runtime]);
  const best = runtimes.reduce((left, right) => (of(right) < of(left) ? right : left));
  const times = runtimes.map(runtime => of(runtime).toFixed(0));
  return `| ${name}, ${count} ${count === 1 ? 'row' : 'rows'} | ${times.join(' | ')} | ${chosen} | ${best} | ${(of('auto') / of(best)).toFixed(2)} |`;
});
const table = [
  `${machineLine(rounds)}; the built-in model, one thread, milliseconds.`,
  '',
  `| | ${runtimes.join(' | ')} | auto chose | best | auto against the best |`,
  `|---|${'---|'.repeat(runtimes.length + 3)}`,
  ...rows,
].join('\n');
console.log(table);
if (values['write-table'] !== undefined) writeTable(values['write-table'], 'bench/choice.mjs', table);
