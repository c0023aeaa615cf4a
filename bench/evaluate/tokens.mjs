// Tokens: a text as the words that metrics count, by sacreBLEU's rules "13a" and by those of rouge_score.

/** What Python's str.split() splits at, but for four control characters: it knows a line end more and a mark less. */
const PYTHON_SPACE = /(?:[^\S\ufeff]|\u0085)+/u;

/** Punctuation of ASCII that always stands alone: all but the apostrophe, the comma, the hyphen and the full stop. */
const ALONE = /[!-&(-+/:-@[-`{-~]/gu;

const ENTITIES = [
  ['&quot;', '"'],
  ['&amp;', '&'],
  ['&lt;', '<'],
  ['&gt;', '>'],
];

/**
 * The tokens of mteval-v13a, sacreBLEU's default: case is kept, ASCII punctuation stands alone, but a full stop or
 * comma between digits and a hyphen that no digit stands before do not.
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
 * @returns {string[]} what stands between white space
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
