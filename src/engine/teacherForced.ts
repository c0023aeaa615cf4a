// Teacher-forced: one pass over whole sources and whole targets, for all that the sessions give.
import type { CapturingSession } from './capturing';
import { padBatch } from './padding';
import type { Session, Tensor } from './runtime';

type Ids = readonly (readonly number[])[];
export type Outputs = Readonly<Record<string, Tensor>>;

/** Whole rows, padded at the right to the longest. */
export interface Batch {
  readonly sources: Ids;
  readonly targets: Ids;
  readonly padTokenId: number;
}

/** Runs the encoder and then the decoder, without a cache. Only what is asked for is brought out of the runtime. */
export async function teacherForced(
  encoder: () => Promise<CapturingSession>,
  decoder: () => Promise<CapturingSession>,
  batch: Batch,
): Promise<Outputs> {
  const first = await encoder();
  const { [HIDDEN]: hidden, ...encoded } = await runEncoder(first.session, batch, [
    HIDDEN,
    ...first.outputs.map(({ name }) => name),
  ]);
  const { session, outputs } = await decoder();
  const names = ['logits', ...outputs.map(({ name }) => name)];
  return { ...encoded, ...(await runDecoder(session, hidden, batch, names)) };
}

/** The encoder's output, which the decoder reads. */
export const HIDDEN = 'last_hidden_state';

export function runEncoder(session: Session, batch: Batch, names: readonly string[]): Promise<Record<string, Tensor>> {
  const { ids, mask } = padBatch(batch.sources, batch.padTokenId);
  return session.run({ input_ids: ids, attention_mask: mask }, names);
}

export function runDecoder(
  session: Session,
  hidden: Tensor,
  batch: Batch,
  names: readonly string[],
): Promise<Record<string, Tensor>> {
  const { mask } = padBatch(batch.sources, batch.padTokenId);
  const { ids } = padBatch(batch.targets, batch.padTokenId);
  return session.run(decoderFeeds(session, ids, hidden, mask), names);
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
