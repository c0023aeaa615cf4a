// Protected spans: the inline spans of a sentence, together with those that the parser of its format found.
import type { Range } from '../range';
import { type InlineSpan, inlineSpans } from './inlineSpans';

/** Stands in place of each character of a range that is known already, so that no pattern reads into it. */
const COVER = '\ufffc';

/** A text of the same length with each character of some ranges covered. */
export function covered(text: string, ranges: readonly Range[], by = COVER): string {
  let result = '';
  let done = 0;
  for (const { start, end } of ranges) {
    if (start < done) continue;
    result += text.slice(done, start) + by.repeat(end - start);
    done = end;
  }
  return result + text.slice(done);
}

/**
 * The spans of a sentence that are not language, in order, without overlaps.
 *
 * @param symbols those that the parser of its format found, ascending, without overlaps
 */
export function protectedSpans(sentence: string, symbols: readonly Range[]): readonly InlineSpan[] {
  if (symbols.length === 0) return inlineSpans(sentence);
  const others = inlineSpans(covered(sentence, symbols)).filter(
    span => !symbols.some(({ start, end }) => start < span.end && span.start < end),
  );
  const given = symbols.map(({ start, end }): InlineSpan => ({ kind: 'symbol', start, end }));
  return [...given, ...others].sort((left, right) => left.start - right.start);
}
