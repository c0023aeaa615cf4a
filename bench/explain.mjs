// Explain: compares the cost of an explanation with that of a plain teacher-forced pass over the same tokens: time, and
// peak memory of the process.
//   node bench/explain.mjs [--tokens N] [--rounds N] [MODEL_FOLDER …]
import { build } from 'esbuild';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { nodeBundle } from '../tools/node-bundle.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const { values, positionals } = parseArgs({
  options: { tokens: { type: 'string', default: '128' }, rounds: { type: 'string', default: '300' } },
  allowPositionals: true,
});
const folders = positionals.length > 0 ? positionals : [path.join(root, 'models/embedded')];
const out = path.join(root, 'out', `bench-explain-${process.pid}`);
process.once('exit', () => fs.rmSync(out, { recursive: true, force: true }));
await build({
  ...nodeBundle(root),
  entryPoints: [path.join(root, 'bench/explain/measure.ts')],
  outdir: out,
});

const MB = 1e6;
/** How much more memory an explanation may take than a plain pass, besides twice the size of its record. */
const SLACK = 50 * MB;
const quantile = (numbers, share) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length * share)];
const median = numbers => quantile(numbers, 1 / 2);
/** How many processes are run for each peak, because the peak differs from process to process. */
const PEAKS = 3;

function measure(mode, folder) {
  const args = [path.join(out, 'measure.mjs'), mode, folder, values.tokens, values.rounds];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout.trim().split('\n').at(-1));
}

for (const folder of folders) {
  const runs = Array.from({ length: PEAKS }, () => [measure('plain', folder), measure('explain', folder)]);
  const [plainPeak, explainPeak] = [0, 1].map(mode => median(runs.map(run => run[mode].peakBytes)));
  const { recordBytes } = runs[0][1];
  const { first, times, computed } = measure('both', folder);
  // The lower quartile of all rounds is compared: slower rounds may be due to other work on the machine.
  const ratio = ([pass, explanation]) => quantile(explanation, 1 / 4) / quantile(pass, 1 / 4);
  const [passMs, explanationMs] = times.map(median);
  const more = explainPeak - plainPeak;
  const lines = [
    `${folder}, ${values.tokens} by ${values.tokens} tokens, 1 thread, ${values.rounds} rounds`,
    `a plain pass    ${passMs.toFixed(1)} ms, peak ${(plainPeak / MB).toFixed(0)} MB`,
    `an explanation  ${explanationMs.toFixed(1)} ms, peak ${(explainPeak / MB).toFixed(0)} MB, ` +
      `the first ${first[1].toFixed(0)} ms, record ${(recordBytes / MB).toFixed(1)} MB`,
    `time ${ratio(computed).toFixed(2)} times as much computing, at most 1.30 (by the clock ${ratio(times).toFixed(2)})`,
    `memory ${(more / MB).toFixed(0)} MB more, at most ${((2 * recordBytes + SLACK) / MB).toFixed(0)} MB`,
  ];
  console.log(lines.join('\n  '));
}
