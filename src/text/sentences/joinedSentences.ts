// Joined sentences: the sentences of a flow, where none ends inside of a symbol or between a marker and its partner.
import { covered } from '../covered';
import type { Range } from '../range';
import type { MarkupPair } from '../textStructure';
import { splitSentences } from './sentences';

/**
 * The sentences of a flow's text. Two sentences are one if a pair of markers begins inside of one and ends inside of the
 * other; a pair around whole sentences is around each of them.
 *
 * @param text with a space in place of each marker
 */
export function joinedSentences(
  text: string,
  symbols: readonly Range[],
  markup: readonly MarkupPair[],
  language: string,
): Range[] {
  const sentences: { start: number; end: number }[] = [];
  let start = 0;
  for (const sentence of splitSentences(covered(text, symbols), language)) {
    sentences.push({ start, end: start + sentence.length });
    start += sentence.length;
  }
  for (const { open, close } of markup) {
    const first = sentences.findIndex(({ end }) => open.end < end);
    const last = sentences.findIndex(({ end }) => close.start <= end);
    if (first < 0 || last <= first) continue;
    const isAround =
      text.slice(sentences[first].start, open.start).trim() === '' &&
      text.slice(close.end, sentences[last].end).trim() === '';
    if (isAround) continue;
    const [{ start: from }, { end: to }] = [sentences[first], sentences[last]];
    sentences.splice(first, last - first + 1, { start: from, end: to });
  }
  return sentences;
}
