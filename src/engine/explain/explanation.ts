// Explanation: what one pass over whole texts showed, and the pieces in which it is fetched.
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
import { rankTokens, type Ranked } from './ranking';
import type { Tensor } from '../runtime/session';

/** The weights of every layer of one kind, as the network gave them. */
export interface Layers {
  readonly shape: AttentionShape;
  readonly layers: readonly Tensor[]; // float32 [row, head, target, source], or with rows and heads in one
}

export interface Explanation {
  /** The model that was explained. */
  readonly model: object;
  readonly explained: Explained;
  readonly attention: Readonly<Record<AttentionKind, Layers>>;
  readonly logits: Tensor; // float32 [row, target, vocabulary]
  /** A token as it is to be shown. */
  readonly shown: (id: number) => string;
  readonly again: Rerun;
}

/**
 * How long an explanation lies there after a piece was fetched last. It may hold hundreds of megabytes; who wants it again
 * explains again.
 */
export const UNUSED_MS = 2 * 60_000;

/** Where the last explanation lies until its pieces are fetched: there is never more than one. */
export class LastExplanation {
  private last: Explanation | undefined;
  private made = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** Makes an explanation, which gets a number, and keeps it. The one before goes first. */
  async replace(make: (number: number) => Promise<Explanation>): Promise<Explained> {
    this.last = undefined;
    const made = await make(++this.made);
    this.last = made;
    this.keepOn();
    return made.explained;
  }

  /** @throws AttentiveError `bad-request` if another one lies there */
  get(number: number): Explanation {
    if (this.last?.explained.explanation === number) {
      this.keepOn();
      return this.last;
    }
    throw badRequest('explanation', `${number} is not kept any more`);
  }

  /** Drops what was explained of a model that is gone. */
  drop(model: object | undefined): void {
    if (this.last?.model === model) this.last = undefined;
  }

  private keepOn(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => (this.last = undefined), UNUSED_MS);
    // In Node it must not keep a process from ending.
    if (typeof this.timer === 'object') this.timer.unref();
  }
}

/**
 * Reads the shape of one kind of attention.
 *
 * @throws AttentiveError `model-unsupported` (data.what) if there is none, or the layers are not alike
 */
export function layersOf(kind: AttentionKind, layers: readonly Tensor[], rows: number): Layers {
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

/** A copy of one row's weights in one layer, so that it can be moved away. */
export function attentionPiece(of: Explanation, request: AttentionRequest): Float32Array<ArrayBuffer> {
  const { row, kind, layer } = request;
  if (!Object.hasOwn(of.attention, kind)) throw badRequest('kind', `there is no ${kind} attention`);
  const { shape, layers } = of.attention[kind];
  checkIndex('row', row, of.explained.rows.length);
  checkIndex('layer', layer, shape.layers);
  return copyOfRow(layers[layer], row, shape.heads * shape.targets * shape.sources); // [head, target, source]
}

/** A copy of one row's logits at one step. */
export function logitsPiece(of: Explanation, { row, step }: LogitsRequest): Float32Array<ArrayBuffer> {
  const [, steps, vocabulary] = of.logits.dims;
  checkIndex('row', row, of.explained.rows.length);
  checkIndex('step', step, steps);
  return copyOfRow(of.logits, row * steps + step, vocabulary); // [vocabulary]
}

/** How likely each step of one row was, and what else was likely. */
export function stepsPiece(of: Explanation, { row, alternatives = ALTERNATIVES }: StepsRequest): ExplainedStep[] {
  checkIndex('row', row, of.explained.rows.length);
  if (!Number.isInteger(alternatives) || alternatives < 0) {
    throw badRequest('alternatives', `${alternatives} is not a whole number from 0 on`);
  }
  const [, steps, vocabulary] = of.logits.dims;
  const named = ({ id, logProbability }: Ranked): LikelyToken => ({ id, text: of.shown(id), logProbability });
  return of.explained.rows[row].target.ids.slice(1).map((id, step) => {
    const start = (row * steps + step) * vocabulary;
    const logits = (of.logits.data as Float32Array).subarray(start, start + vocabulary);
    const { chosen, likeliest } = rankTokens(logits, id, alternatives);
    return { chosen: named(chosen), alternatives: likeliest.map(named) };
  });
}

const ALTERNATIVES = 5;

function copyOfRow({ data }: Tensor, row: number, size: number): Float32Array<ArrayBuffer> {
  const copy = (data as Float32Array<ArrayBuffer>).slice(row * size, (row + 1) * size);
  return transferring(copy, [copy.buffer]);
}
