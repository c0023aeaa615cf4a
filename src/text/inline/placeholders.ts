// Placeholders: single characters that a model copies, put in place of a sentence's symbols (code, addresses, tags), and the
// symbols put back.
import { byStart, contains, overlaps, type Range, shifted } from '../range';
import { type InlineSpan, inlineSpans } from './inlineSpans';
import { shiftSpans, type Span, spanOf } from './spans';

/** A sentence with a placeholder for each masked range. In this interface any masked range is called a symbol. */
export interface MaskedSentence {
  readonly text: string;
  /** The alignment of `text` with the sentence. */
  readonly spans: readonly Span[];
  /** A translation with the symbols put back; undefined unless each placeholder stands in it exactly once. */
  readonly restore: (translation: string) => string | undefined;
  /** An unfinished translation, with symbols in place of the placeholders that it holds so far. */
  readonly show: (partial: string) => string;
  /** The alignment of a translation with the same translation after the symbols were put back. */
  readonly spansOf: (translation: string) => Span[];
}

/**
 * Masks the symbols of a sentence, then its signs and protected words, then other ranges, until no character is left.
 *
 * @param characters the placeholders that the model knows, in the order in which they are taken
 * @param others further ranges to mask, such as numbers
 * @param spans the inline spans of the sentence; those of plain text if left out
 * @returns undefined if the sentence has more symbols than there are characters
 */
export function mask(
  sentence: string,
  characters: readonly string[],
  others: readonly Range[] = [],
  spans: readonly InlineSpan[] = inlineSpans(sentence),
): MaskedSentence | undefined {
  if (countSymbols(spans) > characters.length) return undefined;
  const symbols = mostUrgent(spans, others, characters.length);
  const symbolOf = new Map<string, string>();
  let text = '';
  let at = 0;
  for (const [index, { start, end }] of symbols.entries()) {
    text += sentence.slice(at, start) + characters[index];
    symbolOf.set(characters[index], sentence.slice(start, end));
    at = end;
  }
  text += sentence.slice(at);
  const show = (partial: string): string =>
    Array.from(partial, character => symbolOf.get(character) ?? character).join('');
  const restore = (translation: string): string | undefined => {
    const found = Array.from(translation).filter(character => characters.includes(character));
    const isWhole = found.length === symbolOf.size && new Set(found).size === symbolOf.size;
    return isWhole && found.every(character => symbolOf.has(character)) ? show(translation) : undefined;
  };
  const spansOf = (translation: string): Span[] => spansAmong(translation, symbolOf);
  return { text, spans: spansAmong(text, symbolOf), restore, show, spansOf };
}

/** The ranges that a model breaks most easily, at most `most` of them, in the order of the sentence. */
function mostUrgent(spans: readonly InlineSpan[], others: readonly Range[], most: number): readonly Range[] {
  const apart = others.filter(range => !spans.some(span => overlaps(span, range)));
  const byUrgency = MASKED.flatMap(kind => spans.filter(span => span.kind === kind));
  return [...byUrgency, ...apart].slice(0, most).sort(byStart);
}

/** The kinds of spans that are masked, the most urgent first. */
const MASKED: readonly InlineSpan['kind'][] = ['symbol', 'sign', 'word'];

/** The alignment of a text that has placeholders with the text that has symbols: a placeholder stands for its whole symbol. */
function spansAmong(text: string, symbols: ReadonlyMap<string, string>): Span[] {
  const spans: Span[] = [];
  let [start, at, to] = [0, 0, 0];
  const close = (): void => void spans.push(...shiftSpans(spanOf(at - start, to - (at - start)), start, 0));
  for (const character of text) {
    const symbol = symbols.get(character);
    if (symbol !== undefined) {
      close();
      spans.push({ start: at, end: at + character.length, from: to, to: to + symbol.length, whole: true });
      start = at + character.length;
    }
    at += character.length;
    to += (symbol ?? character).length;
  }
  close();
  return spans;
}

/** The symbols of a sentence and the parts between them; their concatenation is the sentence. */
export function splitAtSymbols(sentence: string, spans: readonly InlineSpan[] = inlineSpans(sentence)): string[] {
  const parts: string[] = [];
  let at = 0;
  for (const { start, end } of spans.filter(isMasked)) {
    parts.push(sentence.slice(at, start), sentence.slice(start, end));
    at = end;
  }
  return [...parts, sentence.slice(at)].filter(part => part !== '');
}

/** Whether a span is a symbol, a sign or a protected word. */
export function isMasked({ kind }: InlineSpan): boolean {
  return MASKED.includes(kind);
}

/** How many of the spans must have a placeholder: the symbols. Signs and protected words get only placeholders that are left. */
export function countSymbols(spans: readonly InlineSpan[]): number {
  return spans.filter(({ kind }) => kind === 'symbol').length;
}

/** The spans that lie within a part of their sentence, with offsets into the part; undefined if the part cuts one. */
export function spansWithin(spans: readonly InlineSpan[], part: Range): InlineSpan[] | undefined {
  const near = spans.filter(span => overlaps(span, part));
  if (!near.every(span => contains(part, span))) return undefined;
  return near.map(span => ({ ...span, ...shifted(span, -part.start) }));
}

/** The protected words of a sentence that an answer does not hold, or not as often. White space may differ. */
export function lostWords(sentence: string, answer: string): string[] {
  const words = inlineSpans(sentence).filter(({ kind }) => kind === 'word');
  if (words.length === 0) return [];
  const other = onlySpaces(answer);
  const counted = new Map<string, number>();
  for (const { start, end } of words) {
    const word = onlySpaces(sentence.slice(start, end));
    counted.set(word, (counted.get(word) ?? 0) + 1);
  }
  return [...counted].filter(([word, count]) => other.split(word).length <= count).map(([word]) => word);
}

function onlySpaces(text: string): string {
  return text.replace(/\s/g, ' ');
}
