// Markup: puts the markers of a sentence's emphasis and links into its translation, around the words that stand for the words
// between the markers in the sentence.
import { contains, overlaps, type Range } from '../range';
import { boundaries } from '../sentences/boundaries';
import { SPACELESS } from '../sentences/spaceless';
import type { MarkedWords, Sentence } from './sentence';
import { replacedText, type ReplacedText } from './spans';

/** Of the attention of a range of the translation, `of`, the share that goes to a range of the sentence, `within`: 0 to 1. */
export type ShareOf = (of: Range, within: Range) => number;

/**
 * A translation with the markers of its sentence.
 *
 * A pair is put around the run of words with the highest sum of (share - 1/2), where `share` is the share of a word's
 * attention that goes to the words between the pair in the sentence. A word that attends to them more than to others thus
 * raises the sum, and another word lowers it. The run has at least one word.
 *
 * @param translation of the sentence without markers
 * @returns the text with the markers, and its alignment (`spans`) with `translation`; undefined if a pair has no words left to be put around
 */
export function placeMarkup(
  sentence: Pick<Sentence, 'text' | 'markup' | 'symbols'>,
  translation: string,
  shareOf: ShareOf,
): ReplacedText | undefined {
  const share = withSymbols(sentence, translation, shareOf);
  const whole: Place = { from: { start: 0, end: sentence.text.length }, to: { start: 0, end: translation.length } };
  const inserted = insertions(sentence, translation, treeOf(sentence.markup), whole, share);
  if (inserted === undefined) return undefined;
  return replacedText(
    translation,
    inserted.map(({ at, marker }) => ({ start: at, end: at, by: marker })),
  );
}

/** A pair of markers with the pairs inside of it. */
interface Nested extends MarkedWords {
  readonly inner: Nested[];
}

function treeOf(markup: readonly MarkedWords[]): Nested[] {
  const roots: Nested[] = [];
  const open: Nested[] = [];
  for (const pair of markup) {
    const node = { ...pair, inner: [] };
    while (open.length > 0 && (open.at(-1)?.end ?? 0) <= pair.start) open.pop();
    (open.at(-1)?.inner ?? roots).push(node);
    open.push(node);
  }
  return roots;
}

/** A range of the sentence, and the range of the translation that stands for it. */
interface Place {
  readonly from: Range;
  readonly to: Range;
}

/** A marker, and the offset of the translation in front of which it stands. */
interface Insertion {
  readonly at: number;
  readonly marker: string;
}

/** The markers of the pairs that lie in `from`, inserted in `to`, ascending; undefined if a pair has no words left. */
function insertions(
  sentence: Pick<Sentence, 'text'>,
  translation: string,
  pairs: readonly Nested[],
  { from, to }: Place,
  shareOf: ShareOf,
): Insertion[] | undefined {
  const placed: { readonly pair: Nested; readonly range: Range; readonly inside: readonly Insertion[] }[] = [];
  let free = wordsOf(translation, to);
  for (const pair of pairs) {
    const range = isAllOf(sentence.text, pair, from)
      ? trimmed(translation, to, sentence.text.slice(pair.start, pair.end))
      : bestRun(translation, free, sentence.text.slice(pair.start, pair.end), word => shareOf(word, pair));
    if (range === undefined) return undefined;
    const inside = insertions(sentence, translation, pair.inner, { from: pair, to: range }, shareOf);
    if (inside === undefined) return undefined;
    placed.push({ pair, range, inside });
    free = free.filter(word => word.end <= range.start || range.end <= word.start);
  }
  return placed
    .sort((left, right) => left.range.start - right.range.start)
    .flatMap(({ pair, range, inside }) => [
      { at: range.start, marker: pair.open },
      ...inside,
      { at: range.end, marker: pair.close },
    ]);
}

/** The words of a range of the translation; in scripts without spaces those that `Intl.Segmenter` finds. */
function wordsOf(translation: string, { start, end }: Range): Range[] {
  const text = translation.slice(start, end);
  if (!SPACELESS.test(text)) {
    return [...text.matchAll(/\S+/g)].map(({ index, 0: word }) => ({
      start: start + index,
      end: start + index + word.length,
    }));
  }
  const cuts = [0, ...boundaries(text, 'en', 'word'), text.length];
  const words = cuts.slice(1).map((cut, at) => ({ start: start + cuts[at], end: start + cut }));
  return words.filter(word => /[\p{L}\p{N}]/u.test(translation.slice(word.start, word.end)));
}

/** Whether a pair is around all words of a range of the sentence. */
function isAllOf(text: string, pair: Range, { start, end }: Range): boolean {
  return !WORD.test(text.slice(start, pair.start)) && !WORD.test(text.slice(pair.end, end));
}

const WORD = /[\p{L}\p{N}\p{Co}]/u;

/** The run of neighboring words with the highest sum of (share - 1/2), `trimmed`. */
function bestRun(
  translation: string,
  words: readonly Range[],
  marked: string,
  shareOf: (word: Range) => number,
): Range | undefined {
  let best: Range | undefined;
  let most = -Infinity;
  let sum = 0;
  let start = 0;
  for (const [at, word] of words.entries()) {
    const isNeighbor = at > 0 && !WORD.test(translation.slice(words[at - 1].end, word.start));
    if (sum <= 0 || !isNeighbor) [sum, start] = [0, word.start];
    sum += shareOf(word) - 0.5;
    if (sum > most) [most, best] = [sum, { start, end: word.end }];
  }
  return best === undefined ? undefined : trimmed(translation, best, marked);
}

/**
 * A range without white space at its ends, and without punctuation of a kind that the marked words do not have at that end: the
 * full stop of a sentence stays outside of emphasis, but emphasis around a word in quotation marks is also around the marks.
 */
function trimmed(translation: string, { start, end }: Range, marked: string): Range | undefined {
  const text = translation.slice(start, end);
  const ends = lastSigns(marked);
  const opening = [
    ...(OPENERS.test(marked.trimStart()) ? [] : [OPENERS]),
    ...(ends.some(sign => ASKING.test(sign)) ? [] : [INVERTED]),
  ];
  const closing = [CLOSERS, STOPS].filter(kind => !ends.some(sign => kind.test(sign)));
  const signs = [...text];
  const from = signs.findIndex(sign => ![SPACE, ...opening].some(kind => kind.test(sign)));
  let last = signs.length;
  while (last > from && [SPACE, ...closing].some(kind => kind.test(signs[last - 1]))) last--;
  const length = (part: readonly string[]): number => part.join('').length;
  if (from < 0 || from >= last) return undefined;
  return { start: start + length(signs.slice(0, from)), end: start + length(signs.slice(0, last)) };
}

/** The signs of punctuation at the end of a text. */
function lastSigns(text: string): string[] {
  const signs = [...text.trimEnd()].reverse();
  const word = signs.findIndex(sign => !CLOSERS.test(sign) && !STOPS.test(sign));
  return word < 0 ? signs : signs.slice(0, word);
}

const SPACE = /^\s/;
const OPENERS = /^["“”„«»‹›‘’'([{]/;
/** Spanish puts such a sign before a question or an exclamation, whose last sign is one of `ASKING`. */
const INVERTED = /^[¿¡]/;
const ASKING = /^[?!]/;
const STOPS = /^[.,;:!?…。，、；：！？]/;
const CLOSERS = /^["“”„«»‹›‘’')\]}]/;

/** The shares, with exact ones for symbols: a symbol stands in the translation unchanged, so that its place is known. */
function withSymbols(
  { text, symbols }: Pick<Sentence, 'text' | 'symbols'>,
  translation: string,
  shareOf: ShareOf,
): ShareOf {
  const known = symbols.flatMap((symbol): Place[] => {
    const written = text.slice(symbol.start, symbol.end);
    const at = translation.indexOf(written);
    const isOnlyOne =
      at >= 0 && translation.indexOf(written, at + 1) < 0 && text.indexOf(written) === text.lastIndexOf(written);
    return isOnlyOne ? [{ from: symbol, to: { start: at, end: at + written.length } }] : [];
  });
  return (of, within) => {
    const symbol = known.find(({ to }) => overlaps(to, of));
    if (symbol === undefined) return shareOf(of, within);
    return contains(within, symbol.from) ? 1 : 0;
  };
}
