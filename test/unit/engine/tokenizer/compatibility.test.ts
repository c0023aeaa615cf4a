import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import {
  checkSpecialTokens,
  checkVocabulary,
  type VocabularyTokens,
} from '../../../../src/engine/tokenizer/compatibility';
import { resolveSettings } from '../../../../src/engine/search/settings';

const FIXTURES = path.join(__ROOT__, 'test/fixtures');
const FAMILIES = ['marian', 'marian-multi', 't5', 't5-gated', 'bart', 'mbart', 'm2m100'];

type Json = Readonly<Record<string, unknown>>;

function json(folder: string, file: string): Json {
  return JSON.parse(fs.readFileSync(path.join(folder, file), 'utf8')) as Json;
}

/** The files of the model in one folder, with the tokenizer of another folder. */
function tokensOf(model: string, tokenizer = model): VocabularyTokens {
  const config = json(model, 'config.json');
  return {
    config,
    settings: resolveSettings(config, json(model, 'generation_config.json'), {}),
    tokenizer: json(tokenizer, 'tokenizer.json'),
    tokenizerConfig: json(tokenizer, 'tokenizer_config.json'),
  };
}

function vocabularySize({ config }: VocabularyTokens): number {
  return Number(config['vocab_size']);
}

function check(tokens: VocabularyTokens): void {
  checkSpecialTokens(tokens);
  checkVocabulary(tokens, vocabularySize(tokens));
}

/** The reason in the error that `run` throws. */
function why(run: () => void): string {
  let reason = '';
  assert.throws(run, (error: { code?: string; data?: { file?: string; why?: string } }) => {
    assert.deepEqual([error.code, error.data?.file], ['model-broken-file', 'tokenizer.json']);
    reason = error.data?.why ?? '';
    return true;
  });
  return reason;
}

/** A small tokenizer. The ids of the pieces are their indices. */
function small(
  pieces: readonly string[],
  special: readonly string[],
  more: Json = {},
): Pick<VocabularyTokens, 'tokenizer'> {
  const vocab = Object.fromEntries(pieces.map((piece, id) => [piece, id]));
  const added = pieces.flatMap((content, id) => (special.includes(content) ? [{ id, content, special: true }] : []));
  return { tokenizer: { added_tokens: added, model: { type: 'BPE', vocab, ...more } } };
}

const settingsOf = (config: Json): VocabularyTokens['settings'] => resolveSettings(config, undefined, {});

describe('checkSpecialTokens and checkVocabulary', () => {
  for (const folder of [...FAMILIES.map(name => path.join(FIXTURES, name)), path.join(__ROOT__, 'models/embedded')]) {
    it(`accept the files of ${path.basename(folder)}`, () => check(tokensOf(folder)));
  }

  it('refuse a model with the tokenizer of another family, unless the two have the same special tokens', () => {
    const accepted = FAMILIES.flatMap(model => FAMILIES.map(tokenizer => [model, tokenizer] as const)).filter(
      ([model, tokenizer]) => {
        const tokens = tokensOf(path.join(FIXTURES, model), path.join(FIXTURES, tokenizer));
        try {
          check(tokens);
          return true;
        } catch {
          return false;
        }
      },
    );
    // BART, mBART and M2M-100 have the same special tokens, and the two T5 fixtures the same number of pieces. The files of
    // such a pair do not contradict each other if the model's vocabulary is the larger one.
    const same = new Set(['bart', 'mbart', 'm2m100']);
    for (const [model, tokenizer] of accepted) {
      const alike = (same.has(model) && same.has(tokenizer)) || (model.startsWith('t5') && tokenizer.startsWith('t5'));
      assert.ok(model === tokenizer || alike, `${tokenizer} in ${model}`);
    }
  });

  it('throw an error with one sentence about the difference', () => {
    const mixed = (model: string, tokenizer: string) =>
      tokensOf(path.join(FIXTURES, model), path.join(FIXTURES, tokenizer));
    assert.equal(
      why(() => check(mixed('marian', 't5'))),
      'it does not belong to this model: its </s> is token 1, and the model ends texts with token 0',
    );
    assert.equal(
      why(() => check(mixed('marian', 'marian-multi'))),
      "it does not belong to this model: its <pad> is token 303, and the model's is token 336",
    );
    assert.match(
      why(() => check(mixed('mbart', 'bart'))),
      /its last token is \d+, and the model's is 353/,
    );
  });

  // The next tests use small copies of tokenizers that occur on the Hugging Face hub.
  it("accept a model whose vocabulary is larger than the tokenizer's, as it is for T5, mT5 and NLLB", () => {
    const pieces = ['<pad>', '</s>', '<unk>', 'a', 'b'];
    const tokenizerConfig = { eos_token: '</s>', pad_token: '<pad>' };
    const config = { vocab_size: 128, decoder_start_token_id: 0, eos_token_id: 1, pad_token_id: 0 };
    check({ ...small(pieces, ['<pad>', '</s>']), tokenizerConfig, config, settings: settingsOf(config) });
  });

  it("accept a special token beyond the model's vocabulary, as <mask> of bart-large-cnn", () => {
    const pieces = ['<s>', '<pad>', '</s>', 'a', '<mask>'];
    const tokenizerConfig = { eos_token: '</s>', pad_token: { content: '<pad>' }, mask_token: '<mask>' };
    const config = { vocab_size: 4, decoder_start_token_id: 2, eos_token_id: 2, pad_token_id: 1 };
    check({
      ...small(pieces, ['<s>', '<pad>', '</s>', '<mask>']),
      tokenizerConfig,
      config,
      settings: settingsOf(config),
    });
  });

  it("accept pieces beyond the model's vocabulary that no merge makes, as those of M2M-100", () => {
    const pieces = ['<s>', '<pad>', '</s>', 'a', 'b', 'ab', 'madeupword0'];
    const tokenizerConfig = { eos_token: '</s>', pad_token: '<pad>' };
    const config = { vocab_size: 6, decoder_start_token_id: 2, eos_token_id: 2, pad_token_id: 1 };
    const tokens = { tokenizerConfig, config, settings: settingsOf(config) };
    check({ ...small(pieces, ['<s>', '<pad>', '</s>'], { merges: ['a b'] }), ...tokens });
    const merges = [['a', 'b'], ['madeup', 'word0']]; // prettier-ignore
    assert.match(
      why(() => check({ ...small(pieces, ['<pad>', '</s>'], { merges }), ...tokens })),
      /last token is 6, and the model's is 5/,
    );
  });

  it('accept a special token that only one of tokenizer and model names, and a tokenizer that pads with another one', () => {
    const pieces = ['[PAD]', '[SEP]', 'a', '</s>'];
    const config = { vocab_size: 4, decoder_start_token_id: 0, eos_token_id: 1, pad_token_id: 0 };
    const tokens = { ...small(pieces, ['[PAD]', '[SEP]', '</s>']), config, settings: settingsOf(config) };
    check({ ...tokens, tokenizerConfig: { sep_token: '[SEP]' } }); // bert2bert
    check({ ...tokens, tokenizerConfig: { pad_token: '</s>' } });
    check({ ...tokens, tokenizerConfig: {} });
    const several = { ...config, eos_token_id: [2, 1] };
    check({ ...tokens, settings: settingsOf(several), tokenizerConfig: { eos_token: '[SEP]' } });
  });
});

describe('checkVocabulary', () => {
  it("refuses special tokens of the configuration beyond the model's vocabulary", () => {
    const config = { vocab_size: 4, decoder_start_token_id: 4, eos_token_id: 1, pad_token_id: 0 };
    const tokens = { ...small(['<pad>', '</s>'], []), tokenizerConfig: {}, config, settings: settingsOf(config) };
    assert.throws(() => checkVocabulary(tokens, 4), {
      code: 'model-broken-file',
      data: {
        file: 'generation_config.json',
        why: "it begins, fills or ends texts with token 4, and the model's last is 3",
      },
    });
    checkVocabulary(tokens, 5);
    checkVocabulary({ ...tokens, config: {} }, 0);
  });
});
