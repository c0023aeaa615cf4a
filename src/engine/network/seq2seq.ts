// Seq2seq: one encoder and the decoders that go with it. All shapes, types and layouts are read from the graphs.
import { type Decoders, decodersOf, type NamedSession } from './decoders';
import { decoderState, type Encoded } from './decoderState';
import { checkInputs, checkOutputs, ENCODER_INPUTS, feedsOf } from '../runtime/feeds';
import { type Filling, ordinaryToken, padBatch, paddingToken } from './padding';
import type { Session } from '../runtime/session';
import type { Step } from '../search/search';

export class Seq2seq {
  private readonly encoder: Session;
  private readonly decoders: Decoders;

  /**
   * Takes over the sessions and releases them in the end.
   *
   * @throws AttentiveError `model-unsupported` (data.what) if they are no encoder and decoders for text
   */
  constructor(encoder: NamedSession, decoder: NamedSession, decoderWithPast?: NamedSession) {
    checkInputs(encoder.name, encoder.session, ENCODER_INPUTS, ['input_ids']);
    checkOutputs(encoder.name, encoder.session, ['last_hidden_state']);
    this.encoder = encoder.session;
    this.decoders = decodersOf(decoder, decoderWithPast);
  }

  /** The width of the last dimension of the logits; 0 if the graph does not say. */
  get vocabularySize(): number {
    const width = this.decoders.first.outputs.find(output => output.name === 'logits')?.dims.at(-1);
    return typeof width === 'number' ? width : 0;
  }

  /** Runs the encoder over rows of ids, filled at the right to the longest. */
  async encode(
    rows: readonly (readonly number[])[],
    padTokenId: number,
    filling: Filling = ordinaryToken,
  ): Promise<Encoded> {
    // A graph that is given no mask knows what is padding by the padding token, if at all.
    const isMasked = this.encoder.inputs.some(({ name }) => name === 'attention_mask');
    const { ids, mask } = padBatch(rows, isMasked ? filling : paddingToken(padTokenId));
    const outputs = await this.encoder.run(
      feedsOf(this.encoder, rows.length, { input_ids: ids, attention_mask: mask }),
    );
    return { hidden: outputs['last_hidden_state'], mask };
  }

  /** Begins to decode a batch: the step function that the search calls. */
  decode(encoded: Encoded): Step {
    return decoderState(this.decoders, encoded);
  }

  async release(): Promise<void> {
    const { first, next } = this.decoders;
    for (const session of new Set([this.encoder, first, next])) await session.release();
  }
}
