// Compare: compares two ways of running a task on the same rows, for each set and for all sets of a task together.
import { bleu } from './bleu.mjs';
import { chrf } from './chrf.mjs';
import { rouge } from './rouge.mjs';
import { taskName } from './sets.mjs';

/** The most BLEU that the shipped precision, 8 bits, may lose against float32. */
export const MOST_LOST = 0.3;

/**
 * @typedef {object} Pair the outputs of two ways for the rows of one set
 * @property {string} set
 * @property {import('./sets.mjs').Task} task
 * @property {readonly import('./sets.mjs').Row[]} rows
 * @property {readonly string[]} base the outputs of greedy search in the shipped precision
 * @property {readonly string[]} other the outputs of the way that is compared with `base`
 *
 * @typedef {object} Comparison
 * @property {string} set
 * @property {string} task
 * @property {number} rows
 * @property {Readonly<Record<string, number>>} base the scores of `Pair.base` by their names, such as `bleu`
 * @property {Readonly<Record<string, number>>} other the scores of `Pair.other`
 * @property {number} same the share of rows with the same output, 0 to 1
 */

/**
 * @param {readonly Pair[]} pairs
 * @returns {Comparison[]} each set, and after the sets of a task one named "all"
 */
export function compare(pairs) {
  const tasks = new Set(pairs.map(pair => taskName(pair.task)));
  return [...tasks].flatMap(task => {
    const group = pairs.filter(pair => taskName(pair.task) === task);
    const all = {
      set: 'all',
      task: group[0].task,
      rows: group.flatMap(pair => pair.rows),
      base: group.flatMap(pair => pair.base),
      other: group.flatMap(pair => pair.other),
    };
    return [...group, all].map(compareOne);
  });
}

/**
 * @param {Pair} pair
 * @returns {Comparison}
 */
function compareOne({ set, task, rows, base, other }) {
  const same = base.filter((output, row) => output === other[row]).length / Math.max(1, base.length);
  const scores = task.kind === 'translate' ? translationScores : summaryScores;
  return { set, task: taskName(task), rows: rows.length, base: scores(rows, base), other: scores(rows, other), same };
}

/**
 * @param {readonly import('./sets.mjs').Row[]} rows
 * @param {readonly string[]} outputs
 */
function translationScores(rows, outputs) {
  const references = rows.map(row => row.reference);
  const { score } = bleu(
    outputs,
    references.map(reference => [reference]),
  );
  return { bleu: score, chrf: chrf(outputs, references) };
}

/**
 * @param {readonly import('./sets.mjs').Row[]} rows
 * @param {readonly string[]} outputs
 */
function summaryScores(rows, outputs) {
  const { rouge1, rougeL } = rouge(
    outputs,
    rows.map(row => row.reference),
  );
  return { rouge1, rougeL };
}
