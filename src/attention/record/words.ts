// Words: groups tokens into words, and makes records whose tokens are words.
import { badRequest } from '../../base/errors';
import type { AttentionRecord, AttentionToken } from './record';

/** The words that a sequence of tokens makes. */
export interface Words {
  readonly words: readonly AttentionToken[];
  /** The index of the word that each token belongs to, ascending. */
  readonly wordOf: Int32Array; // [token]
}

/**
 * Groups tokens by their offsets. A token belongs to the word that contains the token's first character that is no white
 * space. A token of white space alone belongs to the word after it. Each special token is a word by itself.
 *
 * @param text the text that the tokens' offsets point into
 * @param starts the offsets at which words start, ascending, as a word segmenter finds them (`startsOfWords`)
 */
export function wordsByOffsets(tokens: readonly AttentionToken[], text: string, starts: Iterable<number>): Words {
  const bounds = Int32Array.from(starts);
  const indices = tokens.map(token => startsUpTo(bounds, firstLetter(text, token.start)));
  const firsts: number[] = [];
  const wordOf = new Int32Array(tokens.length); // [token]
  tokens.forEach((token, at) => {
    const isFirst = at === 0 || token.special || tokens[at - 1].special || indices[at] !== indices[at - 1];
    if (isFirst) firsts.push(at);
    wordOf[at] = firsts.length - 1;
  });
  const words = firsts.map((first, word) => wordOfTokens(tokens.slice(first, firsts[word + 1] ?? tokens.length), text));
  return { words, wordOf };
}

/**
 * The record with its tokens merged into words. Attention TO a word is the sum over its tokens, attention FROM a word the
 * mean over its tokens, so that rows still sum to 1 (Clark et al. 2019, "What Does BERT Look At?", section 2).
 *
 * @param sources the same words as `targets` for self-attention
 * @throws AttentiveError `bad-request` if the words were made of more or fewer tokens than the record has
 */
export function mergeWords(record: AttentionRecord, targets: Words, sources: Words): AttentionRecord {
  checkTokens('targets', targets, record.targets);
  checkTokens('sources', sources, record.sources);
  const [rows, columns] = [targets.words.length, sources.words.length];
  const width = sources.wordOf.length;
  const share = sharesOfRows(targets); // [target word]
  const blocks = record.layers * record.heads;
  const sums = new Float64Array(columns); // [source word]
  const weights = new Float32Array(blocks * rows * columns); // [layer, head, target word, source word]
  let from = 0;
  for (let block = 0; block < blocks; block++) {
    for (let target = 0; target < targets.wordOf.length; target++, from += width) {
      const row = targets.wordOf[target];
      sums.fill(0);
      for (let source = 0; source < width; source++) sums[sources.wordOf[source]] += record.weights[from + source];
      const to = (block * rows + row) * columns;
      for (let column = 0; column < columns; column++) weights[to + column] += sums[column] * share[row];
    }
  }
  return { ...record, targets: targets.words, sources: sources.words, weights };
}

/**
 * The offsets at which words start, by Unicode's rules (UAX 29) and, for scripts that write no spaces, by dictionaries.
 * A punctuation mark counts as a word of its own.
 */
export function startsOfWords(text: string): number[] {
  const segments = new Intl.Segmenter(undefined, { granularity: 'word' }).segment(text);
  return Array.from(segments).flatMap(({ segment, index }) => (/\S/u.test(segment) ? [index] : []));
}

/** One over the number of tokens in each word. */
function sharesOfRows({ words, wordOf }: Words): Float64Array {
  const counts = new Float64Array(words.length); // [word]
  for (const word of wordOf) counts[word] += 1;
  return counts.map(count => 1 / count);
}

function checkTokens(name: string, { wordOf }: Words, tokens: readonly AttentionToken[]): void {
  if (wordOf.length === tokens.length) return;
  throw badRequest(name, `the words are made of ${wordOf.length} tokens, the record has ${tokens.length}`);
}

/** The word that the tokens make, with its text and offsets in `source`. */
function wordOfTokens(tokens: readonly AttentionToken[], source: string): AttentionToken {
  if (tokens[0].special) return tokens[0];
  let [start, end] = [tokens[0].start, tokens[0].end];
  for (const token of tokens) [start, end] = [Math.min(start, token.start), Math.max(end, token.end)];
  const raw = source.slice(start, end);
  const text = raw.trim();
  // Some tokenizers include the space before a word in the word's first token. The word excludes that space.
  if (text !== '') {
    start += raw.length - raw.trimStart().length;
    end = start + text.length;
  }
  return { text: text === '' ? tokens.map(token => token.text).join('') : text, start, end, special: false };
}

/** The first offset from `start` on whose character is no white space. */
function firstLetter(text: string, start: number): number {
  let at = start;
  while (at < text.length && /\s/u.test(text[at])) at++;
  return at;
}

/** The number of starts that are at or before an offset; the starts are ascending. */
function startsUpTo(starts: Int32Array, offset: number): number {
  let [low, high] = [0, starts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (starts[middle] <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
