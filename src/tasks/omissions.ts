// Omissions: finds source words that a translation may have left out. Each candidate is removed from the source, and the
// model scores the same translation again, which takes some more passes through the model.
import type { Aligner } from '../attention/analysis/align';
import { littleAttended, isOmitted } from '../attention/analysis/omissions';
import type { AttentionToken } from '../attention/record/record';
import type { Engine, Explained } from '../engine/api/contract';
import { attentionOf } from './explain';

/** The most logits in one batch, because the engine keeps them in memory: 64 MiB of float32. */
const MOST_LOGITS = 2 ** 24;

/**
 * The words of the source that the target may have left out, with offsets into the source text of the explanation's
 * only row. The result is a hint, no proof. If any word was scored, the engine holds another explanation than
 * `explained` afterwards.
 *
 * @throws AttentiveError what the engine throws
 */
export async function omittedWords(
  engine: Engine,
  { model, explained, aligner }: { readonly model: string; readonly explained: Explained; readonly aligner: Aligner },
  signal?: AbortSignal,
): Promise<readonly AttentionToken[]> {
  const [{ source, target }] = explained.rows;
  const cross = await attentionOf(engine, explained, { kind: 'cross', layer: aligner.layer }, signal);
  const words = littleAttended(cross, { source: source.text, target: target.text }, aligner);
  if (words.length === 0) return [];
  const whole = await logProbabilities(engine, { explanation: explained.explanation, row: 0 }, signal);
  const rowsAtOnce = Math.max(1, Math.floor(MOST_LOGITS / (target.ids.length * explained.vocabularySize)));
  const omitted: AttentionToken[] = [];
  for (let from = 0; from < words.length; from += rowsAtOnce) {
    const candidates = words.slice(from, from + rowsAtOnce);
    const ids = candidates.map(({ tokens }) => source.ids.filter((_, at) => !tokens.includes(at)));
    const request = { model, source: { kind: 'ids', ids }, targets: candidates.map(() => target.ids) } as const;
    const { explanation } = await engine.explain(request, signal);
    for (const [row, { word }] of candidates.entries()) {
      if (isOmitted(whole, await logProbabilities(engine, { explanation, row }, signal))) omitted.push(word);
    }
  }
  return omitted;
}

/** The log-probability of each token of a row's target, without the start token. */
async function logProbabilities(
  engine: Engine,
  row: { readonly explanation: number; readonly row: number },
  signal: AbortSignal | undefined,
): Promise<number[]> {
  const steps = await engine.steps({ ...row, alternatives: 1 }, signal);
  return steps.map(({ chosen }) => chosen.logProbability);
}
