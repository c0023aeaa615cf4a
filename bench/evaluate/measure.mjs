// Measure: all measures of the outputs of a task.
import { bleu } from './bleu.mjs';
import { chrf } from './chrf.mjs';
import { rouge } from './rouge.mjs';
import { keptSpans } from './spans.mjs';
import { copyShare, extractRate, lengthRatio, meanWords, repetitionRate, unchangedRate } from './text.mjs';

/**
 * @typedef {object} TranslationMeasures
 * @property {import('./bleu.mjs').Bleu} bleu
 * @property {number} chrf 0 to 100
 * @property {{ kept: number, total: number }} spans how many code spans, addresses and placeholders of the sources
 *   the outputs keep
 * @property {{ kept: number, total: number }} referenceSpans how many of the same spans the references keep
 * @property {number} repetition the share of outputs that repeat themselves
 * @property {number} unchanged the share of outputs that equal their source
 * @property {number} lengthRatio output to reference, in words
 *
 * @typedef {object} SummaryMeasures
 * @property {import('./rouge.mjs').Rouge} rouge
 * @property {{ input: number, output: number, reference: number }} words the mean number of words of a text
 * @property {number} lengthRatio output to reference, in words
 * @property {number} copy the share of the outputs' word trigrams that occur in the input
 * @property {number} referenceCopy the share of the references' word trigrams that occur in the input
 * @property {number} extract the share of outputs that occur completely in the input
 * @property {number} repetition the share of outputs that repeat themselves
 */

/**
 * @param {readonly import('./sets.mjs').Row[]} rows
 * @param {readonly string[]} outputs one for each row
 * @returns {TranslationMeasures}
 */
export function measureTranslation(rows, outputs) {
  const { sources, references } = columns(rows);
  return {
    bleu: bleu(
      outputs,
      references.map(reference => [reference]),
    ),
    chrf: chrf(outputs, references),
    spans: keptSpans(sources, outputs),
    referenceSpans: keptSpans(sources, references),
    repetition: repetitionRate(outputs),
    unchanged: unchangedRate(outputs, sources),
    lengthRatio: lengthRatio(outputs, references),
  };
}

/**
 * @param {readonly import('./sets.mjs').Row[]} rows
 * @param {readonly string[]} outputs one for each row
 * @returns {SummaryMeasures}
 */
export function measureSummary(rows, outputs) {
  const { sources, references } = columns(rows);
  return {
    rouge: rouge(outputs, references),
    words: { input: meanWords(sources), output: meanWords(outputs), reference: meanWords(references) },
    lengthRatio: lengthRatio(outputs, references),
    copy: copyShare(outputs, sources),
    referenceCopy: copyShare(references, sources),
    extract: extractRate(outputs, sources),
    repetition: repetitionRate(outputs),
  };
}

/** @param {readonly import('./sets.mjs').Row[]} rows */
function columns(rows) {
  return { sources: rows.map(row => row.source), references: rows.map(row => row.reference) };
}
