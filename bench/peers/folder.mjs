// Folder: a model folder of the size of opus-mt with random weights, in the layout of the hub.
import fs from 'node:fs';
import path from 'node:path';
import { bytesOf } from '../onnx/messages.mjs';
import { Weights } from './layers.mjs';
import { decoderGraph, encoderGraph, SIZES } from './marian.mjs';

/** Raised when the files that are written change. */
const VERSION = '1';

/**
 * Writes the folder, unless it is there already. Its tokenizer is that of `embedded`, whose 8,000 tokens are the first of the
 * vocabulary: what is measured has ids on both ends.
 *
 * @param {string} folder
 * @param {string} embedded the folder of the built-in model
 */
export function writeMarian(folder, embedded) {
  const done = path.join(folder, 'version');
  if (fs.existsSync(done) && fs.readFileSync(done, 'utf8') === VERSION) return;
  fs.mkdirSync(path.join(folder, 'onnx'), { recursive: true });
  for (const file of ['tokenizer.json', 'tokenizer_config.json', 'generation_config.json']) {
    fs.copyFileSync(path.join(embedded, file), path.join(folder, file));
  }
  const own = JSON.parse(fs.readFileSync(path.join(embedded, 'config.json'), 'utf8'));
  const { vocabulary, width, inner, heads, layers } = SIZES;
  const sizes = {
    ...{ vocab_size: vocabulary, decoder_vocab_size: vocabulary, d_model: width, activation_function: 'swish' },
    ...{ encoder_layers: layers, decoder_layers: layers, num_hidden_layers: layers },
    ...{ encoder_attention_heads: heads, decoder_attention_heads: heads },
    ...{ encoder_ffn_dim: inner, decoder_ffn_dim: inner },
  };
  fs.writeFileSync(path.join(folder, 'config.json'), JSON.stringify({ ...own, ...sizes }, undefined, 2));
  for (const [suffix, isInt8] of [
    ['', false],
    ['_quantized', true],
  ]) {
    const write = (name, graph) =>
      fs.writeFileSync(path.join(folder, 'onnx', `${name}${suffix}.onnx`), bytesOf(graph(new Weights(isInt8))));
    write('encoder_model', encoderGraph);
    write('decoder_model_merged', decoderGraph);
  }
  fs.writeFileSync(done, VERSION);
}
