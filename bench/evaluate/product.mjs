// Product: lines through the built command line, as anyone runs it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

/** Where `npm run build` puts the command line. */
export const CLI = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../dist/node/cli.js');

/**
 * @typedef {object} Way how a task is run
 * @property {string} model a folder
 * @property {number} beams 1 is greedy
 * @property {string} [precision] the best that the folder has if left out
 * @property {string} [threads]
 *
 * @typedef {object} Run
 * @property {string[]} outputs one for each line
 * @property {string[]} graphs the files that ran
 * @property {number} workMs loading not counted
 * @property {Readonly<Record<string, number>>} notes how many segments were cut or left as they were
 */

/**
 * @param {import('./sets.mjs').Task} task
 * @param {readonly string[]} lines
 * @param {Way} way
 * @returns {Promise<Run>}
 */
export async function run(task, lines, way) {
  const what = task.kind === 'translate' ? ['--from', task.from, '--to', task.to] : ['--form', task.form];
  const how = ['--model', way.model, '--num-beams', String(way.beams)];
  if (way.precision !== undefined) how.push('--precision', way.precision);
  if (way.threads !== undefined) how.push('--threads', way.threads);
  const args = [CLI, task.kind, '--lines', '--json', '--quiet', ...what, ...how, '-'];
  const child = spawn(process.execPath, args, { stdio: 'pipe' });
  /** @type {Buffer[]} */
  const chunks = [];
  let said = '';
  child.stdout.on('data', chunk => chunks.push(chunk));
  child.stderr.on('data', chunk => (said += chunk));
  // A process that ends before it has read everything says why on stderr.
  child.stdin.on('error', () => undefined);
  child.stdin.end(`${lines.join('\n')}\n`);
  const [code] = await once(child, 'close');
  if (code !== 0)
    throw new Error(
      said
        .trim()
        .split('\n')[0]
        .replace(/^attentive: /, '') || `exit code ${code}`,
    );
  const { text, graphs, workMs, notes } = JSON.parse(Buffer.concat(chunks).toString());
  const outputs = text.split('\n').slice(0, -1);
  if (outputs.length !== lines.length) throw new Error(`${lines.length} lines gave ${outputs.length}`);
  return { outputs, graphs, workMs, notes };
}
