// Pace: compares estimates of the time of runs with the measured times: the estimate before each run, and those after a
// tenth, a quarter and half of the run. It translates comments of this repository with the embedded model (npm run
// build first).
//   node bench/pace.mjs [--beams N]
import { build } from 'esbuild';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { nodeBundle } from '../tools/node-bundle.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const { values } = parseArgs({ options: { beams: { type: 'string', default: '1' } } });
const out = fs.mkdtempSync(path.join(os.tmpdir(), 'attentive-pace-'));
try {
  const bundle = path.join(out, 'measure.mjs');
  await build({ ...nodeBundle(root), entryPoints: [path.join(root, 'bench/pace/measure.ts')], outfile: bundle });
  const { status } = spawnSync(process.execPath, [bundle, values.beams], { cwd: root, stdio: 'inherit' });
  process.exitCode = status ?? 1;
} finally {
  fs.rmSync(out, { recursive: true, force: true });
}
