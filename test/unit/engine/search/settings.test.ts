import assert from 'node:assert/strict';
import type { GenerationOverrides, GenerationSettings } from '../../../../src/engine/api/contract';
import { resolveSettings } from '../../../../src/engine/search/settings';
import { plain } from './toy';

const tokens = { decoder_start_token_id: 2, eos_token_id: 2, pad_token_id: 1 };

const defaults: GenerationSettings = {
  ...plain,
  decoderStartTokenId: 2,
  padTokenId: 1,
  eosTokenIds: [2],
  maxLength: 512,
};

interface Case {
  readonly title: string;
  readonly config?: object;
  readonly generation?: object;
  readonly overrides?: GenerationOverrides;
  readonly expected: Partial<GenerationSettings>;
}

const cases: readonly Case[] = [
  { title: 'uses the defaults for settings that no file has', generation: tokens, expected: {} },
  {
    title: 'reads every setting of generation_config.json',
    generation: {
      decoder_start_token_id: 3,
      pad_token_id: 4,
      eos_token_id: [5, 6],
      max_length: 100,
      min_length: 10,
      num_beams: 4,
      num_return_sequences: 2,
      length_penalty: 2.0,
      early_stopping: true,
      repetition_penalty: 1.2,
      no_repeat_ngram_size: 3,
      encoder_no_repeat_ngram_size: 4,
      bad_words_ids: [[7], [8, 9]],
      suppress_tokens: [10],
      begin_suppress_tokens: [11],
      forced_bos_token_id: 0,
      forced_eos_token_id: [5],
    },
    expected: {
      decoderStartTokenId: 3,
      padTokenId: 4,
      eosTokenIds: [5, 6],
      maxLength: 100,
      minLength: 10,
      numBeams: 4,
      numReturnSequences: 2,
      lengthPenalty: 2,
      earlyStopping: true,
      repetitionPenalty: 1.2,
      noRepeatNgramSize: 3,
      encoderNoRepeatNgramSize: 4,
      badWordsIds: [[7], [8, 9]],
      suppressTokens: [10],
      beginSuppressTokens: [11],
      forcedBosTokenId: 0,
      forcedEosTokenIds: [5],
    },
  },
  {
    title: 'treats null as missing',
    generation: { ...tokens, num_beams: null, early_stopping: null, forced_eos_token_id: null, bad_words_ids: null },
    expected: {},
  },
  {
    title: "prefers the caller's settings to those of the file",
    generation: { ...tokens, num_beams: 4, early_stopping: true, no_repeat_ngram_size: 3 },
    overrides: { numBeams: 2, earlyStopping: 'never', noRepeatNgramSize: 0 },
    expected: { numBeams: 2, earlyStopping: 'never' },
  },
  {
    title: 'reads search settings of config.json if there is no generation_config.json',
    config: { ...tokens, num_beams: 6, max_length: 142, forced_eos_token_id: 2, bad_words_ids: [[1]] },
    expected: { numBeams: 6, maxLength: 142, forcedEosTokenIds: [2], badWordsIds: [[1]] },
  },
  {
    title: 'ignores search settings of config.json if there is a generation_config.json',
    config: { ...tokens, num_beams: 6, max_length: 142, early_stopping: 'nonsense' },
    generation: { length_penalty: 0.8 },
    expected: { lengthPenalty: 0.8 },
  },
  {
    title: 'takes special tokens from generation_config.json, and those that it lacks from config.json',
    config: { decoder_start_token_id: 9, eos_token_id: 2, pad_token_id: 1 },
    generation: { decoder_start_token_id: 2 },
    expected: {},
  },
  {
    title: 'uses BOS as the start token if no start token is named',
    config: { bos_token_id: 2, eos_token_id: 2, pad_token_id: 1 },
    expected: {},
  },
  {
    title: 'prefers the start token of config.json to the BOS of generation_config.json',
    config: tokens,
    generation: { bos_token_id: 0 },
    expected: {},
  },
  {
    title: 'pads with EOS if no padding token is named',
    config: { ...tokens, pad_token_id: null },
    expected: { padTokenId: 2 },
  },
  {
    title: 'prefers max_new_tokens to max_length',
    generation: { ...tokens, max_length: 100, max_new_tokens: 24 },
    expected: { maxLength: 25 },
  },
  {
    title: "prefers the caller's maxNewTokens to the model's max_length",
    generation: { ...tokens, max_length: 100 },
    overrides: { maxNewTokens: 24 },
    expected: { maxLength: 25 },
  },
  {
    title: "prefers the caller's maxLength to the model's max_new_tokens",
    generation: { ...tokens, max_new_tokens: 24 },
    overrides: { maxLength: 50 },
    expected: { maxLength: 50 },
  },
  {
    title: 'limits maxLength to the number of positions of the decoder',
    config: { max_position_embeddings: 128 },
    generation: { ...tokens, max_length: 200 },
    expected: { maxLength: 128 },
  },
  {
    title: "reads the decoder's own number of positions for LED",
    config: { max_position_embeddings: 128, max_decoder_position_embeddings: 256 },
    generation: tokens,
    overrides: { maxNewTokens: 1000 },
    expected: { maxLength: 256 },
  },
  {
    title: 'prefers min_new_tokens to min_length',
    generation: { ...tokens, min_length: 56, min_new_tokens: 8 },
    expected: { minLength: 9, minNewTokens: 8 },
  },
  {
    title: "removes the model's min_length if the caller's minNewTokens is 0",
    generation: { ...tokens, min_length: 56 },
    overrides: { minNewTokens: 0 },
    expected: {},
  },
  {
    title: "prefers the caller's minLength to the model's min_new_tokens",
    generation: { ...tokens, min_new_tokens: 8 },
    overrides: { minLength: 3 },
    expected: { minLength: 3 },
  },
];

describe('resolveSettings', () => {
  for (const { title, config = {}, generation, overrides = {}, expected } of cases) {
    it(title, () => {
      const settings = resolveSettings(config, generation, overrides);
      assert.deepEqual(settings, { ...defaults, ...expected });
      assert.deepEqual(resolveSettings(config, generation, settings), settings, 'resolving again gives the same');
    });
  }

  it('throws an error that names the wrong setting of a caller', () => {
    const wrong: readonly (readonly [string, unknown])[] = [
      ['numBeams', 0],
      ['numBeams', 1.5],
      ['numReturnSequences', 2],
      ['numReturnSequences', '1'],
      ['maxLength', 1],
      ['maxNewTokens', 0],
      ['minLength', -1],
      ['lengthPenalty', NaN],
      ['lengthPenalty', null],
      ['repetitionPenalty', 0],
      ['earlyStopping', 'always'],
      ['badWordsIds', [[]]],
      ['badWordsIds', [1]],
      ['suppressTokens', [-1]],
      ['eosTokenIds', []],
      ['forcedBosTokenId', 0.5],
    ];
    for (const [name, value] of wrong) {
      assert.throws(
        () => resolveSettings(tokens, undefined, { [name]: value }),
        (error: { code?: string; data?: { name?: string } }) =>
          error.code === 'bad-request' && error.data?.name === name,
        `${name}: ${String(value)}`,
      );
    }
  });

  it('throws an error that names the file with a wrong setting', () => {
    const broken = (file: string): object => ({ code: 'model-broken-file', data: { file } });
    const failure = (run: () => unknown): object => {
      try {
        run();
      } catch (error) {
        const { code, data } = error as { code: string; data: { file: string } };
        return { code, data: { file: data.file } };
      }
      return {};
    };
    const generation = 'generation_config.json';
    assert.deepEqual(
      failure(() => resolveSettings([], undefined, {})),
      broken('config.json'),
    );
    assert.deepEqual(
      failure(() => resolveSettings(tokens, 'text', {})),
      broken(generation),
    );
    assert.deepEqual(
      failure(() => resolveSettings(tokens, { num_beams: '4' }, {})),
      broken(generation),
    );
    assert.deepEqual(
      failure(() => resolveSettings({ ...tokens, num_beams: 0 }, undefined, {})),
      broken('config.json'),
    );
  });

  it('refuses a model without a start token, or without EOS', () => {
    assert.throws(() => resolveSettings({ eos_token_id: 1 }, undefined, {}), { code: 'model-unsupported' });
    assert.throws(() => resolveSettings({ bos_token_id: 0 }, {}, {}), { code: 'model-unsupported' });
  });

  it('refuses settings that force a suppressed token', () => {
    const bos = { forcedBosTokenId: 3, suppressTokens: [3] };
    assert.throws(() => resolveSettings(tokens, undefined, bos), { code: 'bad-request' });
    const eos = { forcedEosTokenIds: [2, 3], suppressTokens: [2, 3] };
    assert.throws(() => resolveSettings(tokens, undefined, eos), { code: 'bad-request' });
    assert.doesNotThrow(() => resolveSettings(tokens, undefined, { ...eos, suppressTokens: [2] }));
  });
});
