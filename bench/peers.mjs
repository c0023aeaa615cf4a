// Peers: compares Attentive's engine on WebAssembly and on the native runtime with transformers.js on the same two builds of ONNX
// Runtime: load time, tokens per second with one row and with sixteen, and a document of 200 lines. All systems run each job in turns,
// on one thread each, so that a machine that becomes slower affects all alike.
//   node bench/peers.mjs [--rounds N] [--models 'NAME;NAME'] [--write-table FILE.md]
//
// The peer is installed by npm into out/peers (300 MB, once); its version is pinned below. `npm run build` and `npm run native` come first.
import { build } from 'esbuild';
import path from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { nodeBundle } from '../tools/node-bundle.mjs';
import { out, root } from '../tools/places.mjs';
import { machineLine } from './engine/sentences.mjs';
import { writeMarian } from './peers/folder.mjs';
import { installed, PEER } from './peers/install.mjs';
import { documentJobs, ONE_ROW, SIXTEEN_ROWS } from './peers/jobs.mjs';
import { peersTable } from './peers/report.mjs';
import { System } from './peers/system.mjs';
import { writeTable } from './tables/writeTable.mjs';

const text = { type: 'string' };
const { values } = parseArgs({ options: { rounds: { ...text, default: '3' }, models: text, 'write-table': text } });
const rounds = Number(values.rounds);

const folder = path.join(out, 'peers');
const embedded = path.join(root, 'models/embedded');
const opusSize = path.join(folder, 'models/opus-mt-size');
/** `share`: one of so many lines of the document is run by the systems that run one line after another. */
const MODELS = [
  { name: 'opus-mt size, int8', folder: opusSize, precision: 'q8', isText: false, share: 16 },
  { name: 'built-in, int8', folder: embedded, precision: 'q8', isText: true, share: 8 },
  { name: 'opus-mt size, float32', folder: opusSize, precision: 'fp32', isText: false, share: 16 },
].filter(({ name }) => values.models === undefined || values.models.split(';').some(part => name.includes(part)));

const modules = installed(path.join(folder, 'packages'));
writeMarian(opusSize, embedded);
await build({ ...nodeBundle(root), entryPoints: [path.join(root, 'bench/peers/attentive.ts')], outdir: folder });
const PROGRAMS = [
  { name: 'Attentive', script: path.join(folder, 'attentive.mjs') },
  { name: PEER.name, script: path.join(root, 'bench/peers/transformers.mjs') },
];
const SYSTEMS = ['wasm', 'native'].flatMap(runtime => PROGRAMS.map(program => ({ ...program, runtime })));

const results = MODELS.map(model => ({
  ...model,
  measured: SYSTEMS.map(({ name, runtime }) => ({ name, runtime, jobs: {}, batches: [] })),
}));
for (let round = 1; round <= rounds; round++) {
  for (const { measured, ...model } of results) {
    process.stderr.write(`${model.name}, round ${round} of ${rounds}\n`);
    await runRound(model, measured);
    report();
  }
}

/** Prints and writes what is known so far, so that a run that is ended early has a table too. */
function report() {
  const known = results.filter(({ measured: [{ jobs }] }) => jobs.batched !== undefined);
  const times = known.map(({ name, measured: [{ jobs }] }) => `${name} ${jobs.batched.length}`);
  const table = peersTable(known, `${machineLine(rounds)} (done: ${times.join(', ')})`);
  console.log(table);
  if (values['write-table'] !== undefined) writeTable(values['write-table'], 'bench/peers.mjs', table);
}

/** Starts all systems with a model, and runs each job on all of them, one after the other. */
async function runRound(model, measured) {
  const systems = [];
  try {
    for (const [at, { script, runtime }] of SYSTEMS.entries()) {
      const setup = { folder: model.folder, precision: model.precision, runtime, modules };
      const { system, loadMs } = await System.start(script, setup);
      systems.push(system);
      add(measured[at], 'load', loadMs);
    }
    // The first run includes what a runtime does only once.
    for (const system of systems) await system.run({ ...ONE_ROW, batch: 1 });
    const document = documentJobs(model.isText, model.share);
    const turns = [
      ...Array(3).fill(['one', { ...ONE_ROW, batch: 1 }]),
      ...Array(2).fill(['sixteen', { ...SIXTEEN_ROWS, batch: 16 }]),
      ['oneByOne', { ...document.oneByOne, batch: 1 }],
      ['batched', { ...document.batched, batch: 0 }],
    ];
    for (const [name, job] of turns) {
      for (const [at, system] of systems.entries()) {
        const { ms, tokens, batch } = await system.run(job);
        const isDocument = name === 'oneByOne' || name === 'batched';
        add(measured[at], name, ((isDocument ? job.rows.length : tokens) / ms) * 1000);
        if (name === 'batched') measured[at].batches.push(batch);
      }
    }
  } finally {
    for (const system of systems) system.end();
  }
}

function add({ jobs }, name, figure) {
  (jobs[name] ??= []).push(figure);
}
