// Test all (npm test and npm run test:long): node scripts/test-all.mjs short|long
// Runs the steps of scripts/steps.mjs, and prints at the end how many tests passed and failed.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { root } from '../tools/places.mjs';
import { STEPS } from './steps.mjs';

/** How many steps run at the same time: two suffice to use two cores. */
const AT_ONCE = 2;

const groups = STEPS[process.argv[2]];
if (groups === undefined) {
  console.error('node scripts/test-all.mjs short|long');
  process.exit(2);
}

let passed = 0;
let failed = 0;
const broken = [];
const began = Date.now();
let isBuilt = true;
for (const group of groups) {
  const waiting = [...group];
  const work = async () => {
    for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) await take(step);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  // After a failed build nothing can be tested. After a failed suite the others are still run.
  if (!isBuilt) break;
}
// A step that ended before it reported numbers counts as a failure too.
if (broken.length > 0 && failed === 0) failed = broken.length;
if (broken.length > 0) console.log(`\nFailed: ${broken.join('; ')}.`);
console.log(`\n${secondsSince(began)} s in all\n${passed} passed, ${failed} failed`);
process.exit(broken.length > 0 || failed > 0 ? 1 : 0);

/** Runs a step, and prints its output when it has ended: the lines of two steps at the same time would be mixed. */
async function take(step) {
  console.log(`── ${step.name} begins`);
  const start = Date.now();
  const { code, output } = await run(step);
  passed += count(output, 'passing');
  failed += count(output, 'failing');
  if (code !== 0) broken.push(step.name);
  if (code !== 0 && step.npm !== undefined) isBuilt = false;
  const end = code === 0 ? 'ok' : `failed (exit code ${code})`;
  console.log(`\n── ${step.name}\n${output.trimEnd()}\n── ${step.name}: ${end}, ${secondsSince(start)} s\n`);
}

async function run({ args, npm }) {
  const [command, list] = npm === undefined ? [process.execPath, args] : ['npm', npm];
  const options = { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], shell: process.platform === 'win32' };
  const child = spawn(command, list, options);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8');
    stream.on('data', chunk => (output += chunk));
  }
  const [code] = await once(child, 'close');
  return { code: code ?? 1, output };
}

function secondsSince(start) {
  return Math.round((Date.now() - start) / 1000);
}

/** The sum of mocha's closing lines, such as "  24 passing (16s)". */
function count(output, word) {
  const lines = output.matchAll(new RegExp(`^\\s*(?:\\d+ passing, )?(\\d+) ${word}`, 'gm'));
  return [...lines].reduce((sum, [, number]) => sum + Number(number), 0);
}
