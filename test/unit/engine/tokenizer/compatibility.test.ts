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

/** The model of one folder with the tokenizer of another. */
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

function why(run: () => void): string {
  let said = '';
  assert.throws(run, (error: { code?: string; data?: { file?: string; why?: string } }) => {
    assert.deepEqual([error.code, error.data?.file], ['model-broken-file', 'tokenizer.json']);
    said = error.data?.why ?? '';
    return true;
  });
  return said;
}

/** A small tokenizer: pieces by id, of which some are special. */
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

describe('A tokenizer and a model', () => {
  for (const folder of [...FAMILIES.map(name => path.join(FIXTURES, name)), path.join(__ROOT__, 'models/embedded')]) {
    it(`belong together in ${path.basename(folder)}`, () => check(tokensOf(folder)));
  }

  it('do not, where each family has that of another', () => {
    const strangers = FAMILIES.flatMap(model => FAMILIES.map(tokenizer => [model, tokenizer] as const)).filter(
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
    // BART, mBART and M2M-100 have the same special tokens, and T5's two the same number of pieces: from a larger one
    // to a smaller nothing in the files tells them apart.
    const same = new Set(['bart', 'mbart', 'm2m100']);
    for (const [model, tokenizer] of strangers) {
      const alike = (same.has(model) && same.has(tokenizer)) || (model.startsWith('t5') && tokenizer.startsWith('t5'));
      assert.ok(model === tokenizer || alike, `${tokenizer} in ${model}`);
    }
  });

  it('say in one sentence what is not alike', () => {
    const of = (model: string, tokenizer: string) =>
      tokensOf(path.join(FIXTURES, model), path.join(FIXTURES, tokenizer));
    assert.equal(
      why(() => check(of('marian', 't5'))),
      'it does not belong to this model: its </s> is token 1, and the model ends texts with token 0',
    );
    assert.equal(
      why(() => check(of('marian', 'marian-multi'))),
      'it does not belong to this model: its <pad> is token 303, and the model’s is token 336'.replace('’', "'"),
    );
    assert.match(
      why(() => check(of('mbart', 'bart'))),
      /its last token is \d+, and the model's is 353/,
    );
  });

  // As the hub has them, with the numbers of the real files.
  it('belong together where the model has places to spare: T5, mT5, NLLB', () => {
    const pieces = ['<pad>', '</s>', '<unk>', 'a', 'b'];
    const tokenizerConfig = { eos_token: '</s>', pad_token: '<pad>' };
    const config = { vocab_size: 128, decoder_start_token_id: 0, eos_token_id: 1, pad_token_id: 0 };
    check({ ...small(pieces, ['<pad>', '</s>']), tokenizerConfig, config, settings: settingsOf(config) });
  });

  it('belong together where a special token is beyond the last place: <mask> of bart-large-cnn', () => {
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

  it('belong together where words that no merge makes fill up the vocabulary: M2M-100', () => {
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

  it('belong together where only one side names a token, or the tokenizer fills up with another special one', () => {
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

describe('Special tokens of the configuration', () => {
  it('are refused where the model has no place for them', () => {
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
