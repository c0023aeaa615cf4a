// Seq2seq: one encoder and one decoder with its KV cache, in Optimum's merged layout.
//
// The decoder graph takes `use_cache_branch`: false in the first step, where it computes the cross-attention keys and
// values from the encoder's output, true afterwards, where it takes them back. All shapes are read from the graphs.
import { AttentiveError } from '../base/errors';
import { type Filling, ordinaryToken, padBatch } from './padding';
import type { Session, Tensor } from './runtime';
import type { Step, StepRequest } from './search';

/** The encoder's output for a batch. */
export interface Encoded {
  readonly hidden: Tensor; // float32 [sources, source, width]
  readonly mask: Tensor; // int64 [sources, source]
}

export class Seq2seq {
  private readonly caches: readonly CacheInfo[];

  /**
   * Takes over two sessions and releases them in the end.
   *
   * @throws AttentiveError `model-unsupported` if the decoder keeps no cache in the merged layout
   */
  constructor(
    private readonly encoder: Session,
    private readonly decoder: Session,
    decoderName: string,
  ) {
    this.caches = cachesOf(decoder, decoderName);
  }

  /** The width of the last dimension of the logits. */
  get vocabularySize(): number {
    const width = this.decoder.outputs.find(output => output.name === 'logits')?.dims.at(-1);
    return typeof width === 'number' ? width : 0;
  }

  /** Runs the encoder over rows of ids, filled at the right to the longest. */
  async encode(rows: readonly (readonly number[])[], filling: Filling = ordinaryToken): Promise<Encoded> {
    const { ids, mask } = padBatch(rows, filling);
    const outputs = await this.encoder.run({ input_ids: ids, attention_mask: mask });
    return { hidden: outputs['last_hidden_state'], mask };
  }

  /** Begins to decode a batch: the step function that the search calls. */
  decode(encoded: Encoded): Step {
    const cache = new Decoding(this.decoder, this.caches, encoded);
    return request => cache.step(request);
  }

  async release(): Promise<void> {
    await this.encoder.release();
    await this.decoder.release();
  }
}

/** One past_key_values input and the present output that feeds it in the next step. */
interface CacheInfo {
  readonly input: string;
  readonly output: string;
  /** Cross-attention keys and values stay as the first step made them; the decoder's own grow by one a step. */
  readonly cross: boolean;
  readonly heads: number;
  readonly headWidth: number;
}

function cachesOf(decoder: Session, file: string): CacheInfo[] {
  const caches = decoder.inputs
    .filter(input => input.name.startsWith('past_key_values.'))
    .map(input => {
      const [, heads, , headWidth] = input.dims;
      if (typeof heads !== 'number' || typeof headWidth !== 'number') {
        const why = `${input.name} has no fixed number of heads and head width`;
        throw new AttentiveError('model-broken-file', `${file}: ${why}`, { file, why });
      }
      const output = input.name.replace('past_key_values.', 'present.');
      return { input: input.name, output, cross: input.name.includes('.encoder.'), heads, headWidth };
    });
  const merged = decoder.inputs.some(input => input.name === 'use_cache_branch');
  if (caches.length === 0 || !merged) {
    throw new AttentiveError('model-unsupported', `${file} is not a merged decoder with a KV cache`, { what: file });
  }
  return caches;
}

/** The state of one batch between two decoder steps. */
class Decoding {
  private past: Record<string, Tensor> | undefined;
  private rows: Int32Array = new Int32Array(); // [rows] source of each row the caches and encoder tensors stand for
  private hidden: Tensor;
  private mask: Tensor;

  constructor(
    private readonly decoder: Session,
    private readonly caches: readonly CacheInfo[],
    encoded: Encoded,
  ) {
    this.hidden = encoded.hidden;
    this.mask = encoded.mask;
  }

  async step(request: StepRequest): Promise<Float32Array> {
    const rows = request.tokens.length;
    this.select(request);
    const first = this.past === undefined;
    const feeds: Record<string, Tensor> = {
      input_ids: { type: 'int64', dims: [rows, 1], data: BigInt64Array.from(request.tokens, BigInt) },
      encoder_attention_mask: this.mask,
      encoder_hidden_states: this.hidden,
      use_cache_branch: { type: 'bool', dims: [1], data: Uint8Array.of(first ? 0 : 1) },
      ...(this.past ?? this.emptyCaches(rows)),
    };
    const known = Object.fromEntries(this.decoder.inputs.map(input => [input.name, feeds[input.name]]));
    const outputs = await this.decoder.run(known);
    const past: Record<string, Tensor> = {};
    for (const cache of this.caches) {
      past[cache.input] = cache.cross && !first ? known[cache.input] : outputs[cache.output];
    }
    this.past = past;
    return outputs['logits'].data as Float32Array; // [rows, 1, vocabulary]
  }

  /** Brings the caches and the encoder's tensors to the rows that are asked for: beams move, finished rows leave. */
  private select(request: StepRequest): void {
    const sameSources = isSame(request.sources, this.rows);
    if (this.past === undefined) {
      if (!isIdentity(request.parents, this.mask.dims[0])) this.takeEncoder(request.parents);
    } else {
      if (!isIdentity(request.parents, this.rows.length)) this.takeCaches(request.parents, sameSources);
      if (!sameSources) this.takeEncoder(request.parents);
    }
    this.rows = request.sources.slice();
  }

  private takeEncoder(parents: Int32Array): void {
    this.hidden = takeRows(this.hidden, parents);
    this.mask = takeRows(this.mask, parents);
  }

  /** Rows of one source share its cross keys and values, so these move only when the rows' sources change. */
  private takeCaches(parents: Int32Array, sameSources: boolean): void {
    const past = this.past ?? {};
    for (const cache of this.caches) {
      if (!cache.cross || !sameSources) past[cache.input] = takeRows(past[cache.input], parents);
    }
  }

  private emptyCaches(rows: number): Record<string, Tensor> {
    const empty: Record<string, Tensor> = {};
    for (const { input, heads, headWidth } of this.caches) {
      empty[input] = { type: 'float32', dims: [rows, heads, 0, headWidth], data: new Float32Array() };
    }
    return empty;
  }
}

/** The rows of a tensor's first dimension, chosen and ordered by parents. */
function takeRows(tensor: Tensor, parents: Int32Array): Tensor {
  const [, ...rest] = tensor.dims;
  const stride = rest.reduce((product, dim) => product * dim, 1);
  const source = tensor.data;
  const data =
    tensor.type === 'int64' ? new BigInt64Array(parents.length * stride) : new Float32Array(parents.length * stride);
  // Both views are of the tensor's own type, which the compiler cannot see.
  const target = data as { set(values: typeof source, offset: number): void };
  parents.forEach((from, to) => target.set(source.subarray(from * stride, (from + 1) * stride), to * stride));
  return { type: tensor.type, dims: [parents.length, ...rest], data };
}

function isIdentity(parents: Int32Array, rows: number): boolean {
  return parents.length === rows && parents.every((from, to) => from === to);
}

function isSame(left: Int32Array, right: Int32Array): boolean {
  return left.length === right.length && left.every((value, index) => value === right[index]);
}
