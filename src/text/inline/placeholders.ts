// Placeholders: single characters that a model copies, put in place of a sentence's symbols (code, addresses, tags), and the
// symbols put back.
import { type InlineSpan, inlineSpans } from './inlineSpans';
import type { Range } from '../range';
import { shiftSpans, type Span, spanOf } from './spans';

/** A sentence with a character in place of each symbol. */
export interface MaskedSentence {
  readonly text: string;
  /** From `text` to the sentence. */
  readonly spans: readonly Span[];
  /** A translation with the symbols put back; undefined unless each character stands in it exactly once. */
  readonly restore: (translation: string) => string | undefined;
  /** An unfinished translation, with symbols in place of the placeholders that it holds so far. */
  readonly show: (partial: string) => string;
  /** From a translation to the same translation with the symbols put back. */
  readonly spansOf: (translation: string) => Span[];
}

/**
 * Masks the symbols of a sentence.
 *
 * @param characters the placeholders that the model knows, in the order in which they are taken
 * @param symbols the ranges to mask, ascending; those that are found in any text if left out
 * @returns undefined if the sentence has more symbols than there are characters
 */
export function mask(
  sentence: string,
  characters: readonly string[],
  symbols: readonly Range[] = symbolsOf(sentence),
): MaskedSentence | undefined {
  if (symbols.length > characters.length) return undefined;
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

/** The spans from a text with placeholders to the text with symbols: a placeholder stands for its whole symbol. */
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
export function splitAtSymbols(sentence: string, symbols: readonly Range[] = symbolsOf(sentence)): string[] {
  const parts: string[] = [];
  let at = 0;
  for (const { start, end } of symbols) {
    parts.push(sentence.slice(at, start), sentence.slice(start, end));
    at = end;
  }
  return [...parts, sentence.slice(at)].filter(part => part !== '');
}

/** The ranges of a sentence that are masked in any text. */
export function symbolsOf(sentence: string): readonly Range[] {
  return inlineSpans(sentence).filter(isMasked);
}

function isMasked({ kind }: InlineSpan): boolean {
  return kind === 'symbol' || kind === 'sign';
}
