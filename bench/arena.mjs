// Arena: compares the native runtime with and without its memory arena: tokens per second of processor time with one row and with 16, and
// the peak memory of the process.
//   node bench/arena.mjs [ROUNDS] [--write-table FILE.md]
import { build } from 'esbuild';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { nodeBundle } from '../tools/node-bundle.mjs';
import { out, root } from '../tools/places.mjs';
import { machineLine, median } from './engine/sentences.mjs';
import { writeMarian } from './peers/folder.mjs';
import { writeTable } from './tables/writeTable.mjs';

const { values, positionals } = parseArgs({ options: { 'write-table': { type: 'string' } }, allowPositionals: true });
const rounds = Number(positionals[0] ?? 3);
const folder = path.join(out, 'peers');
const embedded = path.join(root, 'models/embedded');
const opusSize = path.join(folder, 'models/opus-mt-size');
writeMarian(opusSize, embedded);
await build({ ...nodeBundle(root), entryPoints: [path.join(root, 'bench/peers/arena.ts')], outdir: folder });

const cases = [
  ['built-in, int8', embedded, 'q8'],
  ['opus-mt size, int8', opusSize, 'q8'],
].flatMap(([name, ...args]) => [true, false].map(arena => ({ name, args: [...args, `${arena}`], arena, results: [] })));
for (let round = 0; round < rounds; round++) {
  for (const { args, results } of cases) {
    const { status, stdout, stderr } = spawnSync(process.execPath, [path.join(folder, 'arena.mjs'), ...args], {
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(stderr);
    results.push(JSON.parse(stdout));
  }
}
const rows = cases.map(({ name, arena, results }) => {
  const of = take => median(results.map(take)).toFixed(0);
  const megabytes = of(({ peakBytes }) => peakBytes / 1e6);
  const rates = [0, 1].map(at => of(result => result.rates[at]));
  return `| ${name}, ${arena ? 'with' : 'without'} the arena | ${rates.join(' | ')} | ${megabytes} |`;
});
const table = [
  `${machineLine(rounds)}; one thread, processor time.`,
  '',
  '| | one row, tokens/s | 16 rows, tokens/s | peak memory, MB |',
  '|---|---|---|---|',
  ...rows,
].join('\n');
console.log(table);
if (values['write-table'] !== undefined) writeTable(values['write-table'], 'bench/arena.mjs', table);
