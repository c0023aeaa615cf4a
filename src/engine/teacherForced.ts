// Teacher-forced: one pass over whole sources and whole targets, for all that the sessions give.
import type { CapturingSession } from './capturing';
import { padBatch, paddingToken } from './padding';
import type { Session, Tensor } from './runtime';

type Ids = readonly (readonly number[])[];
export type Outputs = Readonly<Record<string, Tensor>>;

/** Runs the encoder and then the decoder, without a cache. Only what is asked for is brought out of the runtime. */
export async function teacherForced(
  encoder: () => Promise<CapturingSession>,
  decoder: () => Promise<CapturingSession>,
  batch: { readonly sources: Ids; readonly targets: Ids; readonly padTokenId: number },
): Promise<Outputs> {
  // The attention of padding is shown as well, so that it must be what transformers has there.
  const filling = paddingToken(batch.padTokenId);
  const { ids, mask } = padBatch(batch.sources, filling);
  const first = await encoder();
  const { last_hidden_state: hidden, ...encoded } = await first.session.run({ input_ids: ids, attention_mask: mask }, [
    'last_hidden_state',
    ...first.outputs.map(({ name }) => name),
  ]);
  const { session, outputs } = await decoder();
  const feeds = decoderFeeds(session, padBatch(batch.targets, filling).ids, hidden, mask);
  return { ...encoded, ...(await session.run(feeds, ['logits', ...outputs.map(({ name }) => name)])) };
}

/** What a decoder of any layout asks for at its first step. */
function decoderFeeds(decoder: Session, ids: Tensor, hidden: Tensor, mask: Tensor): Record<string, Tensor> {
  const [rows] = ids.dims;
  const known: Outputs = {
    input_ids: ids,
    encoder_hidden_states: hidden,
    encoder_attention_mask: mask,
    use_cache_branch: { type: 'bool', dims: [1], data: Uint8Array.of(0) },
  };
  return Object.fromEntries(
    decoder.inputs.map(({ name, dims: [, heads, , width] }) => {
      const empty: Tensor = {
        type: 'float32',
        dims: [rows, Number(heads), 0, Number(width)],
        data: new Float32Array(),
      };
      return [name, known[name] ?? empty];
    }),
  );
}
