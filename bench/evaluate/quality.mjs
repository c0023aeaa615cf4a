// Quality: the table of the README that says how good each direction of translation is on each kind of text.

/** The kinds of text, each with the name of its test set. */
const KINDS = [
  ['everyday sentences', 'tatoeba'],
  ['documentation of projects it has seen', 'valid-indomain'],
  ['other documentation', 'proj-opensource.guide'],
  ['encyclopedia', 'flores200-devtest'],
];
/**
 * chrF2 of each direction and kind of text, as a Markdown table.
 *
 * @param {readonly import('./report.mjs').Result[]} results
 * @returns {string}
 */
export function qualityTable(results) {
  const tasks = [...new Set(results.flatMap(({ task, translation }) => (translation === undefined ? [] : [task])))];
  // The directions from English come first.
  tasks.sort((left, right) => Number(right.startsWith('en')) - Number(left.startsWith('en')));
  const rows = KINDS.map(([kind, set]) => {
    const scores = tasks.map(task => results.find(result => result.task === task && result.set === set)?.translation);
    return `| ${kind} | ${scores.map(score => score?.chrf.toFixed(0) ?? '–').join(' | ')} |`;
  });
  return [`| | ${tasks.join(' | ')} |`, `|---|${'---|'.repeat(tasks.length)}`, ...rows].join('\n');
}
