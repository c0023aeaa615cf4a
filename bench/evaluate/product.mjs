// Product: runs a task on lines with the built command line.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

/** The command line that `npm run build` writes. */
export const CLI = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../dist/node/cli.js');

/**
 * @typedef {object} Way how a task is run
 * @property {string} model the folder of the model
 * @property {number} beams 1 means greedy search
 * @property {number} [lengthPenalty] without it, that of the model
 * @property {string} [precision] without it, the default of the command line
 * @property {string} [threads]
 *
 * @typedef {object} Run
 * @property {string[]} outputs one for each line
 * @property {(number | undefined)[]} scores for each line that is a single segment, the mean log-probability of its tokens
 * @property {string[]} graphs the names of the graph files that were used
 * @property {number} workMs the time in milliseconds without loading
 * @property {Readonly<Record<string, number>>} notes how many segments were cut or left as they were
 */

/**
 * Runs a task on lines in a process of the command line.
 *
 * @param {import('./sets.mjs').Task} task
 * @param {readonly string[]} lines
 * @param {Way} way
 * @returns {Promise<Run>}
 */
export async function run(task, lines, way) {
  const what = task.kind === 'translate' ? ['--from', task.from, '--to', task.to] : ['--form', task.form];
  const how = ['--model', way.model, '--num-beams', String(way.beams)];
  if (way.lengthPenalty !== undefined) how.push('--length-penalty', String(way.lengthPenalty));
  if (way.precision !== undefined) how.push('--precision', way.precision);
  if (way.threads !== undefined) how.push('--threads', way.threads);
  const args = [CLI, task.kind, '--lines', '--json', '--quiet', '--backend', 'wasm', ...what, ...how, '-'];
  const child = spawn(process.execPath, args, { stdio: 'pipe' });
  /** @type {Buffer[]} */
  const chunks = [];
  let errors = '';
  child.stdout.on('data', chunk => chunks.push(chunk));
  child.stderr.on('data', chunk => (errors += chunk));
  // An error of stdin is ignored: a process that ends before it has read everything prints the reason to stderr.
  child.stdin.on('error', () => undefined);
  child.stdin.end(`${lines.join('\n')}\n`);
  const [code] = await once(child, 'close');
  if (code !== 0)
    throw new Error(
      errors
        .trim()
        .split('\n')[0]
        .replace(/^attentive: /, '') || `exit code ${code}`,
    );
  const { text, graphs, workMs, notes, segments } = JSON.parse(Buffer.concat(chunks).toString());
  const outputs = text.split('\n').slice(0, -1);
  if (outputs.length !== lines.length) throw new Error(`${lines.length} lines gave ${outputs.length}`);
  return { outputs, scores: scoresOf(segments, lines.length), graphs, workMs, notes };
}

/**
 * The score of each line that is a single segment.
 *
 * @param {readonly { readonly text: number, readonly score: number }[]} segments `text` is the index of the line
 * @param {number} lines
 * @returns {(number | undefined)[]}
 */
function scoresOf(segments, lines) {
  const scores = Array.from({ length: lines }, () => /** @type {number[]} */ ([]));
  for (const { text, score } of segments) scores[text].push(score);
  return scores.map(ofLine => (ofLine.length === 1 ? ofLine[0] : undefined));
}
