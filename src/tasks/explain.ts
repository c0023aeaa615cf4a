// Explain: the attention of an explanation as records, fetched from the engine layer by layer.
import { type AttentionKind, type AttentionRecord, badRequest, checkIndex } from '../attention/record';
import { consumed } from '../base/streams';
import type { Engine, Explained } from '../engine/api';

/** Which attention of an explanation. */
export interface Wanted {
  readonly row: number;
  readonly kind: AttentionKind;
  /** All layers if left out. */
  readonly layer?: number;
}

/**
 * The attention of one row, without what it was padded with in its batch. A record of one layer has one layer.
 *
 * @throws AttentiveError `bad-request` if the engine has gone on to another explanation, or there is no such part
 */
export async function attentionOf(
  engine: Engine,
  of: Explained,
  { row, kind, layer }: Wanted,
  signal?: AbortSignal,
): Promise<AttentionRecord> {
  checkIndex('row', row, of.rows.length);
  const { source, target } = of.rows[row];
  const [targets, sources] = [kind === 'encoder' ? source : target, kind === 'decoder' ? target : source];
  const shape = of.attention[kind];
  const layers = layer === undefined ? Array.from({ length: shape.layers }, (_, at) => at) : [layer];
  const [height, width] = [targets.tokens.length, sources.tokens.length];
  const size = shape.heads * height * width;
  const weights = new Float32Array(layers.length * size); // [layer, head, target, source]
  for (const [at, one] of layers.entries()) {
    const request = { explanation: of.explanation, row, kind, layer: one };
    const padded = await consumed(engine.attention(request, signal)); // [head, padded target, padded source]
    const expected = shape.heads * shape.targets * shape.sources;
    if (padded.length !== expected) throw badRequest('record', `${padded.length} weights came, not ${expected}`);
    for (let line = 0; line < shape.heads * height; line++) {
      const from = (Math.floor(line / height) * shape.targets + (line % height)) * shape.sources;
      weights.set(padded.subarray(from, from + width), at * size + line * width);
    }
  }
  return {
    kind,
    layers: layers.length,
    heads: shape.heads,
    targets: targets.tokens,
    sources: sources.tokens,
    weights,
  };
}
