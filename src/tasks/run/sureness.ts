// Sureness: tells which translations are probably poor, from the model's own probabilities and from the lengths of the texts.
import type { CardSureness } from '../../models/card';

export interface ScoredTranslation {
  readonly source: string;
  readonly result: string;
  /** The mean log-probability of the result's tokens. */
  readonly meanLogProbability: number;
  /** Whether beam search wrote it, and not greedy search. */
  readonly isBeam: boolean;
}

/**
 * Whether a translation is probably among the worst quarter of its language pair, by the logistic regression of the
 * model's card. A short text needs a higher probability than a long one, because one wrong word spoils more of it; and
 * a result that is much shorter than its source is more often wrong.
 */
export function isUnsure(sureness: CardSureness, translation: ScoredTranslation): boolean {
  const { source, result, meanLogProbability, isBeam } = translation;
  if (source === '' || result === '' || !Number.isFinite(meanLogProbability)) return false;
  const logit =
    sureness.bias +
    (isBeam ? (sureness.beamSearch ?? 0) : 0) +
    sureness.meanLogProbability * meanLogProbability +
    sureness.logSourceLength * Math.log(source.length) +
    sureness.logLengthRatio * Math.log(result.length / source.length);
  return logit > 0;
}
