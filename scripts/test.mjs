// Test: runs the tests that need no editor:
//   node scripts/test.mjs unit|formats|engine|cli|cases|native [--long] [part of a file's path …]
// With `--long` it runs the long files (tools/suites.mjs) in place of the others.
// Each test file is bundled separately, without the packages that it imports, so that it runs in Node.
import { build } from 'esbuild';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { gpuEnvironment, missingGpuPackages } from '../tools/gpu.mjs';
import { installPackages, onPath } from '../tools/machine.mjs';
import { nodeBundle } from '../tools/node-bundle.mjs';
import { root } from '../tools/places.mjs';
import { filesOf } from '../tools/suites.mjs';

/** The Debian package that a suite needs, with a command of it. */
const NEEDS = { native: { package: 'llvm', command: 'llvm-readobj' } };

/** The suites with tests on WebGPU. Those of `cli` set the variables by which an adapter in software is found themselves. */
const ON_GPU = new Set(['engine', 'cli']);

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { long: { type: 'boolean', default: false } },
});
const [suite = 'unit', ...parts] = positionals;
const folder = path.join(root, 'test', suite);

let files;
try {
  files = filesOf(suite, { ...values, parts });
  const need = NEEDS[suite];
  if (need !== undefined && !onPath(need.command)) {
    installPackages([need.package], `so that ${need.command} is on the PATH`);
  }
  const forGpu = ON_GPU.has(suite) ? missingGpuPackages() : [];
  // Without them the tests on WebGPU say that there is no adapter.
  if (forGpu.length > 0 && onPath('apt-get') && process.getuid?.() === 0) installPackages(forGpu, 'for WebGPU');
  else if (forGpu.length > 0) console.log(`WebGPU needs ${forGpu.join(' and ')} (the names are Debian's).`);
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
// Each run has its own folder, so that two runs at the same time do not remove each other's files.
const out = path.join(root, 'out', `${suite}-${process.pid}`);
process.once('exit', () => fs.rmSync(out, { recursive: true, force: true }));
const bundle = nodeBundle(root, { external: ['fast-check', 'typescript', 'vscode', 'playwright-core'] });
// Unit tests run without an editor: a stand-in replaces the module `vscode`.
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
// `--exit`: mocha ends even if a failed test has left something open.
// `--parallel`: test files are independent of each other, so that two processes can share them.
const options = ['--exit', '--timeout', String(timeout), '--parallel', '--jobs', '2'];
const run = spawn(process.execPath, ['--enable-source-maps', mocha, ...options, ...compiled], {
  stdio: 'inherit',
  cwd: root,
  env: { ...process.env, ...(suite === 'engine' ? gpuEnvironment(out) : {}) },
});
// A signal ends mocha, and this script ends after mocha: so the folder is always removed.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => run.kill(signal));
const [code] = await once(run, 'exit');
process.exit(code ?? 1);
