// Protected spans: the inline spans of a sentence, together with the symbols that the parser of the document's format found.
import { covered } from '../covered';
import { byStart, overlaps, type Range } from '../range';
import { type InlineSpan, inlineSpans } from './inlineSpans';

/**
 * The spans of a sentence that are not language, in order, without overlaps.
 *
 * @param symbols the symbols that the parser of the document's format found in the sentence, ascending, without overlaps
 */
export function protectedSpans(sentence: string, symbols: readonly Range[]): readonly InlineSpan[] {
  if (symbols.length === 0) return inlineSpans(sentence);
  const others = inlineSpans(covered(sentence, symbols)).filter(
    span => !symbols.some(symbol => overlaps(symbol, span)),
  );
  const given = symbols.map(({ start, end }): InlineSpan => ({ kind: 'symbol', start, end }));
  return [...given, ...others].sort(byStart);
}
