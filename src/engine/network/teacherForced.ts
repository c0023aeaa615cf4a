// Teacher-forced: one pass over whole sources and whole targets, for all that the sessions give.
import type { CaptureSession } from './captureSessions';
import { feedsOf } from '../runtime/feeds';
import { floatsOf } from '../runtime/float16';
import { padBatch, paddingToken } from './padding';
import type { Session, Tensor } from '../runtime/session';

type Ids = readonly (readonly number[])[];
export type Outputs = Readonly<Record<string, Tensor>>;

/** Whole rows, padded at the right to the longest. */
export interface Batch {
  readonly sources: Ids;
  readonly targets: Ids;
  readonly padTokenId: number;
}

/**
 * Runs the encoder and then the decoder, without a cache. Only what is asked for is brought out of the runtime,
 * and all of it is float32.
 */
export async function teacherForced(
  encoder: () => Promise<CaptureSession>,
  decoder: () => Promise<CaptureSession>,
  batch: Batch,
): Promise<Outputs> {
  const first = await encoder();
  const { [HIDDEN]: hidden, ...encoded } = await runEncoder(first.session, batch, [HIDDEN, ...first.outputs]);
  const { session, outputs } = await decoder();
  const names = ['logits', ...outputs];
  const { logits, ...decoded } = await runDecoder(session, hidden, batch, names);
  return { ...encoded, ...decoded, logits: { type: 'float32', dims: logits.dims, data: floatsOf(logits) } };
}

/** The encoder's output, which the decoder reads. */
export const HIDDEN = 'last_hidden_state';

export function runEncoder(session: Session, batch: Batch, names: readonly string[]): Promise<Record<string, Tensor>> {
  const { ids, mask } = sourcesOf(batch);
  const feeds = feedsOf(session, batch.sources.length, { input_ids: ids, attention_mask: mask });
  return session.run(feeds, names);
}

/** Feeds what a decoder of any layout asks for at its first step. */
export function runDecoder(
  session: Session,
  hidden: Tensor,
  batch: Batch,
  names: readonly string[],
): Promise<Record<string, Tensor>> {
  const feeds = feedsOf(session, batch.targets.length, {
    input_ids: padBatch(batch.targets, paddingToken(batch.padTokenId)).ids,
    encoder_hidden_states: hidden,
    encoder_attention_mask: sourcesOf(batch).mask,
    use_cache_branch: { type: 'bool', dims: [1], data: Uint8Array.of(0) },
  });
  return session.run(feeds, names);
}

/** The attention of padding is shown as well, so that it must be what transformers has there. */
function sourcesOf({ sources, padTokenId }: Batch): ReturnType<typeof padBatch> {
  return padBatch(sources, paddingToken(padTokenId));
}
