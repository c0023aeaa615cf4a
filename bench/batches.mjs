// Batches: measures the effect of batches: how many rows get other ids than when they run alone, in 8 bits and in
// float32, how BLEU changes, and how fast batches are.
//   node bench/batches.mjs [--data FOLDER] [--exact FOLDER] [MODEL_FOLDER …], --help for other options
import { build } from 'esbuild';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { nodeBundle } from '../tools/node-bundle.mjs';
import { bleu } from './evaluate/bleu.mjs';
import { plan, readSets, sample } from './evaluate/sets.mjs';

const USAGE = `Usage: node bench/batches.mjs [options] [MODEL_FOLDER …]

  MODEL_FOLDER    default: the embedded model and the int8 fixtures
  --data FOLDER   test sets as bench/evaluate.mjs reads them, for models with a card; without it rows are made up
  --sets NAME,…   only sets with one of these in their name
  --sample N      lines of each set, or made-up rows (default: 100)
  --exact FOLDER  where the float32 graphs of the first model are, if not in its folder
  --graphs FOLDER other int8 graphs of the first model, which are measured too
  --rows N,N      the sizes of batches to measure, in rows (default: 16,32)

A row counts as changed if any of its ids is another one than when it runs alone.
`;

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const text = { type: 'string' };
const { values, positionals } = parseArgs({
  options: {
    ...{ data: text, sets: text, sample: { ...text, default: '100' }, exact: text, graphs: text },
    ...{ rows: { ...text, default: '16,32' }, help: { type: 'boolean', short: 'h' } },
  },
  allowPositionals: true,
});
if (values.help) process.stdout.write(USAGE);
else await main();

async function main() {
  const fixtures = ['marian', 't5', 't5-gated', 'bart', 'mbart', 'm2m100'].map(name => `test/fixtures/${name}`);
  const folders = positionals.length > 0 ? positionals : ['models/embedded', ...fixtures];
  const out = path.join(root, 'out', `bench-batches-${process.pid}`);
  process.once('exit', () => fs.rmSync(out, { recursive: true, force: true }));
  const program = await bundled(out);
  console.log(`${os.cpus()[0].model}, Node ${process.version}, WASM, 1 thread, greedy`);
  for (const [index, folder] of folders.map(name => path.resolve(name)).entries()) {
    const jobs = jobsOf(folder);
    const runs = [{ graphs: folder }, { graphs: (index === 0 && values.exact) || folder, precision: 'fp32' }];
    if (index === 0 && values.graphs !== undefined) runs.splice(1, 0, { graphs: path.resolve(values.graphs) });
    for (const run of runs) {
      if (!hasGraphs(run)) continue;
      report(path.relative(root, run.graphs), measured(program, { folder, ...run }, jobs), jobs);
    }
  }
}

async function bundled(out) {
  await build({
    ...nodeBundle(root),
    entryPoints: [path.join(root, 'bench/batches/measure.ts')],
    outdir: out,
  });
  return path.join(out, 'measure.mjs');
}

/**
 * Whether the graphs of a run exist. Every folder has int8 graphs; those of a given precision (float32) may be missing.
 */
function hasGraphs({ graphs, precision }) {
  return precision === undefined || fs.existsSync(path.join(graphs, 'onnx/encoder_model.onnx'));
}

/** For each test set of a translation task in the model's card: the prefix of the task's input, and a sample of the rows. */
function jobsOf(folder) {
  const file = path.join(folder, 'attentive.json');
  if (values.data === undefined || !fs.existsSync(file)) return [];
  const { tasks } = JSON.parse(fs.readFileSync(file, 'utf8'));
  const names = values.sets?.split(',') ?? [''];
  const sets = readSets(values.data).filter(set => names.some(name => set.name.includes(name)));
  return plan(sets, tasks)
    .jobs.filter(({ task }) => task.kind === 'translate')
    .map(({ task, rows }) => {
      const { input } = tasks.find(each => each.kind === task.kind && each.from === task.from && each.to === task.to);
      return { prefix: input?.prefix, rows: sample(rows.length, Number(values.sample)).map(place => rows[place]) };
    });
}

/** Runs measure.ts in a process of its own. `run` has the folder of the model, the folder of its graphs and their precision. */
function measured(program, run, jobs) {
  const sources = jobs.map(({ prefix, rows }) => ({ prefix, texts: rows.map(row => row.source) }));
  const work = { ...run, sources, madeUp: Number(values.sample), sizes: values.rows.split(',').map(Number) };
  const { status, stdout, stderr } = spawnSync(process.execPath, [program], {
    input: JSON.stringify(work),
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout.trim().split('\n').at(-1));
}

function report(name, { graph, rows, results }, jobs) {
  console.log(`\n${name}, ${path.basename(graph)}, ${rows} rows`);
  // The first result is that of rows that run one at a time.
  const [alone] = results;
  const references = jobs.flatMap(job => job.rows.map(row => [row.reference]));
  for (const result of results) {
    const changed = result.ids.filter((ids, row) => ids.join() !== alone.ids[row].join()).length;
    const score = references.length > 0 ? `  BLEU ${bleu(result.texts, references).score.toFixed(2)}` : '';
    const share = `${changed} changed (${((100 * changed) / rows).toFixed(1)} %)`;
    const fast = `${((1000 * rows) / result.ms).toFixed(1)} rows/s, ${(alone.ms / result.ms).toFixed(2)} x one row's`;
    const padding = `${(100 * result.padded).toFixed(0)} % padding`;
    console.log(`${result.name.padEnd(20)} ${share.padEnd(22)}${score}  ${padding}, ${fast}`);
  }
}
