// Decoder state: runs the decoder steps of a batch, and keeps the state between two steps: past key values, or the target
// so far if the decoder has no cache.
import type { Decoders } from './decoders';
import { feedsOf } from '../runtime/feeds';
import { floatsOf, inType } from '../runtime/float16';
import { isIdentity, isSame, takeRows } from '../runtime/tensorRows';
import type { Session, Tensor } from '../runtime/runtime';
import type { Step, StepRequest } from '../search/search';

/** The encoder's output for a batch: one row for each source text. */
export interface Encoded {
  readonly hidden: Tensor; // float [row, source, width]
  readonly mask: Tensor; // int64 [row, source]
}

/** Makes the step function for a batch, which the search calls. */
export function decoderState(decoders: Decoders, encoded: Encoded): Step {
  const type = decoders.first.inputs.find(({ name }) => name === 'encoder_hidden_states')?.type ?? 'float32';
  // The encoder may have another precision than the decoder. Its output is converted here once, and not at each step.
  const converted = { ...encoded, hidden: inType(encoded.hidden, type) };
  const decoder =
    decoders.caches.length > 0
      ? new CachedDecoder(decoders, converted)
      : new UncachedDecoder(decoders.first, converted);
  return request => decoder.step(request);
}

/** The encoder's output and mask, with one row for each row of the decoder. */
class EncoderTensors {
  hidden: Tensor;
  mask: Tensor;

  constructor({ hidden, mask }: Encoded) {
    this.hidden = hidden;
    this.mask = mask;
  }

  get rows(): number {
    return this.mask.dims[0];
  }

  /** Selects the rows with these indices. */
  take(parents: Int32Array): void {
    this.hidden = takeRows(this.hidden, parents);
    this.mask = takeRows(this.mask, parents);
  }

  feeds(): Record<string, Tensor> {
    return { encoder_attention_mask: this.mask, encoder_hidden_states: this.hidden };
  }
}

/** A decoder with a cache. Each step reads one token; the keys and values of the earlier tokens are in the cache. */
class CachedDecoder {
  private past: Record<string, Tensor> | undefined;
  /** The index of the source text of each row of the caches and of the encoder tensors. */
  private rows: Int32Array = new Int32Array(); // [row]
  private readonly encoder: EncoderTensors;

  constructor(
    private readonly decoders: Decoders,
    encoded: Encoded,
  ) {
    this.encoder = new EncoderTensors(encoded);
  }

  async step(request: StepRequest): Promise<Float32Array> {
    const rows = request.tokens.length;
    this.select(request);
    const { past } = this;
    const session = past === undefined ? this.decoders.first : this.decoders.next;
    const feeds = feedsOf(session, rows, {
      input_ids: { type: 'int64', dims: [rows, 1], data: BigInt64Array.from(request.tokens, BigInt) },
      use_cache_branch: { type: 'bool', dims: [1], data: Uint8Array.of(past === undefined ? 0 : 1) },
      ...this.encoder.feeds(),
      ...past,
    });
    // The keys and values of cross-attention come from the first step alone. Each output that is not asked for saves a copy.
    const wanted = this.decoders.caches.filter(({ cross }) => past === undefined || !cross);
    const outputs = await session.run(feeds, ['logits', ...wanted.map(({ output }) => output)]);
    this.past = Object.fromEntries(
      this.decoders.caches.map(({ input, output, cross }) => [
        input,
        past !== undefined && cross ? past[input] : outputs[output],
      ]),
    );
    return floatsOf(outputs['logits']); // [row, 1, vocabulary]
  }

  /**
   * Selects the requested rows of caches and encoder tensors. A beam may continue another row, and finished rows are
   * dropped.
   */
  private select({ parents, sources }: StepRequest): void {
    const sameSources = isSame(sources, this.rows);
    if (this.past === undefined) {
      if (!isIdentity(parents, this.encoder.rows)) this.encoder.take(parents);
    } else {
      if (!isIdentity(parents, this.rows.length)) this.takeCaches(this.past, parents, sameSources);
      if (!sameSources) this.encoder.take(parents);
    }
    this.rows = sources.slice();
  }

  /**
   * Selects rows of the caches. All rows of a source have the same cross-attention keys and values, so these are selected
   * only if the sources of the rows change.
   */
  private takeCaches(past: Record<string, Tensor>, parents: Int32Array, sameSources: boolean): void {
    for (const { input, cross } of this.decoders.caches) {
      if (!cross || !sameSources) past[input] = takeRows(past[input], parents);
    }
  }
}

/** A decoder without a cache. Each step reads the whole target again, so the work grows with its length. */
class UncachedDecoder {
  private target: Tensor | undefined; // int64 [row, token]
  private readonly encoder: EncoderTensors;

  constructor(
    private readonly decoder: Session,
    encoded: Encoded,
  ) {
    this.encoder = new EncoderTensors(encoded);
  }

  async step({ parents, tokens }: StepRequest): Promise<Float32Array> {
    if (!isIdentity(parents, this.target?.dims[0] ?? this.encoder.rows)) {
      this.encoder.take(parents);
      this.target = this.target === undefined ? undefined : takeRows(this.target, parents);
    }
    this.target = withTokens(this.target, tokens);
    const known = { input_ids: this.target, ...this.encoder.feeds() };
    const { logits } = await this.decoder.run(feedsOf(this.decoder, tokens.length, known), ['logits']);
    return lastStep(logits);
  }
}

/** Appends one token to each row. */
function withTokens(target: Tensor | undefined, tokens: Int32Array): Tensor {
  const before = (target?.data ?? new BigInt64Array()) as BigInt64Array;
  const length = before.length / tokens.length;
  const data = new BigInt64Array(before.length + tokens.length);
  tokens.forEach((token, row) => {
    data.set(before.subarray(row * length, (row + 1) * length), row * (length + 1));
    data[row * (length + 1) + length] = BigInt(token);
  });
  return { type: 'int64', dims: [tokens.length, length + 1], data };
}

/** The logits of the last position of each row. */
function lastStep(logits: Tensor): Float32Array {
  const [rows, steps, vocabulary] = logits.dims;
  const lasts = takeRows(
    { ...logits, dims: [rows * steps, vocabulary] },
    Int32Array.from({ length: rows }, (_, row) => (row + 1) * steps - 1),
  );
  return floatsOf(lasts); // [row, vocabulary]
}
