// Explanation: holds the tensors of one teacher-forced pass, and takes single rows, layers and steps out of them.
import { type AttentionKind, checkIndex } from '../../attention/record/record';
import { badRequest, unsupported } from '../../base/errors';
import { transferring } from '../../base/rpc';
import type {
  AttentionRequest,
  AttentionShape,
  Explained,
  ExplainedStep,
  LikelyToken,
  LogitsRequest,
  StepsRequest,
} from '../api/contract';
import type { Rerun } from './internals';
import { rankTokens, type RankedToken } from './ranking';
import type { Tensor } from '../runtime/runtime';

/** The weights of every layer of one kind of attention, as the runtime returned them. */
export interface AttentionLayers {
  readonly shape: AttentionShape;
  readonly layers: readonly Tensor[]; // float32 [row, head, target, source] or [row * head, target, source]
}

/** The results of one teacher-forced pass. */
export interface Explanation {
  /** The model that was explained: only compared, to drop the explanation when this model is unloaded. */
  readonly model: object;
  readonly explained: Explained;
  readonly attention: Readonly<Record<AttentionKind, AttentionLayers>>;
  readonly logits: Tensor; // float32 [row, target, vocabulary]
  /** The text of a token, for display. */
  readonly tokenText: (id: number) => string;
  /** Runs the same pass again, for intermediate values that this pass did not return. */
  readonly rerun: Rerun;
}

/**
 * How long an explanation is kept after the last request for a part of it, in milliseconds. It may take hundreds of
 * megabytes, and it can be computed again.
 */
export const KEPT_MS = 2 * 60_000;

/** Keeps the last explanation, so that its parts can be requested. There is never more than one. */
export class LastExplanation {
  private last: Explanation | undefined;
  private count = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** Makes and keeps the next explanation. The previous one is dropped first, to free its memory. `number` identifies it. */
  async replace(make: (number: number) => Promise<Explanation>): Promise<Explained> {
    this.last = undefined;
    const explanation = await make(++this.count);
    this.last = explanation;
    this.restartTimer();
    return explanation.explained;
  }

  /**
   * The explanation with this number.
   *
   * @throws AttentiveError `bad-request` if it is not kept any more
   */
  get(number: number): Explanation {
    if (this.last?.explained.explanation === number) {
      this.restartTimer();
      return this.last;
    }
    throw badRequest('explanation', `${number} is not kept any more`);
  }

  /** Drops the explanation of a model that was unloaded. */
  drop(model: object | undefined): void {
    if (this.last?.model === model) this.last = undefined;
  }

  private restartTimer(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => (this.last = undefined), KEPT_MS);
    // In Node a running timer would keep the process from ending.
    if (typeof this.timer === 'object') this.timer.unref();
  }
}

/**
 * Reads the shape of one kind of attention from the tensors of its layers.
 *
 * @param rows the number of rows in the batch
 * @throws AttentiveError `model-unsupported` (data.what) if `layers` is empty, or the layers differ in shape
 */
export function layersOf(kind: AttentionKind, layers: readonly Tensor[], rows: number): AttentionLayers {
  const shapes = layers.map(({ dims }) => {
    const [targets, sources] = dims.slice(-2);
    const matrices = dims.slice(0, -2).reduce((product, dim) => product * dim, 1);
    return { heads: matrices / rows, targets, sources };
  });
  if (shapes.length === 0) throw unsupported(`a model without ${kind} attention`);
  const [first] = shapes;
  const isLike = (shape: (typeof shapes)[number]): boolean =>
    shape.heads === first.heads && shape.targets === first.targets && shape.sources === first.sources;
  if (!shapes.every(isLike)) throw unsupported(`${kind} attention whose layers are not alike`);
  return { shape: { layers: layers.length, ...first }, layers };
}

/** A copy of one row's weights in one layer, which can be transferred. */
export function attentionOfRow(explanation: Explanation, request: AttentionRequest): Float32Array<ArrayBuffer> {
  const { row, kind, layer } = request;
  if (!Object.hasOwn(explanation.attention, kind)) throw badRequest('kind', `there is no ${kind} attention`);
  const { shape, layers } = explanation.attention[kind];
  checkIndex('row', row, explanation.explained.rows.length);
  checkIndex('layer', layer, shape.layers);
  return copyOfRow(layers[layer], row, shape.heads * shape.targets * shape.sources); // [head, target, source]
}

/** A copy of one row's logits at one step. */
export function logitsOfRow(explanation: Explanation, { row, step }: LogitsRequest): Float32Array<ArrayBuffer> {
  const [, steps, vocabulary] = explanation.logits.dims;
  checkIndex('row', row, explanation.explained.rows.length);
  checkIndex('step', step, steps);
  return copyOfRow(explanation.logits, row * steps + step, vocabulary); // [vocabulary]
}

/** The probabilities of the chosen token and of the likeliest ones, for each step of one row. */
export function stepsOfRow(
  explanation: Explanation,
  { row, alternatives = ALTERNATIVES }: StepsRequest,
): ExplainedStep[] {
  checkIndex('row', row, explanation.explained.rows.length);
  if (!Number.isInteger(alternatives) || alternatives < 0) {
    throw badRequest('alternatives', `${alternatives} is not a whole number from 0 on`);
  }
  const [, steps, vocabulary] = explanation.logits.dims;
  const named = ({ id, logProbability }: RankedToken): LikelyToken => ({
    id,
    text: explanation.tokenText(id),
    logProbability,
  });
  return explanation.explained.rows[row].target.ids.slice(1).map((id, step) => {
    const start = (row * steps + step) * vocabulary;
    const logits = (explanation.logits.data as Float32Array).subarray(start, start + vocabulary);
    const { chosen, likeliest } = rankTokens(logits, id, alternatives);
    return { chosen: named(chosen), alternatives: likeliest.map(named) };
  });
}

const ALTERNATIVES = 5;

/** A copy of the values of one row, which can be transferred; each row has `size` values. */
function copyOfRow({ data }: Tensor, row: number, size: number): Float32Array<ArrayBuffer> {
  const copy = (data as Float32Array<ArrayBuffer>).slice(row * size, (row + 1) * size);
  return transferring(copy, [copy.buffer]);
}
