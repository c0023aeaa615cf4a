// Warnings: what may be wrong with a result that stands in place of its source, found by comparing the two.
import { lostNumbers } from '../../text/weakness/numbers';
import { repetitionIn } from '../../text/weakness/repetition';
import { isTooShort, isUntranslated } from '../../text/weakness/unchanged';
import type { SegmentOutcome } from '../rows/textPart';

/** What may be wrong with a result. It is plain data, so that it can be posted between threads. */
export type Warning =
  /** Numbers of the source that the result lacks, as the source writes them. */
  | { readonly kind: 'numbers'; readonly numbers: readonly string[] }
  /** The result repeats a phrase that the source does not repeat. */
  | { readonly kind: 'repetition'; readonly phrase: string }
  /** The result is the source, or most words of the source stand in it unchanged. */
  | { readonly kind: 'untranslated' }
  /** The result is much shorter than the source. */
  | { readonly kind: 'short' }
  /**
   * The result is probably among the worst quarter of the translations of its language pair. A logistic regression, `sureness`
   * in the model's card, decides this.
   */
  | { readonly kind: 'unsure' };

/** The languages of a translation, BCP 47 tags. */
export interface Languages {
  readonly from: string;
  /** `und` if it is not known. */
  readonly to: string;
}

/** Whether the result of a segment is the model's own text. Any other outcome already says that the source was kept. */
export function mayHaveWarnings(outcome: SegmentOutcome): boolean {
  return outcome === 'done' || outcome === 'cut';
}

export function warningsOfTranslation(source: string, result: string, { from, to }: Languages): Warning[] {
  const numbers = lostNumbers(source, result, to);
  const areDifferent = primaryOf(from) !== primaryOf(to);
  const untranslated = areDifferent && isUntranslated(source, result);
  return [
    ...(numbers.length > 0 ? [{ kind: 'numbers', numbers } as const] : []),
    ...warningsOfSummary(source, result),
    ...(untranslated ? [{ kind: 'untranslated' } as const] : []),
    ...(!untranslated && isTooShort(source, result) ? [{ kind: 'short' } as const] : []),
  ];
}

/** A summary may leave out numbers and is short; it should not repeat itself. */
export function warningsOfSummary(source: string, result: string): Warning[] {
  const repetition = repetitionIn(source, result);
  return repetition === undefined ? [] : [{ kind: 'repetition', phrase: repetition.phrase }];
}

function primaryOf(language: string): string {
  return language.toLowerCase().split(/[-_]/)[0];
}
