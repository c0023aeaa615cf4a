// npm test: every suite, from the milliseconds to the real VS Code; says at the end how many tests passed and failed.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

/** Name, what runs, and whether it counts tests. */
const STEPS = [
  { name: 'unit', args: ['scripts/test.mjs', 'unit'] },
  { name: 'build and package', npm: ['run', '--silent', 'package'] },
  { name: 'engine (real WebAssembly)', args: ['scripts/test.mjs', 'engine'] },
  { name: 'command line', args: ['scripts/test.mjs', 'cli'] },
  { name: 'Attention page in Chromium', args: ['test/webview/run.mjs'] },
  { name: 'recipe of the embedded model (Python)', args: ['scripts/test-recipe.mjs'] },
  { name: 'set up a VS Code to test in', args: ['tools/setup.mjs'] },
  { name: 'host: VS Code server, Node extension host', args: ['test/host/run-server.mjs'] },
  { name: 'host: VS Code for the Web, web-worker extension host', args: ['test/host/run-web.mjs'] },
  { name: 'host: VS Code for the Web 1.91, the oldest', args: ['test/host/run-web.mjs', '--version', '1.91'] },
  { name: 'workbench, driven as a person does', args: ['test/host/run-ui.mjs'] },
];

let passed = 0;
let failed = 0;
const broken = [];
for (const step of STEPS) {
  console.log(`\n── ${step.name}`);
  const began = Date.now();
  const { code, output } = await run(step);
  passed += count(output, 'passing');
  failed += count(output, 'failing');
  if (code !== 0) broken.push(step.name);
  console.log(
    `── ${step.name}: ${code === 0 ? 'ok' : `failed (exit code ${code})`}, ${Math.round((Date.now() - began) / 1000)} s`,
  );
  // Nothing can be tested on a build that failed; a suite that failed does not keep the others from telling.
  if (code !== 0 && step.npm !== undefined) break;
}
// A step that died before it could count is a failure too.
if (broken.length > 0 && failed === 0) failed = broken.length;
if (broken.length > 0) console.log(`\nFailed: ${broken.join('; ')}.`);
console.log(`\n${passed} passed, ${failed} failed`);
process.exit(broken.length > 0 || failed > 0 ? 1 : 0);

async function run({ args, npm }) {
  const [command, list] = npm === undefined ? [process.execPath, args] : ['npm', npm];
  const child = spawn(command, list, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    shell: process.platform === 'win32',
  });
  let output = '';
  child.stdout.on('data', chunk => {
    output += chunk;
    process.stdout.write(chunk);
  });
  const [code] = await once(child, 'close');
  return { code: code ?? 1, output };
}

/** The sum of mocha's closing lines, such as "  24 passing (16s)". */
function count(output, word) {
  const lines = output.matchAll(new RegExp(`^\\s*(?:\\d+ passing, )?(\\d+) ${word}`, 'gm'));
  return [...lines].reduce((sum, [, number]) => sum + Number(number), 0);
}
