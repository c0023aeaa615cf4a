// Words: which tokens make one word, and a record whose tokens are words.
import { type AttentionRecord, type AttentionToken, badRequest } from './record';

/** A sequence of tokens as words. */
export interface Words {
  readonly words: readonly AttentionToken[];
  /** The word that a token belongs to, ascending. */
  readonly wordOf: Int32Array; // [token]
}

/**
 * Groups tokens by where they stand in their text. A token belongs to the word in which its first character that is no
 * white space stands; one that is white space alone goes with the word after it. Special tokens are words of their own.
 *
 * @param text the text that the tokens' offsets point into
 * @param starts where words start, ascending; whatever follows white space if left out. Give the bounds of a word
 *   segmenter for punctuation apart from its word, and for languages that write no spaces
 */
export function wordsByOffsets(
  tokens: readonly AttentionToken[],
  text: string,
  starts: Iterable<number> = startsAfterSpace(text),
): Words {
  const bounds = Int32Array.from(starts);
  const places = tokens.map(token => startsUpTo(bounds, firstLetter(text, token.start)));
  return grouped(
    tokens,
    at => places[at] !== places[at - 1],
    (start, end) => text.slice(start, end),
  );
}

/**
 * Groups tokens by the mark of their pieces, for when there is no text: `▁` (SentencePiece), `Ġ` (byte-level BPE) or a
 * space before a word, or `</w>` after it (BPE of older models; known by any piece that has it).
 */
export function wordsByPieces(tokens: readonly AttentionToken[]): Words {
  const closed = tokens.some(({ text, special }) => !special && text.endsWith('</w>'));
  const shown = (piece: string): string => (closed ? piece.replace(/<\/w>$/, '') : piece.replace(/^[▁Ġ ]/, ''));
  return grouped(
    tokens,
    at => (closed ? tokens[at - 1].text.endsWith('</w>') : /^[▁Ġ ]/.test(tokens[at].text)),
    (_start, _end, own) => own.map(({ text }) => shown(text)).join(''),
  );
}

/**
 * The record with words for tokens. Attention TO a word is the sum over its tokens, attention FROM a word the mean over
 * its tokens, so that rows still sum to 1 (Clark et al. 2019, "What Does BERT Look At?", section 2).
 *
 * @param sources the same words as `targets` for self-attention
 * @throws AttentiveError `bad-request` if the words were made of another number of tokens
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

/** Where something that is no white space follows white space, or begins the text. */
export function startsAfterSpace(text: string): number[] {
  return Array.from(text.matchAll(/\S+/gu), match => match.index);
}

/**
 * Where words start by Unicode's rules (UAX 29) and the dictionaries of scripts that write no spaces: punctuation stands
 * apart from words.
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
  throw badRequest(name, `words of ${wordOf.length} tokens do not group ${tokens.length}`);
}

function grouped(
  tokens: readonly AttentionToken[],
  startsWord: (at: number) => boolean,
  textOf: (start: number, end: number, tokens: readonly AttentionToken[]) => string,
): Words {
  const firsts: number[] = [];
  const wordOf = new Int32Array(tokens.length); // [token]
  tokens.forEach((token, at) => {
    if (at === 0 || token.special || tokens[at - 1].special || startsWord(at)) firsts.push(at);
    wordOf[at] = firsts.length - 1;
  });
  const words = firsts.map((first, word) => joined(tokens.slice(first, firsts[word + 1] ?? tokens.length), textOf));
  return { words, wordOf };
}

function joined(
  tokens: readonly AttentionToken[],
  textOf: (start: number, end: number, tokens: readonly AttentionToken[]) => string,
): AttentionToken {
  if (tokens[0].special) return tokens[0];
  let [start, end] = [tokens[0].start, tokens[0].end];
  for (const token of tokens) [start, end] = [Math.min(start, token.start), Math.max(end, token.end)];
  const raw = textOf(start, end, tokens);
  const text = raw.trim();
  // Tokenizers that give a piece its space give it the offsets of the space as well; a word has none.
  if (end - start === raw.length && text !== '') {
    start += raw.length - raw.trimStart().length;
    end = start + text.length;
  }
  return { text: text === '' ? tokens.map(token => token.text).join('') : text, start, end, special: false };
}

/** The first place from `start` on that is no white space. */
function firstLetter(text: string, start: number): number {
  let at = start;
  while (at < text.length && /\s/u.test(text[at])) at++;
  return at;
}

/** How many of the ascending starts are not after a place. */
function startsUpTo(starts: Int32Array, place: number): number {
  let [low, high] = [0, starts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (starts[middle] <= place) low = middle + 1;
    else high = middle;
  }
  return low;
}
