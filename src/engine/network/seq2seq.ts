// Seq2seq: runs an encoder and its decoders as one network. Shapes, types and layouts are read from the graphs.
import { type Decoders, decodersOf, type NamedSession } from './decoders';
import { decoderState, type Encoded } from './decoderState';
import { checkInputs, checkOutputs, ENCODER_INPUTS, feedsOf } from '../runtime/feeds';
import { type PaddingChoice, lastTextToken, padBatch, paddingToken } from './padding';
import type { Session } from '../runtime/runtime';
import type { Step } from '../search/search';

/** The sessions of one model as a sequence-to-sequence network. */
export class Seq2seq {
  private readonly encoder: Session;
  private readonly decoders: Decoders;

  /**
   * Takes ownership of the sessions: `release` releases them.
   *
   * @throws AttentiveError `model-unsupported` (data.what) if they are not an encoder and decoders of a text model
   */
  constructor(encoder: NamedSession, decoder: NamedSession, decoderWithPast?: NamedSession) {
    checkInputs(encoder.name, encoder.session, ENCODER_INPUTS, ['input_ids']);
    checkOutputs(encoder.name, encoder.session, ['last_hidden_state']);
    this.encoder = encoder.session;
    this.decoders = decodersOf(decoder, decoderWithPast);
  }

  /** The last dimension of the logits; 0 if the graph does not declare its size. */
  get vocabularySize(): number {
    const width = this.decoders.first.outputs.find(output => output.name === 'logits')?.dims.at(-1);
    return typeof width === 'number' ? width : 0;
  }

  /** Runs the encoder over rows of ids, which are padded at the end to the length of the longest. */
  async encode(
    rows: readonly (readonly number[])[],
    padTokenId: number,
    choosePadding: PaddingChoice = lastTextToken,
  ): Promise<Encoded> {
    // A graph without a mask input can recognize padding only by the padding token.
    const isMasked = this.encoder.inputs.some(({ name }) => name === 'attention_mask');
    const { ids, mask } = padBatch(rows, isMasked ? choosePadding : paddingToken(padTokenId));
    const outputs = await this.encoder.run(
      feedsOf(this.encoder, rows.length, { input_ids: ids, attention_mask: mask }),
    );
    return { hidden: outputs['last_hidden_state'], mask };
  }

  /** Makes the decoder's step function for a batch, which the search calls. */
  decode(encoded: Encoded): Step {
    return decoderState(this.decoders, encoded);
  }

  async release(): Promise<void> {
    const { first, next } = this.decoders;
    for (const session of new Set([this.encoder, first, next])) await session.release();
  }
}
