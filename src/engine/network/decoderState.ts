// Decoding: the state of one batch between two decoder steps, with caches or, where a decoder has none, without.
import type { Decoders } from './decoders';
import { feedsOf } from '../runtime/feeds';
import { floatsOf, inType } from '../runtime/float16';
import { isIdentity, isSame, takeRows } from '../runtime/tensorRows';
import type { Session, Tensor } from '../runtime/session';
import type { Step, StepRequest } from '../search/search';

/** The encoder's output for a batch. */
export interface Encoded {
  readonly hidden: Tensor; // float [sources, source, width]
  readonly mask: Tensor; // int64 [sources, source]
}

/** Begins to decode a batch: the step function that the search calls. */
export function decoderState(decoders: Decoders, encoded: Encoded): Step {
  const wanted = decoders.first.inputs.find(({ name }) => name === 'encoder_hidden_states')?.type ?? 'float32';
  // The encoder may be of another precision. What the decoder wants is made once, not at each step.
  const fitting = { ...encoded, hidden: inType(encoded.hidden, wanted) };
  const state = decoders.caches.length > 0 ? new Cached(decoders, fitting) : new Whole(decoders.first, fitting);
  return request => state.step(request);
}

/** The encoder's tensors, row for row with what is decoded. */
class Sources {
  hidden: Tensor;
  mask: Tensor;

  constructor({ hidden, mask }: Encoded) {
    this.hidden = hidden;
    this.mask = mask;
  }

  get rows(): number {
    return this.mask.dims[0];
  }

  take(parents: Int32Array): void {
    this.hidden = takeRows(this.hidden, parents);
    this.mask = takeRows(this.mask, parents);
  }

  feeds(): Record<string, Tensor> {
    return { encoder_attention_mask: this.mask, encoder_hidden_states: this.hidden };
  }
}

/** Each step reads one token; what was computed of those before stands in the caches. */
class Cached {
  private past: Record<string, Tensor> | undefined;
  private rows: Int32Array = new Int32Array(); // [rows] source of each row the caches and encoder tensors stand for
  private readonly sources: Sources;

  constructor(
    private readonly decoders: Decoders,
    encoded: Encoded,
  ) {
    this.sources = new Sources(encoded);
  }

  async step(request: StepRequest): Promise<Float32Array> {
    const rows = request.tokens.length;
    this.select(request);
    const { past } = this;
    const session = past === undefined ? this.decoders.first : this.decoders.next;
    const feeds = feedsOf(session, rows, {
      input_ids: { type: 'int64', dims: [rows, 1], data: BigInt64Array.from(request.tokens, BigInt) },
      use_cache_branch: { type: 'bool', dims: [1], data: Uint8Array.of(past === undefined ? 0 : 1) },
      ...this.sources.feeds(),
      ...past,
    });
    const outputs = await session.run(feeds);
    this.past = Object.fromEntries(
      this.decoders.caches.map(({ input, output, cross }) => [
        input,
        past !== undefined && cross ? past[input] : outputs[output],
      ]),
    );
    return floatsOf(outputs['logits']); // [rows, 1, vocabulary]
  }

  /** Brings the caches and the encoder's tensors to the rows that are asked for: beams move, finished rows leave. */
  private select({ parents, sources }: StepRequest): void {
    const sameSources = isSame(sources, this.rows);
    if (this.past === undefined) {
      if (!isIdentity(parents, this.sources.rows)) this.sources.take(parents);
    } else {
      if (!isIdentity(parents, this.rows.length)) this.takeCaches(this.past, parents, sameSources);
      if (!sameSources) this.sources.take(parents);
    }
    this.rows = sources.slice();
  }

  /** Rows of one source share its cross keys and values, so these move only when the rows' sources change. */
  private takeCaches(past: Record<string, Tensor>, parents: Int32Array, sameSources: boolean): void {
    for (const { input, cross } of this.decoders.caches) {
      if (!cross || !sameSources) past[input] = takeRows(past[input], parents);
    }
  }
}

/** Each step reads all that was written, so that its work grows with the length of the text. */
class Whole {
  private written: Tensor | undefined; // int64 [rows, tokens]
  private readonly sources: Sources;

  constructor(
    private readonly decoder: Session,
    encoded: Encoded,
  ) {
    this.sources = new Sources(encoded);
  }

  async step({ parents, tokens }: StepRequest): Promise<Float32Array> {
    if (!isIdentity(parents, this.written?.dims[0] ?? this.sources.rows)) {
      this.sources.take(parents);
      this.written = this.written === undefined ? undefined : takeRows(this.written, parents);
    }
    this.written = withTokens(this.written, tokens);
    const known = { input_ids: this.written, ...this.sources.feeds() };
    const { logits } = await this.decoder.run(feedsOf(this.decoder, tokens.length, known), ['logits']);
    return lastStep(logits);
  }
}

/** Each row with one token more. */
function withTokens(written: Tensor | undefined, tokens: Int32Array): Tensor {
  const before = (written?.data ?? new BigInt64Array()) as BigInt64Array;
  const length = before.length / tokens.length;
  const data = new BigInt64Array(before.length + tokens.length);
  tokens.forEach((token, row) => {
    data.set(before.subarray(row * length, (row + 1) * length), row * (length + 1));
    data[row * (length + 1) + length] = BigInt(token);
  });
  return { type: 'int64', dims: [tokens.length, length + 1], data };
}

/** Of logits for every place in the rows, those of the last. */
function lastStep(logits: Tensor): Float32Array {
  const [rows, steps, vocabulary] = logits.dims;
  const lasts = takeRows(
    { ...logits, dims: [rows * steps, vocabulary] },
    Int32Array.from({ length: rows }, (_, row) => (row + 1) * steps - 1),
  );
  return floatsOf(lasts); // [rows, vocabulary]
}
