// Teacher-forced: runs encoder and decoder once over known sources and targets, and returns the requested outputs.
import type { CaptureSession } from './captureSessions';
import { feedsOf } from '../runtime/feeds';
import { floatsOf } from '../runtime/float16';
import { padBatch, paddingToken } from './padding';
import type { Session, Tensor } from '../runtime/runtime';

type Ids = readonly (readonly number[])[];
export type Outputs = Readonly<Record<string, Tensor>>;

/** The known sources and targets. Their rows are padded at the end to the length of the longest. */
export interface Batch {
  readonly sources: Ids;
  readonly targets: Ids;
  readonly padTokenId: number;
}

/**
 * Runs the encoder and then the decoder, without a cache. Returns the outputs that were added to both files, and the
 * logits, all in float32. Nothing else is copied out of the runtime but the encoder's output.
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

/** Runs an encoder session over the sources of a batch, and returns the named outputs. */
export function runEncoder(session: Session, batch: Batch, names: readonly string[]): Promise<Record<string, Tensor>> {
  const { ids, mask } = sourcesOf(batch);
  const feeds = feedsOf(session, batch.sources.length, { input_ids: ids, attention_mask: mask });
  return session.run(feeds, names);
}

/**
 * Runs a decoder session of any layout over the targets of a batch, without past key values (as in the first step of
 * decoding), and returns the named outputs.
 */
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

/**
 * The sources, padded with the padding token: the attention to it is shown too, so the token must be that of
 * transformers.
 */
function sourcesOf({ sources, padTokenId }: Batch): ReturnType<typeof padBatch> {
  return padBatch(sources, paddingToken(padTokenId));
}
