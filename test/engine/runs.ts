// Runs: runs a loaded engine on ids, for the hypotheses of a search or for all numbers of an explanation.
import type { AttentionKind } from '../../src/attention/record/record';
import { consumed } from '../../src/base/streams';
import type { EngineHandlers, ExplainRequest, GenerationOverrides, Hypothesis } from '../../src/engine/api/contract';
import { never } from './models';

/** The rows of a golden case without their padding. */
export function unpadded(golden: { readonly input_ids: number[][]; readonly attention_mask: number[][] }): number[][] {
  return golden.input_ids.map((ids, row) => ids.filter((_, at) => golden.attention_mask[row][at] === 1));
}

/** The hypotheses of each row. */
export async function hypothesesOf(
  engine: EngineHandlers,
  ids: readonly (readonly number[])[],
  settings: GenerationOverrides,
): Promise<(readonly Hypothesis[])[]> {
  const found: (readonly Hypothesis[])[] = [];
  const request = { model: 'model', source: { kind: 'ids', ids }, settings } as const;
  await consumed(engine.generate(request, never), event => {
    if (event.kind === 'row') found[event.row] = event.hypotheses;
  });
  return found;
}

/** The attention of every layer, and the logits of every step. */
export interface ExplainedNumbers {
  readonly encoder: readonly Float32Array[]; // [layer] of [row, head, target, source]
  readonly decoder: readonly Float32Array[];
  readonly cross: readonly Float32Array[];
  readonly logits: Float32Array; // [row, target, vocabulary]
}

/** Makes an explanation and fetches all its numbers. */
export async function explainedNumbers(
  engine: EngineHandlers,
  request: Omit<ExplainRequest, 'model'>,
): Promise<ExplainedNumbers> {
  const { explanation, rows, attention } = await engine.explain({ model: 'model', ...request }, never);
  const layers = async (kind: AttentionKind): Promise<Float32Array[]> => {
    const all: Float32Array[] = [];
    for (let layer = 0; layer < attention[kind].layers; layer++) {
      const parts: number[] = [];
      for (const row of rows.keys()) {
        parts.push(...(await engine.attention({ explanation, row, kind, layer }, never)));
      }
      all.push(Float32Array.from(parts));
    }
    return all;
  };
  const logits: number[] = [];
  for (const row of rows.keys()) {
    for (let step = 0; step < attention.decoder.targets; step++) {
      logits.push(...(await engine.logits({ explanation, row, step }, never)));
    }
  }
  return {
    encoder: await layers('encoder'),
    decoder: await layers('decoder'),
    cross: await layers('cross'),
    logits: Float32Array.from(logits),
  };
}
