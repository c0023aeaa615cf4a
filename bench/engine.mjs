// Engine: measures the engine as the product runs it, through the command line and the worker: load time, memory, and
// sentences per second for several batch sizes and numbers of threads, which are run in turns.
//   node bench/engine.mjs [rounds]
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { machineLine, median, SENTENCES } from './engine/sentences.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const cli = path.join(root, 'dist/node/cli.js');
const rounds = Number(process.argv[2] ?? 3);

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'attentive-bench-'));
const many = path.join(folder, 'many.txt');
const one = path.join(folder, 'one.txt');
fs.writeFileSync(many, `${SENTENCES.join('\n')}\n`);
fs.writeFileSync(one, 'I am tired.\n');

const cases = [
  { name: 'one sentence, 4 beams, whole process', file: one, args: ['--num-beams', '4'] },
  {
    name: 'greedy, 1 row a batch, 1 thread',
    file: many,
    args: ['--num-beams', '1', '--batch-rows', '1', '--threads', '1'],
  },
  {
    name: 'greedy, 16 rows a batch, 1 thread',
    file: many,
    args: ['--num-beams', '1', '--batch-rows', '16', '--threads', '1'],
  },
  {
    name: 'greedy, 32 rows a batch, 1 thread',
    file: many,
    args: ['--num-beams', '1', '--batch-rows', '32', '--threads', '1'],
  },
  {
    name: 'greedy, 16 rows a batch, 2 threads',
    file: many,
    args: ['--num-beams', '1', '--batch-rows', '16', '--threads', '2'],
  },
  { name: 'beam 4, 16 rows a batch, 1 thread', file: many, args: ['--num-beams', '4', '--threads', '1'] },
];

console.log(machineLine(rounds));
const results = cases.map(() => []);
// All cases are run in each round, so that a machine that becomes slower affects all cases alike.
for (let round = 0; round < rounds; round++) {
  for (const [index, { file, args }] of cases.entries()) {
    const began = performance.now();
    const run = spawnSync(
      process.execPath,
      [cli, 'translate', '--to', 'de', '--json', '--backend', 'wasm', ...args, file],
      {
        encoding: 'utf8',
      },
    );
    if (run.status !== 0) throw new Error(run.stderr);
    const { stats, loadMs, workMs, peakBytes } = JSON.parse(run.stdout);
    const lines = file === many ? SENTENCES.length : 1;
    const wall = performance.now() - began;
    const perSecond = count => (count / workMs) * 1000;
    results[index].push({ wall, rate: perSecond(lines), tokens: perSecond(stats.newTokens), loadMs, peakBytes });
  }
}
fs.rmSync(folder, { recursive: true });
const base = median(results[1].map(result => result.rate));
for (const [index, { name }] of cases.entries()) {
  const of = key => median(results[index].map(result => result[key]));
  const ratio = index === 0 ? '' : `  ${(of('rate') / base).toFixed(2)} x one row`;
  console.log(
    `${name.padEnd(36)} ${of('rate').toFixed(1).padStart(5)} sentences/s, ${of('tokens').toFixed(0)} decoded tokens/s of all beams${ratio}` +
      `  load ${of('loadMs').toFixed(0)} ms, whole process ${of('wall').toFixed(0)} ms, peak ${(of('peakBytes') / 1e6).toFixed(0)} MB`,
  );
}
