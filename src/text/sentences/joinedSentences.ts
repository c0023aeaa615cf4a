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
  const sentences: Range[] = [];
  let start = 0;
  for (const sentence of splitSentences(covered(text, symbols), language)) {
    sentences.push({ start, end: start + sentence.length });
    start += sentence.length;
  }
  // Joining two may leave a pair inside of a sentence that was around whole ones before.
  while (markup.some(pair => joinAt(text, pair, sentences)));
  return sentences;
}

/** Joins the sentences that a pair begins and ends inside of; false if there are none. */
function joinAt(text: string, { open, close }: MarkupPair, sentences: Range[]): boolean {
  // White space, which other markers look like here, belongs to the sentence before it.
  const begin = open.end + text.slice(open.end, close.start).search(/\S/);
  const stop = open.end + text.slice(open.end, close.start).trimEnd().length;
  const first = sentences.findIndex(({ end }) => begin < end);
  const last = sentences.findIndex(({ end }) => stop <= end);
  if (first < 0 || last <= first) return false;
  const [{ start }, { end }] = [sentences[first], sentences[last]];
  const isAround = text.slice(start, open.start).trim() === '' && text.slice(close.end, end).trim() === '';
  if (isAround) return false;
  sentences.splice(first, last - first + 1, { start, end });
  return true;
}
