// Peers: compares the runtimes that the command line has, through the command line as it is built: load time and tokens per second with
// one row and with sixteen, on one thread. All cases are run in each round, so that a machine that becomes slower affects all alike.
//   node bench/peers.mjs [rounds] [folder of a model that translates to German]
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { machineLine, median, SENTENCES } from './engine/sentences.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const cli = path.join(root, 'dist/node/cli.js');
const [rounds = '3', model] = process.argv.slice(2);

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'attentive-bench-'));
const file = path.join(folder, 'sentences.txt');
fs.writeFileSync(file, `${SENTENCES.join('\n')}\n`);
const common = ['translate', '--to', 'de', '--lines', '--json', '--num-beams', '1', '--threads', '1'];

const cases = ['wasm', 'native'].flatMap(backend =>
  ['1', '16'].map(rows => ({ backend, rows, args: ['--backend', backend, '--batch-rows', rows] })),
);

/** One run; the measurements of runtimes are kept in the bench's own folder. */
function run(args) {
  const ended = spawnSync(
    process.execPath,
    [cli, ...common, ...args, ...(model === undefined ? [] : ['--model', model]), file],
    {
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
      env: { ...process.env, XDG_CACHE_HOME: folder, LOCALAPPDATA: folder },
    },
  );
  if (ended.status !== 0) throw new Error(ended.stderr);
  // A runtime that failed would be measured as WebAssembly.
  const replaced = ended.stderr.split('\n').find(line => line.includes('native runtime is not used'));
  if (replaced !== undefined) throw new Error(replaced);
  const { stats, loadMs, workMs, text } = JSON.parse(ended.stdout);
  return { rate: (stats.newTokens / workMs) * 1000, loadMs, lines: text.split('\n') };
}

try {
  // The first run on the native runtime measures it, and is not counted.
  run(cases[2].args);
  const results = cases.map(() => []);
  for (let round = 0; round < Number(rounds); round++) {
    for (const [index, { args }] of cases.entries()) results[index].push(run(args));
  }
  console.log(machineLine(Number(rounds)));
  for (const [index, { backend, rows }] of cases.entries()) {
    const rate = median(results[index].map(result => result.rate));
    const loadMs = median(results[index].map(result => result.loadMs));
    const base = median(results[index % 2].map(result => result.rate));
    const first = results[index % 2][0].lines;
    const same = results[index][0].lines.filter((line, at) => line === first[at]).length;
    console.log(
      `${backend.padEnd(6)} ${rows.padStart(2)} rows  ${rate.toFixed(0).padStart(5)} tokens/s  ${(rate / base).toFixed(2)} x wasm  ` +
        `load ${loadMs.toFixed(0)} ms  ${same} of ${first.length} lines as on wasm`,
    );
  }
} finally {
  fs.rmSync(folder, { recursive: true });
}
