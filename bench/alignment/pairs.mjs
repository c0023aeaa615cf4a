// Pairs: reads sentences with their translations and word alignments from files of JSON lines, and checks them.
import fs from 'node:fs';
import path from 'node:path';

/**
 * @typedef {{ readonly text: string, readonly words: readonly string[] }} Side
 * @typedef {readonly [source: number, target: number]} Link the indices of two words, from 0
 *
 * @typedef {object} Pair a reference translation, aligned by hand
 * @property {string} id
 * @property {string} from
 * @property {string} to
 * @property {Side} source
 * @property {Side} target
 * @property {readonly Link[]} sure
 * @property {readonly Link[]} possible including the sure links
 * @property {readonly number[]} without the indices of the source words that have no link
 *
 * @typedef {object} Text a translation in which source words may be missing
 * @property {string} id
 * @property {'reference' | 'damaged' | 'written'} set `reference`: the pair's own translation, with nothing missing;
 *   `damaged`: that translation with a word or a phrase left out by hand; `written`: the translation of a model
 * @property {Pair} of the pair whose source is translated
 * @property {Side} target
 * @property {readonly number[]} missing the indices of the source words that the translation leaves out
 * @property {readonly number[]} unclear the indices of the source words for which that cannot be decided
 *
 * @typedef {{ readonly pairs: readonly Pair[], readonly texts: readonly Text[] }} Alignments
 */

/** The two halves of the pairs: parameters are tuned on one half and evaluated on the other. */
export const HALVES = /** @type {const} */ (['tuned', 'untouched']);

/**
 * @param {string} folder a folder with pairs.jsonl, damaged.jsonl and written.jsonl
 * @returns {Alignments}
 */
export function readAlignments(folder) {
  const pairs = linesOf(path.join(folder, 'pairs.jsonl')).map(pairOf);
  const byId = new Map(pairs.map(pair => [pair.id, pair]));
  if (byId.size < pairs.length) throw new Error('pairs.jsonl: two pairs have the same id');
  /** @type {(line: Record<string, unknown>, set: Text['set'], missing: unknown) => Text} */
  const textOf = (line, set, missing) => {
    const id = String(line['id']);
    const of = byId.get(String(line['of']));
    if (of === undefined) throw new Error(`${id}: there is no pair ${line['of']}`);
    const unclear = line['unclear'] === undefined ? [] : indicesOf(line['unclear'], of.source, id);
    return { id, set, of, target: sideOf(line['target'], id), missing: indicesOf(missing, of.source, id), unclear };
  };
  return {
    pairs,
    texts: [
      ...pairs.map(pair => textOf({ ...pair, of: pair.id }, 'reference', [])),
      ...linesOf(path.join(folder, 'damaged.jsonl')).map(line => textOf(line, 'damaged', line['dropped'])),
      ...linesOf(path.join(folder, 'written.jsonl')).map(line => textOf(line, 'written', line['missing'])),
    ],
  };
}

/**
 * The half of a pair: pairs whose id has an odd number are for tuning.
 *
 * @param {Pick<Pair, 'id'>} pair
 * @returns {(typeof HALVES)[number]}
 */
export function halfOf({ id }) {
  return Number(/\d+/.exec(id)?.[0]) % 2 === 1 ? 'tuned' : 'untouched';
}

/**
 * The offset of each word in its text.
 *
 * @param {Side} side
 * @returns {number[]}
 * @throws if the words, joined with white space, do not form the text
 */
export function startsOf({ text, words }) {
  let at = 0;
  const starts = words.map(word => {
    const start = text.indexOf(word, at);
    if (start < 0 || text.slice(at, start).trim() !== '') throw new Error(`“${word}” does not follow in “${text}”`);
    at = start + word.length;
    return start;
  });
  if (text.slice(at).trim() !== '') throw new Error(`“${text}” goes on after its words`);
  return starts;
}

/** @param {string} file */
function linesOf(file) {
  return fs
    .readFileSync(file, 'utf8')
    .split('\n')
    .filter(line => line !== '')
    .map(line => /** @type {Record<string, unknown>} */ (JSON.parse(line)));
}

/**
 * @param {Record<string, unknown>} line
 * @returns {Pair}
 */
function pairOf(line) {
  const id = String(line['id']);
  const [source, target] = [sideOf(line['source'], id), sideOf(line['target'], id)];
  const [sure, possible] = [linksOf(line['sure'], id), linksOf(line['possible'], id)];
  for (const [from, to] of possible) {
    if (from >= source.words.length || to >= target.words.length) throw new Error(`${id}: no words ${from}-${to}`);
  }
  const known = new Set(possible.map(String));
  const stray = sure.find(link => !known.has(String(link)));
  if (stray !== undefined) throw new Error(`${id}: ${stray.join('-')} is sure and not possible`);
  const without = indicesOf(line['without'], source, id);
  const linked = new Set(possible.map(([from]) => from));
  const alone = [...source.words.keys()].filter(word => !linked.has(word));
  if (String(alone) !== String(without)) throw new Error(`${id}: without a link are ${alone}, not ${without}`);
  return { id, from: String(line['from']), to: String(line['to']), source, target, sure, possible, without };
}

/**
 * @param {unknown} value
 * @param {string} id
 * @returns {Side}
 */
function sideOf(value, id) {
  const side = /** @type {Side} */ (value);
  if (typeof side?.text !== 'string' || !Array.isArray(side.words))
    throw new Error(`${id}: source and target must each have a text and its words`);
  startsOf(side);
  return side;
}

/**
 * @param {unknown} value "0-0 1-2"
 * @param {string} id
 * @returns {Link[]}
 */
function linksOf(value, id) {
  if (typeof value !== 'string' || !/^\d+-\d+( \d+-\d+)*$/.test(value))
    throw new Error(`${id}: “${value}” is no list of links such as “0-0 1-2”`);
  return value.split(' ').map(link => {
    const [source, target] = link.split('-').map(Number);
    return [source, target];
  });
}

/**
 * @param {unknown} value
 * @param {Side} side
 * @param {string} id
 * @returns {readonly number[]}
 */
function indicesOf(value, { words }, id) {
  if (!Array.isArray(value) || !value.every(word => Number.isInteger(word) && word >= 0 && word < words.length)) {
    throw new Error(`${id}: ${JSON.stringify(value)} is no list of indices of ${words.length} words`);
  }
  return value;
}
