// Omissions: asks the engine about the words that a translation may have left out. It takes some more passes.
import type { Aligner } from '../attention/analysis/align';
import { littleAttended, isOmitted } from '../attention/analysis/omissions';
import type { AttentionToken } from '../attention/record/record';
import type { Engine, Explained } from '../engine/api/contract';
import { attentionOf } from './explain';

/** So many logits of one batch at most: the engine holds them, 64 MiB. */
const MOST_LOGITS = 2 ** 24;

/**
 * The words of the source that the target says nothing of, in the text of the explanation's only row. It is a hint, no
 * proof. The engine has gone on to another explanation afterwards if it was asked about any word.
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
  const found: AttentionToken[] = [];
  for (let from = 0; from < words.length; from += rowsAtOnce) {
    const asked = words.slice(from, from + rowsAtOnce);
    const ids = asked.map(({ tokens }) => source.ids.filter((_, at) => !tokens.includes(at)));
    const request = { model, source: { kind: 'ids', ids }, targets: asked.map(() => target.ids) } as const;
    const { explanation } = await engine.explain(request, signal);
    for (const [row, { word }] of asked.entries()) {
      if (isOmitted(whole, await logProbabilities(engine, { explanation, row }, signal))) found.push(word);
    }
  }
  return found;
}

/** Of each token of a row's target but the first, which nothing foretells. */
async function logProbabilities(
  engine: Engine,
  row: { readonly explanation: number; readonly row: number },
  signal: AbortSignal | undefined,
): Promise<number[]> {
  const steps = await engine.steps({ ...row, alternatives: 1 }, signal);
  return steps.map(({ chosen }) => chosen.logProbability);
}
