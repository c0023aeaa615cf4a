// Measures what explaining costs against one plain teacher-forced pass over the same tokens: time, and peak memory of the
// process.   node bench/explain.mjs [--tokens N] [--rounds N] [MODEL_FOLDER …]
import { build } from 'esbuild';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const { values, positionals } = parseArgs({
  options: { tokens: { type: 'string', default: '128' }, rounds: { type: 'string', default: '15' } },
  allowPositionals: true,
});
const folders = positionals.length > 0 ? positionals : [path.join(root, 'models/embedded')];
const out = path.join(root, 'out', `bench-explain-${process.pid}`);
process.once('exit', () => fs.rmSync(out, { recursive: true, force: true }));
await build({
  entryPoints: [path.join(root, 'bench/explain/measure.ts')],
  outdir: out,
  bundle: true,
  external: ['onnxruntime-web', 'onnxruntime-common'],
  alias: {
    '@huggingface/transformers': path.join(root, 'node_modules/@huggingface/transformers/dist/transformers.web.js'),
    'onnxruntime-web/webgpu': 'onnxruntime-web',
  },
  platform: 'node',
  format: 'esm',
  target: 'node20',
  outExtension: { '.js': '.mjs' },
  logLevel: 'warning',
  define: { __ROOT__: JSON.stringify(root) },
});

const MB = 1e6;
const SLACK = 50 * MB;
const median = numbers => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

function measure(mode, folder) {
  const args = [path.join(out, 'measure.mjs'), mode, folder, values.tokens, values.rounds];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout.trim().split('\n').at(-1));
}

for (const folder of folders) {
  const plain = measure('plain', folder);
  const explain = measure('explain', folder);
  // The first run makes the sessions; what comes after it is what one more costs.
  const [pass, explanation] = measure('both', folder).times.map(times => ({
    first: times[0],
    later: median(times.slice(1)),
  }));
  const more = explain.peakBytes - plain.peakBytes;
  const lines = [
    `${folder}, ${values.tokens} by ${values.tokens} tokens, 1 thread, ${values.rounds} rounds`,
    `a plain pass    ${pass.later.toFixed(1)} ms, peak ${(plain.peakBytes / MB).toFixed(0)} MB`,
    `an explanation  ${explanation.later.toFixed(1)} ms, peak ${(explain.peakBytes / MB).toFixed(0)} MB, ` +
      `the first ${explanation.first.toFixed(0)} ms, record ${(explain.recordBytes / MB).toFixed(1)} MB`,
    `time ${(explanation.later / pass.later).toFixed(2)} times as long, at most 1.30`,
    `memory ${(more / MB).toFixed(0)} MB more, at most ${((2 * explain.recordBytes + SLACK) / MB).toFixed(0)} MB`,
  ];
  console.log(lines.join('\n  '));
}
