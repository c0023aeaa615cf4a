// Teacher-forced: one pass over whole sources and whole targets, for all that the sessions give.
import type { CapturingSession } from './capturing';
import { feedsOf } from './feeds';
import { floatsOf } from './half';
import { padBatch, paddingToken } from './padding';
import type { Tensor } from './runtime';

type Ids = readonly (readonly number[])[];
export type Outputs = Readonly<Record<string, Tensor>>;

/**
 * Runs the encoder and then the decoder, without a cache. Only what is asked for is brought out of the runtime,
 * and all of it is float32.
 */
export async function teacherForced(
  encoder: () => Promise<CapturingSession>,
  decoder: () => Promise<CapturingSession>,
  batch: { readonly sources: Ids; readonly targets: Ids; readonly padTokenId: number },
): Promise<Outputs> {
  // The attention of padding is shown as well, so that it must be what transformers has there.
  const filling = paddingToken(batch.padTokenId);
  const { ids, mask } = padBatch(batch.sources, filling);
  const first = await encoder();
  const source = feedsOf(first.session, batch.sources.length, { input_ids: ids, attention_mask: mask });
  const { last_hidden_state: hidden, ...encoded } = await first.session.run(source, [
    'last_hidden_state',
    ...first.outputs.map(({ name }) => name),
  ]);
  const { session, outputs } = await decoder();
  // What a decoder of any layout asks for at its first step.
  const feeds = feedsOf(session, batch.targets.length, {
    input_ids: padBatch(batch.targets, filling).ids,
    encoder_hidden_states: hidden,
    encoder_attention_mask: mask,
    use_cache_branch: { type: 'bool', dims: [1], data: Uint8Array.of(0) },
  });
  const { logits, ...decoded } = await session.run(feeds, ['logits', ...outputs.map(({ name }) => name)]);
  return { ...encoded, ...decoded, logits: { type: 'float32', dims: logits.dims, data: floatsOf(logits) } };
}
