// Forms: patterns with a quick test each. A sentence is searched for a pattern only if its test says that it may match.
import type { Range } from '../range';

/**
 * A quick test (a string that the sentence must hold, or a pattern), the pattern to search for, and a function that is
 * false for matches to leave out. Bounded lengths keep the search linear in the length of the sentence.
 */
export type Form = readonly [sign: string | RegExp, pattern: RegExp, isMeant?: (match: string) => boolean];

/** The matches of some forms in a sentence, form by form. */
export function matches(sentence: string, forms: readonly Form[]): Range[] {
  return forms.flatMap(([sign, pattern, isMeant]) => {
    const mayMatch = typeof sign === 'string' ? sentence.includes(sign) : sign.test(sentence);
    if (!mayMatch) return [];
    const found = [...sentence.matchAll(pattern)];
    const meant = isMeant === undefined ? found : found.filter(([match]) => isMeant(match));
    return meant.map(({ index, 0: match }) => ({ start: index, end: index + match.length }));
  });
}
