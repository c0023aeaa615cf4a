// Text: measures of outputs in comparison with their sources and references: repetition, copying, length.
import { ngrams, total } from './ngrams.mjs';
import { words } from './tokens.mjs';

/** An output repeats itself if the same four words in a row occur at least three times. */
const REPEATED = { words: 4, times: 3 };

/**
 * @param {readonly string[]} texts
 * @returns {number} the share of texts that have the same four words in a row three times or more, 0 to 1
 */
export function repetitionRate(texts) {
  const repeats = texts.filter(text => {
    for (const count of ngrams(words(text), REPEATED.words).values()) if (count >= REPEATED.times) return true;
    return false;
  });
  return share(repeats.length, texts.length);
}

/**
 * @param {readonly string[]} texts
 * @param {readonly string[]} others
 * @returns {number} the number of words of all texts, divided by that of the others
 */
export function lengthRatio(texts, others) {
  return share(countWords(texts), countWords(others));
}

/**
 * @param {readonly string[]} texts
 * @returns {number}
 */
export function meanWords(texts) {
  return share(countWords(texts), texts.length);
}

/**
 * How much of the outputs is copied word for word from the inputs.
 *
 * @param {readonly string[]} outputs
 * @param {readonly string[]} inputs one for each output
 * @returns {number} the share of the outputs' word trigrams that occur in the input, 0 to 1
 */
export function copyShare(outputs, inputs) {
  let [copied, all] = [0, 0];
  for (const [row, output] of outputs.entries()) {
    const own = ngrams(words(output), 3);
    const source = ngrams(words(inputs[row]), 3);
    for (const [key, count] of own) if (source.has(key)) copied += count;
    all += total(own);
  }
  return share(copied, all);
}

/**
 * @param {readonly string[]} outputs
 * @param {readonly string[]} inputs one for each output
 * @returns {number} the share of outputs that occur completely in the input, 0 to 1
 */
export function extractRate(outputs, inputs) {
  const isExtract = (output, row) => {
    const own = words(output);
    return own.length > 0 && ` ${words(inputs[row]).join(' ')} `.includes(` ${own.join(' ')} `);
  };
  return share(outputs.filter(isExtract).length, outputs.length);
}

/**
 * @param {readonly string[]} outputs
 * @param {readonly string[]} sources one for each output
 * @returns {number} the share of outputs that equal their source, 0 to 1
 */
export function unchangedRate(outputs, sources) {
  return share(outputs.filter((output, row) => output.trim() === sources[row].trim()).length, outputs.length);
}

/** @param {readonly string[]} texts */
function countWords(texts) {
  return texts.reduce((sum, text) => sum + words(text).length, 0);
}

/**
 * @param {number} part
 * @param {number} whole
 */
function share(part, whole) {
  return whole === 0 ? 0 : part / whole;
}
