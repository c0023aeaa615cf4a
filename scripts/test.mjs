// Runs the tests that need no editor: node scripts/test.mjs unit|engine|cli [--long] [part of a file's path …]
// `--long` runs the files that are named so (tools/suites.mjs) in place of the others.
// Each test file is bundled by itself (packages stay outside), so that it runs in plain Node exactly as it is written.
import { build } from 'esbuild';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { nodeBundle } from '../tools/node-bundle.mjs';
import { root } from '../tools/places.mjs';
import { filesOf } from '../tools/suites.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { long: { type: 'boolean', default: false } },
});
const [suite = 'unit', ...parts] = positionals;
const folder = path.join(root, 'test', suite);

let files;
try {
  files = filesOf(suite, { ...values, parts });
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
// A folder of its own, so that two runs at once do not take each other's files away.
const out = path.join(root, 'out', `${suite}-${process.pid}`);
process.once('exit', () => fs.rmSync(out, { recursive: true, force: true }));
const bundle = nodeBundle(root, { external: ['fast-check', 'typescript', 'vscode', 'playwright-core'] });
// Where no host is needed, a stand-in that behaves like the editor is.
if (suite === 'unit') bundle.alias.vscode = path.join(root, 'test/unit/vscode.ts');
await build({
  ...bundle,
  entryPoints: files,
  outdir: out,
  outbase: folder,
  sourcemap: 'inline',
});
const compiled = files.map(file => path.join(out, path.relative(folder, file)).replace(/\.ts$/, '.mjs'));
const mocha = path.join(root, 'node_modules', 'mocha', 'bin', 'mocha.js');
const timeout = suite === 'unit' ? 20_000 : 120_000;
// `--exit`: a test that fails before it closes what it opened must not keep the run from ending.
// Files are independent of each other, so that two processes share them.
const options = ['--exit', '--timeout', String(timeout), '--parallel', '--jobs', '2'];
const run = spawn(process.execPath, ['--enable-source-maps', mocha, ...options, ...compiled], {
  stdio: 'inherit',
  cwd: root,
});
// A signal ends mocha, and its end ends this; so the folder is always removed.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => run.kill(signal));
const [code] = await once(run, 'exit');
process.exit(code ?? 1);
