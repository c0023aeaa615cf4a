// Report: the results of an evaluation as Markdown tables.
import { BLEU_SIGNATURE } from './bleu.mjs';
import { CHRF_SIGNATURE } from './chrf.mjs';
import { MOST_LOST } from './compare.mjs';
import { ROUGE_SIGNATURE } from './rouge.mjs';
import { SEED } from './sets.mjs';

/**
 * @typedef {object} Result
 * @property {string} set
 * @property {string} task
 * @property {number} rows how many rows were run
 * @property {number} of how many rows the set has
 * @property {number} workMs
 * @property {Readonly<Record<string, number>>} notes how many segments were `cut` or left as they were
 * @property {import('./measure.mjs').TranslationMeasures} [translation]
 * @property {import('./measure.mjs').SummaryMeasures} [summary]
 *
 * @typedef {object} Versus a comparison with another way of running
 * @property {string} title
 * @property {string} base
 * @property {string} other
 * @property {boolean} checksLoss whether the BLEU that the base loses against the other way is compared with MOST_LOST
 * @property {string} [why] why there is nothing to compare
 * @property {readonly import('./compare.mjs').Comparison[]} comparisons
 *
 * @typedef {object} Evaluation
 * @property {{ id: string, name: string, quality: string, graphs: readonly string[] }} model
 * @property {string} machine
 * @property {string} date
 * @property {number} sample how many rows of each set are run for the comparisons, and for the results unless `isWhole`
 * @property {boolean} isWhole whether the results are of all rows of each set
 * @property {readonly Result[]} results
 * @property {readonly Versus[]} versus
 * @property {readonly string[]} skipped the tasks of the sets that the model's card lacks
 */

/**
 * @param {Evaluation} evaluation
 * @returns {string}
 */
export function markdown(evaluation) {
  const { model, machine, date, results, versus, skipped } = evaluation;
  const chosen = evaluation.isWhole ? 'whole sets' : `the same ${evaluation.sample} lines of each set (seed ${SEED})`;
  const parts = [
    `## ${model.name} (${model.id}, ${model.quality})`,
    `${date}; greedy, ${model.graphs.join(' and ')}; ${chosen}; ${machine}.`,
  ];
  const translations = results.filter(result => result.translation !== undefined);
  if (translations.length > 0) parts.push('### Translation', translationTable(translations), translationLegend());
  const summaries = results.filter(result => result.summary !== undefined);
  if (summaries.length > 0) parts.push('### Summaries', summaryTable(summaries), summaryLegend());
  for (const one of versus) parts.push(`### ${one.title}`, ...versusParts(one));
  if (skipped.length > 0) parts.push(`The model's card lacks, so these were not run: ${skipped.join('; ')}.`);
  return `${parts.join('\n\n')}\n`;
}

/** @param {readonly Result[]} results */
function translationTable(results) {
  const head = [
    'direction',
    'set',
    'lines',
    'BLEU',
    'chrF2',
    'length',
    'spans kept (by people)',
    'repeats',
    'unchanged',
    'cut',
    'lines/s',
  ];
  return table(
    head,
    results.map(result => {
      const { bleu, chrf, lengthRatio, spans, referenceSpans, repetition, unchanged } = result.translation;
      const measured = [bleu.score.toFixed(1), chrf.toFixed(1), lengthRatio.toFixed(2), kept(spans, referenceSpans)];
      return [
        result.task,
        result.set,
        lines(result),
        ...measured,
        percent(repetition),
        percent(unchanged),
        ...run(result),
      ];
    }),
  );
}

function translationLegend() {
  return [
    `${BLEU_SIGNATURE}; ${CHRF_SIGNATURE}. length: words of the outputs to words of the references. spans kept: code,`,
    'addresses and placeholders of the sources that stand in the outputs (in the references). repeats: outputs with the same four words in a',
    'row three times or more. unchanged: outputs that are their source. cut: segments that came to no end. lines/s: beside whatever else',
    'the machine did, so no measure of speed.',
  ].join('\n');
}

/** @param {readonly Result[]} results */
function summaryTable(results) {
  const head = ['form', 'set', 'lines', 'ROUGE-1', 'ROUGE-2', 'ROUGE-L', 'words in', 'out', 'wanted', 'length'];
  head.push('copied (wanted)', 'extracts', 'repeats', 'cut', 'lines/s');
  return table(
    head,
    results.map(result => {
      const { rouge, words, lengthRatio, copy, referenceCopy, extract, repetition } = result.summary;
      const scores = [rouge.rouge1, rouge.rouge2, rouge.rougeL, words.input, words.output, words.reference];
      const measured = [...scores.map(value => value.toFixed(1)), lengthRatio.toFixed(2)];
      const copied = `${percent(copy)} (${percent(referenceCopy)})`;
      const form = result.task.replace('summarize as ', '');
      return [
        form,
        result.set,
        lines(result),
        ...measured,
        copied,
        percent(extract),
        percent(repetition),
        ...run(result),
      ];
    }),
  );
}

function summaryLegend() {
  return [
    `${ROUGE_SIGNATURE}. words: mean of the inputs, outputs and references; length: outputs to references. copied: runs`,
    'of three words that stand in the input (of the references in brackets). extracts: outputs that stand in the input as',
    'a whole.',
  ].join('\n');
}

/**
 * @param {Versus} versus
 * @returns {string[]}
 */
function versusParts({ base, other, why, comparisons, checksLoss }) {
  if (why !== undefined) return [`Not compared: ${why}`];
  const parts = [
    `Both on the same lines of each set: all of them, or a sample that is always the same (seed ${SEED}).`,
  ];

  for (const names of [
    { bleu: 'BLEU', chrf: 'chrF2' },
    { rouge1: 'ROUGE-1', rougeL: 'ROUGE-L' },
  ]) {
    const fitting = comparisons.filter(comparison => Object.keys(names)[0] in comparison.base);
    if (fitting.length === 0) continue;
    const head = Object.values(names).flatMap(name => [`${name} ${base}`, other, `${base} − ${other}`]);
    const rows = fitting.map(comparison => {
      const cells = Object.keys(names).flatMap(key => {
        const [left, right] = [comparison.base[key], comparison.other[key]];
        return [left.toFixed(2), right.toFixed(2), signed(left - right)];
      });
      return [comparison.task, comparison.set, String(comparison.rows), ...cells, percent(comparison.same)];
    });
    parts.push(table(['task', 'set', 'lines', ...head, 'same output'], rows));
  }
  if (checksLoss) parts.push(...comparisons.filter(({ set, base }) => set === 'all' && 'bleu' in base).map(verdict));
  return parts;
}

/** @param {import('./compare.mjs').Comparison} comparison */
function verdict({ task, base, other }) {
  const lost = other.bleu - base.bleu;
  const says = lost <= MOST_LOST ? 'within' : '**over**';
  return `${task}: ${lost > 0 ? `${lost.toFixed(2)} BLEU lost` : 'no BLEU lost'}, ${says} the bound of ${MOST_LOST}.`;
}

/** @param {Result} result */
function lines({ rows, of }) {
  return rows === of ? String(rows) : `${rows} of ${of}`;
}

/** @param {Result} result */
function run({ rows, workMs, notes }) {
  return [String(notes.cut), ((rows / workMs) * 1000).toFixed(1)];
}

/**
 * @param {{ kept: number, total: number }} spans
 * @param {{ kept: number, total: number }} reference
 */
function kept({ kept, total }, reference) {
  return total === 0 ? 'none there' : `${percent(kept / total)} of ${total} (${percent(reference.kept / total)})`;
}

/** @param {number} share */
function percent(share) {
  return `${(100 * share).toFixed(1)}%`;
}

/** @param {number} value */
function signed(value) {
  return `${value > 0 ? '+' : ''}${value.toFixed(2)}`;
}

/**
 * @param {readonly string[]} head
 * @param {readonly (readonly string[])[]} rows
 */
function table(head, rows) {
  const line = cells => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
