// Joined sentences: the sentences of a flow. None ends inside of a symbol, and sentences that a pair of markers connects are one.
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
  // A pair around whole sentences may, after these are joined with others, open or close in the middle of a sentence, and then
  // connects sentences itself. So the joining is repeated until nothing changes.
  for (let before = Infinity; sentences.length < before;) {
    before = sentences.length;
    sentences = joined(text, markup, sentences);
  }
  return sentences;
}

/** The sentences, where those from the first to the last that a pair connects (see `sentencesOver`) are made one. */
function joined(text: string, markup: readonly MarkupPair[], sentences: readonly Range[]): Range[] {
  /** For each sentence: how many pairs that join sentences begin their join there, minus how many end it there. */
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
  // The first and the last character between the markers that is no white space. White space (in `text` also all other markers)
  // belongs to the sentence before it, so it does not tell in which sentence the pair opens or closes.
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
