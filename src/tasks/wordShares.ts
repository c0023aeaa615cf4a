// Word shares: which words of a sentence the words of its translation attend to, from the cross-attention of the run.
import { type Aligner, alignerOf, type MeasuredAligner, readByAligner } from '../attention/analysis/align';
import type { AttentionToken } from '../attention/record/record';
import { AttentiveError, throwIfAborted } from '../base/errors';
import type { ShareOf } from '../text/inline/markup';
import { overlaps, type Range } from '../text/range';
import type { Span } from '../text/inline/spans';
import { attentionOf, placedTokens } from './explain';
import type { TaskRun } from './rows/rows';
import type { Passage } from './rows/trace';

/** The weights of one passage between ranges of the sentence and ranges of the translation. */
interface Weights {
  /** The range of the translation for each target token; undefined for a token that stands for no text. */
  readonly targets: readonly (Range | undefined)[];
  /** The range of the sentence for each source token; undefined for a token that stands for no text. */
  readonly sources: readonly (Range | undefined)[];
  readonly values: Float32Array; // [target, source]
}

/**
 * Runs a sentence and its translation through the model once more. The function that is returned tells for a range of the
 * translation how much of its attention goes to a range of the sentence, by the layer and heads that align words best.
 *
 * @param passages the passages of the sentence, several if it was split; their spans map ranges of a passage to ranges of the sentence and its translation
 * @param texts the sentence and its translation
 * @throws AttentiveError what the engine throws; `cancelled`
 */
export async function wordShares(
  run: TaskRun & { readonly alignment?: MeasuredAligner },
  passages: readonly Passage[],
  texts: { readonly source: string; readonly target: string },
): Promise<ShareOf> {
  const all: Weights[] = [];
  try {
    for (const passage of passages) {
      if (passage.written.length === 0) continue;
      throwIfAborted(run.signal);
      all.push(await weightsOf(run, passage));
    }
  } catch (error) {
    if (!(error instanceof AttentiveError) || error.code !== 'model-unsupported') throw error;
    return sharesByPosition(texts);
  }
  return (of, within) => shareOf(all, of, within);
}

/** The shares for a model whose attention cannot be read: a word stands for the words at the same relative position. */
function sharesByPosition({ source, target }: { readonly source: string; readonly target: string }): ShareOf {
  return (of, within) => {
    const [start, end] = [of.start / target.length, of.end / target.length];
    const [from, to] = [within.start / source.length, within.end / source.length];
    return Math.max(0, Math.min(end, to) - Math.max(start, from)) / (end - start);
  };
}

async function weightsOf(
  { engine, model, input, alignment, signal }: TaskRun & { readonly alignment?: MeasuredAligner },
  { source, targetIds, read, written }: Passage,
): Promise<Weights> {
  const request = { model, source: { kind: 'text', texts: [source], ...input }, targets: [targetIds] } as const;
  const explained = await engine.explain(request, signal);
  const aligner: Aligner = alignerOf(alignment, explained.attention.cross);
  const cross = await attentionOf(engine, explained, { kind: 'cross', layer: aligner.layer }, signal);
  const record = readByAligner(cross, aligner);
  return {
    targets: rangesOf(record.targets, written),
    sources: rangesOf(record.sources, read),
    values: record.weights,
  };
}

/**
 * Maps the range of each token in its passage, through `spans`, to its range in the sentence or in the translation. Special
 * tokens, and tokens with no counterpart there, get undefined.
 */
function rangesOf(tokens: readonly AttentionToken[], spans: readonly Span[]): (Range | undefined)[] {
  return placedTokens(tokens, spans).map(token => (token.special || token.start === token.end ? undefined : token));
}

/** Of the weights from the words of the translation in `of`, the share that goes to words of the sentence in `within`. */
function shareOf(all: readonly Weights[], of: Range, within: Range): number {
  let [inside, sum] = [0, 0];
  for (const { targets, sources, values } of all) {
    for (const [target, place] of targets.entries()) {
      if (place === undefined || !overlaps(place, of)) continue;
      for (const [source, other] of sources.entries()) {
        if (other === undefined) continue;
        const weight = values[target * sources.length + source];
        sum += weight;
        if (overlaps(other, within)) inside += weight;
      }
    }
  }
  return sum === 0 ? 0 : inside / sum;
}
