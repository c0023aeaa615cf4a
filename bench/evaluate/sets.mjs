// Sets: reads the test sets of a folder, assigns them to the tasks of a model's card, and chooses a fixed sample of
// each.
import fs from 'node:fs';
import path from 'node:path';

/** The seed of the samples, which are the same on every machine and in every run. */
export const SEED = 20240229;

/**
 * @typedef {object} Row
 * @property {string} source
 * @property {string} reference
 *
 * @typedef {object} TestSet
 * @property {string} name
 * @property {readonly [string, string] | undefined} languages the languages of the two columns; undefined for summaries
 * @property {readonly Row[]} rows
 *
 * @typedef {{ readonly kind: 'translate', readonly from: string, readonly to: string }
 *   | { readonly kind: 'summarize', readonly form: string }} Task
 *
 * @typedef {object} Job
 * @property {string} set
 * @property {Task} task
 * @property {readonly Row[]} rows
 */

/**
 * Reads `NAME.en-de.tsv` (source TAB reference) and `summ-NAME.tsv` (input TAB summary). Columns after these two are
 * ignored.
 *
 * @param {string} folder
 * @returns {TestSet[]} sorted by name
 */
export function readSets(folder) {
  return fs
    .readdirSync(folder)
    .sort()
    .flatMap(file => {
      const translation = /^(.+)\.([a-z]{2,3})-([a-z]{2,3})\.tsv$/.exec(file);
      const summary = /^(summ-.+)\.tsv$/.exec(file);
      if (translation === null && summary === null) return [];
      const rows = readRows(path.join(folder, file));
      if (translation === null) return [{ name: summary[1], languages: undefined, rows }];
      const [, name, left, right] = translation;
      return [{ name, languages: [left, right], rows }];
    });
}

/**
 * @param {string} file
 * @returns {Row[]}
 */
function readRows(file) {
  const lines = fs.readFileSync(file, 'utf8').split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines.map((line, index) => {
    const [source = '', reference = ''] = line.split('\t').map(column => column.trim());
    if (source === '' || reference === '') throw new Error(`${file}:${index + 1} has no source TAB reference`);
    return { source, reference };
  });
}

/**
 * The jobs for the test sets. Each translation is used in both directions. Commits and titles are summarized as
 * headlines, all other texts in a sentence or two.
 *
 * @param {readonly TestSet[]} sets
 * @param {readonly Task[]} tasks the tasks of the model's card
 * @returns {{ jobs: Job[], skipped: string[] }} `skipped` names the tasks that the card does not have, with their sets
 */
export function plan(sets, tasks) {
  /** @type {Job[]} */
  const jobs = [];
  /** @type {Map<string, string[]>} */
  const skipped = new Map();
  for (const job of sets.flatMap(jobsOf)) {
    const name = taskName(job.task);
    if (tasks.some(task => taskName(task) === name)) jobs.push(job);
    else skipped.set(name, [...(skipped.get(name) ?? []), job.set]);
  }
  // The jobs of the same task follow each other.
  const order = [...new Set(tasks.map(taskName))];
  jobs.sort((left, right) => order.indexOf(taskName(left.task)) - order.indexOf(taskName(right.task)));
  return { jobs, skipped: [...skipped].map(([name, names]) => `${name} (${names.join(', ')})`) };
}

/**
 * @param {TestSet} set
 * @returns {Job[]}
 */
function jobsOf({ name, languages, rows }) {
  if (languages === undefined) {
    const form = name === 'summ-commits' || name === 'summ-titles' ? 'headline' : 'tldr';
    return [{ set: name, task: { kind: 'summarize', form }, rows }];
  }
  const [left, right] = languages;
  const reversed = rows.map(({ source, reference }) => ({ source: reference, reference: source }));
  return [
    { set: name, task: { kind: 'translate', from: left, to: right }, rows },
    { set: name, task: { kind: 'translate', from: right, to: left }, rows: reversed },
  ];
}

/**
 * @param {Task} task
 * @returns {string}
 */
export function taskName(task) {
  return task.kind === 'translate' ? `${task.from}→${task.to}` : `summarize as ${task.form}`;
}

/**
 * A fixed random choice of rows. It depends only on the number of rows, so that both directions of a set use the same
 * rows.
 *
 * @param {number} rows the number of rows
 * @param {number} size the number of rows to choose
 * @returns {number[]} the indexes of the chosen rows, ascending; all if there are not more than `size`
 */
export function sample(rows, size) {
  const places = Array.from({ length: rows }, (_, index) => index);
  const random = generator(SEED);
  for (let index = 0; index < Math.min(size, rows); index++) {
    const other = index + Math.floor(random() * (rows - index));
    [places[index], places[other]] = [places[other], places[index]];
  }
  return places.slice(0, size).sort((left, right) => left - right);
}

/**
 * The random number generator Mulberry32, which gives the same numbers on every machine.
 *
 * @param {number} seed
 * @returns {() => number} from 0 up to 1
 */
function generator(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
