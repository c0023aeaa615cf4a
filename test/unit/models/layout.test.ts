import assert from 'node:assert/strict';
import { chooseLayout, completePrecisions } from '../../../src/models/layout';
import { type Precision, PRECISIONS } from '../../../src/models/precision';

function choose(names: readonly string[], order: readonly Precision[] = PRECISIONS): unknown {
  const found = chooseLayout(new Set(names), order);
  return found.kind === 'found' ? found.layout : found.file;
}

/** The names of graph files in the folder `onnx`. */
function files(...stems: string[]): string[] {
  return stems.map(stem => `onnx/${stem}.onnx`);
}

describe('chooseLayout', () => {
  it('chooses a merged decoder', () => {
    const [encoder, decoder] = files('encoder_model', 'decoder_model_merged');
    assert.deepEqual(choose([encoder, decoder]), { encoder, decoder });
  });

  it('prefers a merged decoder to two decoders, and two decoders to one without a cache', () => {
    const [encoder, decoder, decoderWithPast] = files('encoder_model', 'decoder_model', 'decoder_with_past_model');
    const [merged] = files('decoder_model_merged');
    assert.deepEqual(choose([decoder, decoderWithPast, merged, encoder]), { encoder, decoder: merged });
    assert.deepEqual(choose([decoder, decoderWithPast, encoder]), { encoder, decoder, decoderWithPast });
    assert.deepEqual(choose([decoder, encoder]), { encoder, decoder });
  });

  it('prefers two decoders of a better precision to a merged one', () => {
    const better = files('decoder_model_quantized', 'decoder_with_past_model_quantized');
    const [encoder] = files('encoder_model');
    const [decoder, decoderWithPast] = better;
    assert.deepEqual(choose([encoder, ...files('decoder_model_merged'), ...better]), {
      encoder,
      decoder,
      decoderWithPast,
    });
  });

  it('prefers a decoder with a cache in any precision, but never combines two decoders of different precisions', () => {
    const [encoder, decoder] = files('encoder_model', 'decoder_model_merged_bnb4');
    assert.deepEqual(choose([encoder, decoder, ...files('decoder_model_quantized')]), { encoder, decoder });
    const mixed = files('decoder_model_quantized', 'decoder_with_past_model');
    assert.deepEqual(choose([encoder, ...mixed]), { encoder, decoder: mixed[0] });
  });

  it('chooses encoder and decoder each in the first precision for which there is a file', () => {
    const [encoder, decoder] = files('encoder_model_q4', 'decoder_model_merged_int8');
    assert.deepEqual(choose([encoder, decoder, ...files('encoder_model_q4f16')]), { encoder, decoder });
  });

  it('chooses the graphs beside config.json if the subfolder onnx has none', () => {
    const root = ['encoder_model.onnx', 'decoder_model.onnx', 'decoder_with_past_model.onnx'];
    const [encoder, decoder, decoderWithPast] = root;
    assert.deepEqual(choose(root), { encoder, decoder, decoderWithPast });
    const inside = files('encoder_model_q4', 'decoder_model_merged_q4');
    assert.deepEqual(choose([...root, ...inside]), { encoder: inside[0], decoder: inside[1] });
  });

  it('names the missing file: the best encoder, or the merged decoder in the precision of the encoder', () => {
    assert.equal(choose([]), 'onnx/encoder_model_quantized.onnx');
    assert.equal(choose(files('decoder_model_merged')), 'onnx/encoder_model_quantized.onnx');
    assert.equal(choose(files('encoder_model_fp16')), 'onnx/decoder_model_merged_fp16.onnx');
    const pastAlone = files('encoder_model', 'decoder_with_past_model');
    assert.equal(choose(pastAlone), 'onnx/decoder_model_merged.onnx');
  });
});

describe('completePrecisions', () => {
  it('returns the precisions in which the folder has encoder and decoder, in any layout', () => {
    const names = [
      ...files('encoder_model', 'decoder_model', 'encoder_model_q4', 'decoder_model_merged_q4'),
      ...files('encoder_model_fp16', 'decoder_model_merged_int8'),
    ];
    assert.deepEqual(completePrecisions(new Set(names)), ['fp32', 'q4']);
  });
});
