import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { refuseOtherArchitectures } from '../../../src/models/architecture';

const FIXTURES = path.join(__ROOT__, 'test/fixtures');
const FAMILIES = ['marian', 'marian-multi', 't5', 't5-gated', 'bart', 'mbart', 'm2m100'];

describe('refuseOtherArchitectures', () => {
  it('accepts every encoder-decoder of the fixtures, and the embedded model', () => {
    for (const folder of [...FAMILIES.map(name => path.join(FIXTURES, name)), path.join(__ROOT__, 'models/embedded')]) {
      refuseOtherArchitectures(fs.readFileSync(path.join(folder, 'config.json'), 'utf8'));
    }
  });

  it('accepts a file without `is_encoder_decoder` that has a start token or a configuration of the decoder', () => {
    refuseOtherArchitectures('{"model_type":"t5","decoder_start_token_id":0}');
    refuseOtherArchitectures('{"model_type":"encoder-decoder","decoder":{"model_type":"gpt2"},"encoder":{}}');
  });

  it('refuses other models with an error that names their type', () => {
    for (const [config, name] of [
      [{ model_type: 'bert', vocab_size: 30522, num_hidden_layers: 12 }, 'a “bert” model'],
      [{ model_type: 'roberta', decoder_start_token_id: null }, 'a “roberta” model'],
      [{ model_type: 'gpt2', n_layer: 12, is_encoder_decoder: false }, 'a “gpt2” model'],
      // The decoder of a BART alone.
      [{ model_type: 'bart', is_encoder_decoder: false, decoder_layers: 6 }, 'a “bart” model'],
      [{}, 'a model'],
    ] as const) {
      assert.throws(() => refuseOtherArchitectures(JSON.stringify(config)), {
        code: 'model-unsupported',
        data: { what: `config.json is of ${name} without both an encoder and a decoder` },
      });
    }
  });

  it('accepts a text that is no JSON object, which a later reader reports', () => {
    for (const text of ['', '{', 'null', '[]', '"x"', 'version https://git-lfs.github.com/spec/v1']) {
      refuseOtherArchitectures(text);
    }
  });
});
