// Survey: computes a thumbnail and the statistics of every head, and pauses after each so that the page stays responsive.
import { type Alignment, align, middleLayer } from '../../../attention/analysis/align';
import { type PictureChoice, pictureOf, type PictureTexts } from '../../../attention/picture/picture';
import { type Matrix, matrixAt, thumbnail } from '../../../attention/drawing/pixels';
import type { AttentionKind, AttentionRecord } from '../../../attention/record/record';
import type { Statistic } from '../../../attention/analysis/sorting';
import { alignedShare, type HeadStatistics, headStatistics } from '../../../attention/analysis/statistics';
import { cancelled } from '../../../base/errors';
import { nextMacrotask } from '../../dom/macrotask';
import type { ViewState } from '../shared/view';

export interface SurveyedHead {
  readonly layer: number;
  readonly head: number;
  /** The matrix with at most THUMBNAIL rows and columns. */
  readonly thumbnail: Matrix;
  readonly statistics: Readonly<Record<Statistic, number>>;
}

const THUMBNAIL = 96;

/** The settings that a survey depends on. */
export interface SurveyOptions {
  readonly kind: AttentionKind;
  readonly unit: PictureChoice['unit'];
  readonly special: PictureChoice['special'];
}

/**
 * Yields every head, layer by layer, starting with the layer that the alignment is read from. Each head is computed in a task
 * of its own of the event loop.
 *
 * @throws AttentiveError `cancelled` as soon as the signal is aborted
 */
export async function* surveyed(
  { content, data }: Pick<ViewState, 'content' | 'data'>,
  { kind, unit, special }: SurveyOptions,
  signal: AbortSignal,
): AsyncGenerator<SurveyedHead, void, void> {
  const { layers, heads } = content.attention[kind];
  const texts: PictureTexts = { source: content.source.text, target: content.target.text };
  const all = [...Array(heads).keys()];
  const first = kind === 'cross' ? content.aligner.layer : middleLayer(layers);
  // The step `output` cannot be used for words, because each token of a word is predicted in a step of its own.
  const step = unit === 'tokens' ? content.aligner.step : 'input';
  const aligner = { ...content.aligner, layer: 0, step } as const;
  let alignment: Alignment | undefined;
  for (const layer of [first, ...[...Array(layers).keys()].filter(other => other !== first)]) {
    const whole = await data.layer(kind, layer, signal);
    const { record } = pictureOf({ record: whole, layer }, texts, { heads: all, unit, special });
    // All heads are compared with the alignment that is read from the first layer.
    if (kind === 'cross') alignment ??= align(record, aligner);
    for (const head of all) {
      await nextMacrotask();
      if (signal.aborted) throw cancelled();
      yield surveyedHead(record, layer, head, alignment);
    }
  }
}

function surveyedHead(
  record: AttentionRecord,
  layer: number,
  head: number,
  alignment: Alignment | undefined,
): SurveyedHead {
  const matrix = matrixAt(record.weights, record.targets.length, record.sources.length, head);
  const alone = { ...record, heads: 1, weights: matrix.weights };
  const numbers = Object.entries(headStatistics(alone)).map(
    ([name, values]: [string, Float32Array]) => [name, values[0]] as const,
  );
  const aligned = alignment === undefined ? NaN : alignedShare(alone, alignment)[0];
  const statistics = { ...(Object.fromEntries(numbers) as Record<keyof HeadStatistics, number>), aligned };
  return { layer, head, thumbnail: thumbnail(matrix, THUMBNAIL), statistics };
}
