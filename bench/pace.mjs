// Holds the estimates of time against what runs take: what is said before each run, and at a tenth, a quarter and a half of
// it.   node bench/pace.mjs [--beams N] (the built-in model, from this repository's own English; npm run build first)
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
