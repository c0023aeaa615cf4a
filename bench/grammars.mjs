// Grammars: measures the grammars of programming languages: the size of their files, and how fast comments are found with
// them. If FOLDER has tree-sitter, its size and speed are measured too, and how far both agree on what a comment is.
//   npm install --prefix FOLDER @vscode/tree-sitter-wasm
//   node bench/grammars.mjs [--tree-sitter FOLDER]
import { build } from 'esbuild';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { copyGrammars } from '../scripts/grammars.mjs';
import { nodeBundle } from '../tools/node-bundle.mjs';
import { root } from '../tools/places.mjs';

const { values } = parseArgs({ options: { 'tree-sitter': { type: 'string', default: '' } } });
const out = fs.mkdtempSync(path.join(os.tmpdir(), 'attentive-grammars-'));
try {
  const grammars = path.join(out, 'grammars');
  await copyGrammars(grammars);
  const bundle = path.join(out, 'measure.mjs');
  await build({ ...nodeBundle(root), entryPoints: [path.join(root, 'bench/grammars/measure.ts')], outfile: bundle });
  const tree = values['tree-sitter'] === '' ? [] : [path.resolve(values['tree-sitter'])];
  const { status } = spawnSync(process.execPath, [bundle, grammars, ...tree], { cwd: root, stdio: 'inherit' });
  process.exitCode = status ?? 1;
} finally {
  fs.rmSync(out, { recursive: true, force: true });
}
