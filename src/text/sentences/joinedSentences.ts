// Joined sentences: the sentences of a flow, where none ends inside of a symbol or between a marker and its partner.
import { covered } from '../covered';
import type { Range } from '../range';
import type { MarkupPair } from '../textStructure';
import { splitSentences } from './sentences';

/**
 * The sentences of a flow's text. Two sentences are joined if a pair of markers begins inside of one and ends inside of the
 * other. A pair around several whole sentences does not join them.
 *
 * @param text with a space in place of each marker
 */
export function joinedSentences(
  text: string,
  symbols: readonly Range[],
  markup: readonly MarkupPair[],
  language: string,
): Range[] {
  let sentences: Range[] = [];
  let start = 0;
  for (const sentence of splitSentences(covered(text, symbols), language)) {
    sentences.push({ start, end: start + sentence.length });
    start += sentence.length;
  }
  // Joining two may leave a pair inside of a sentence that was around whole ones before.
  for (let before = Infinity; sentences.length < before;) {
    before = sentences.length;
    sentences = joined(text, markup, sentences);
  }
  return sentences;
}

/** The sentences, with those as one that a pair begins and ends inside of. */
function joined(text: string, markup: readonly MarkupPair[], sentences: readonly Range[]): Range[] {
  /** How many pairs go over the end of each sentence, as differences from one sentence to the next. */
  const steps = sentences.map(() => 0);
  for (const pair of markup) {
    const over = sentencesOver(text, pair, sentences);
    if (over === undefined) continue;
    steps[over.first]++;
    steps[over.last]--;
  }
  const found: Range[] = [];
  let pairs = 0;
  for (const [at, { start, end }] of sentences.entries()) {
    const goesOn = pairs > 0 ? found.pop() : undefined;
    found.push({ start: goesOn?.start ?? start, end });
    pairs += steps[at];
  }
  return found;
}

/** The indices of the first and the last sentence that a pair joins; undefined if it joins none. */
function sentencesOver(
  text: string,
  { open, close }: MarkupPair,
  sentences: readonly Range[],
): { readonly first: number; readonly last: number } | undefined {
  // White space, which other markers look like here, belongs to the sentence before it.
  const begin = open.end + text.slice(open.end, close.start).search(/\S/);
  const stop = open.end + text.slice(open.end, close.start).trimEnd().length;
  const [first, last] = [firstEnding(sentences, begin + 1), firstEnding(sentences, stop)];
  if (last <= first || last === sentences.length) return undefined;
  const isAround = isBlank(text, sentences[first].start, open.start) && isBlank(text, close.end, sentences[last].end);
  return isAround ? undefined : { first, last };
}

/** The index of the first sentence that ends at or after an offset; the number of sentences if none does. */
function firstEnding(sentences: readonly Range[], offset: number): number {
  let [low, high] = [0, sentences.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sentences[middle].end < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

function isBlank(text: string, start: number, end: number): boolean {
  let at = start;
  while (at < end && /\s/.test(text.charAt(at))) at++;
  return at >= end;
}
