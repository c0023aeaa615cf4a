// Cache: the shapes and sizes of a decoder's past key values, which it keeps from step to step.
import { badRequest } from '../../base/errors';

/** One kind of attention of a decoder: how many layers and heads, and how wide a head is, if that is known. */
export interface CachedKind {
  readonly layers: number;
  readonly heads: number;
  readonly width?: number;
}

/** The cached keys of one kind of attention. There are as many cached values as keys. */
export interface CachedKeys {
  readonly heads: number;
  /** The number of tokens whose keys are cached. */
  readonly length: number;
  /** The size of the keys and values of all layers together, as 32-bit floats, if the width is known. */
  readonly bytes?: number;
  readonly layers: number;
}

export interface Cache {
  /** The cache of the decoder's self-attention: it grows by one target token with each step. */
  readonly self: CachedKeys;
  /** The cache of cross-attention: computed from the encoder's output at the first step, and unchanged afterwards. */
  readonly cross: CachedKeys;
}

const BYTES_OF_FLOAT = 4;
/** Each layer has two cached tensors: keys and values. */
const TENSORS = 2;

/**
 * The cache after the decoder has read `read` tokens, the start token among them, for a source of `sources` tokens.
 *
 * @throws AttentiveError `bad-request` if `read` or `sources` is not a whole number from 0 on
 */
export function cacheAfter(read: number, sources: number, self: CachedKind, cross: CachedKind): Cache {
  for (const [name, count] of Object.entries({ read, sources })) {
    if (!Number.isInteger(count) || count < 0) throw badRequest(name, `${count} is not a number of tokens`);
  }
  return { self: keysOf(self, read), cross: keysOf(cross, sources) };
}

function keysOf({ layers, heads, width }: CachedKind, length: number): CachedKeys {
  const keys = { layers, heads, length };
  if (width === undefined) return keys;
  return { ...keys, bytes: TENSORS * layers * heads * length * width * BYTES_OF_FLOAT };
}
