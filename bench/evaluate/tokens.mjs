// Tokens: splits a text into the words that metrics count, by the rules "13a" of sacreBLEU and by those of rouge_score.

/**
 * The white space of Python's str.split(), except for four control characters. Unlike \s it has U+0085 and lacks
 * U+FEFF.
 */
const PYTHON_SPACE = /(?:[^\S\ufeff]|\u0085)+/u;

/**
 * ASCII punctuation that is always a token of its own: all except the apostrophe, the comma, the hyphen and the full
 * stop.
 */
const ALONE = /[!-&(-+/:-@[-`{-~]/gu;

const ENTITIES = [
  ['&quot;', '"'],
  ['&amp;', '&'],
  ['&lt;', '<'],
  ['&gt;', '>'],
];

/**
 * The tokens of mteval-v13a, the default of sacreBLEU. Case is kept. Each ASCII punctuation mark is a token, except for
 * apostrophes, a full stop or comma between digits, and a hyphen without a digit before it.
 *
 * @param {string} text
 * @returns {string[]}
 */
export function tokens13a(text) {
  let line = text.trimEnd().replaceAll('<skipped>', '').replaceAll('-\n', '').replaceAll('\n', ' ');
  for (const [entity, character] of ENTITIES) line = line.replaceAll(entity, character);
  line = ` ${line} `
    .replace(ALONE, ' $& ')
    .replace(/([^0-9])([.,])/gu, '$1 $2 ')
    .replace(/([.,])([^0-9])/gu, ' $1 $2')
    .replace(/([0-9])(-)/gu, '$1 $2 ');
  return pythonWords(line);
}

/**
 * @param {string} text
 * @returns {string[]} the parts between white space
 */
export function pythonWords(text) {
  return text.split(PYTHON_SPACE).filter(word => word !== '');
}

/**
 * The tokens of google-research's rouge_score without its stemmer: runs of a to z and digits, in lower case.
 *
 * @param {string} text
 * @returns {string[]}
 */
export function rougeTokens(text) {
  return text.toLowerCase().match(/[a-z0-9]+/g) ?? [];
}

/**
 * @param {string} text
 * @returns {string[]} runs of letters and digits of any script, in lower case
 */
export function words(text) {
  return text.toLowerCase().match(/[\p{L}\p{M}\p{N}_]+/gu) ?? [];
}
