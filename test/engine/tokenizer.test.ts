import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { createTokenizer, type Tokenizer } from '../../src/engine/tokenizer/tokenizer';
import { EMBEDDED, MARIAN, T5 } from './models';

function tokenizerOf(folder: string, sourceSentencePiece?: Uint8Array): Tokenizer {
  const json = (name: string): Record<string, unknown> =>
    JSON.parse(fs.readFileSync(path.join(folder, name), 'utf8')) as Record<string, unknown>;
  const extras = sourceSentencePiece === undefined ? {} : { sourceSentencePiece };
  return createTokenizer(json('tokenizer.json'), json('tokenizer_config.json'), extras);
}

interface WordEndJson {
  readonly model: { readonly vocab: Readonly<Record<string, number>>; readonly merges: readonly string[] };
}

describe('createTokenizer', () => {
  it('encodes the names of special tokens in a text as ordinary text', () => {
    const tokenizer = tokenizerOf(EMBEDDED);
    const eos = tokenizer.idOf('</s>');
    const de = tokenizer.idOf('>>de<<');
    const [ids] = tokenizer.encode({ kind: 'text', texts: ['Use </s> and <pad>.'], prefix: '>>de<<' });
    assert.equal(ids[0], de);
    assert.equal(ids.indexOf(eos ?? -1), ids.length - 1);
    assert.ok(!ids.includes(tokenizer.idOf('<pad>') ?? -1));
    assert.match(tokenizer.decode(ids), /Use <\/s> and <pad>\./);
  });

  it('gives a text the same ids beside another text with the name of a special token', () => {
    for (const folder of [EMBEDDED, MARIAN, T5]) {
      const tokenizer = tokenizerOf(folder);
      const [alone] = tokenizer.encode({ kind: 'text', texts: ['The map.'] });
      const [, beside] = tokenizer.encode({ kind: 'text', texts: ['</s>', 'The map.'] });
      assert.deepEqual(beside, alone);
    }
  });

  it("encodes Marian's language code, from the prefix or from the text, before a text that SentencePiece splits", () => {
    const multi = path.join(__ROOT__, 'test/fixtures/marian-multi');
    const tokenizer = tokenizerOf(multi, fs.readFileSync(path.join(MARIAN, 'source.spm')));
    const ids = (text: string, prefix?: string): number[] =>
      tokenizer.encode({ kind: 'text', texts: [text], ...(prefix === undefined ? {} : { prefix }) })[0];
    const plain = ids('The old baker');
    const code = tokenizer.idOf('>>fr<<');
    assert.notEqual(code, undefined);
    for (const found of [
      ids('>>fr<< The old baker'),
      ids('The old baker', '>>fr<< '),
      ids('The old baker', '>>fr<<'),
    ]) {
      assert.deepEqual(found, [code, ...plain]);
    }
    assert.ok(!ids('The >>fr<< baker').includes(code ?? -1));
    assert.equal(ids('>>fr<< a', '>>de<<').filter(id => id === code).length, 0);
  });

  it('decodes no ids to an empty text, and encodes half of a surrogate pair', () => {
    const tokenizer = tokenizerOf(EMBEDDED);
    assert.equal(tokenizer.decode([]), '');
    const [ids] = tokenizer.encode({ kind: 'text', texts: ['a \ud800 b'] });
    assert.ok(ids.every(id => Number.isInteger(id)));
  });

  it("puts NLLB's language token before the text, or after it if tokenizer.json does so, as older files do", () => {
    const folder = path.join(__ROOT__, 'test/fixtures/nllb');
    const [tokenizer, config] = ['tokenizer.json', 'tokenizer_config.json'].map(
      name => JSON.parse(fs.readFileSync(path.join(folder, name), 'utf8')) as Record<string, unknown>,
    );
    const template = tokenizer['post_processor'] as { single: unknown[] };
    const [language, text, end] = template.single;
    const older = { ...tokenizer, post_processor: { ...template, single: [text, end, language] } };
    const ids = (json: object, sourceLanguageToken?: string): number[] =>
      createTokenizer(json, config).encode({
        ...{ kind: 'text', texts: ['The old baker'] },
        ...(sourceLanguageToken === undefined ? {} : { sourceLanguageToken }),
      })[0];
    const codeOf = (token: string): number => createTokenizer(tokenizer, config).idOf(token) ?? -1;
    const inner = ids(tokenizer).slice(1, -1);
    const eos = codeOf('</s>');
    assert.deepEqual(ids(tokenizer), [codeOf('eng_Latn'), ...inner, eos]);
    assert.deepEqual(ids(tokenizer, 'zho_Hans'), [codeOf('zho_Hans'), ...inner, eos]);
    assert.deepEqual(ids(older, 'fra_Latn'), [...inner, eos, codeOf('fra_Latn')]);
  });

  it("gives the same ids and text for each way in which files mark the pieces of Blenderbot-small's vocabulary", () => {
    const folder = path.join(__ROOT__, 'test/fixtures/blenderbot-small');
    const json = JSON.parse(fs.readFileSync(path.join(folder, 'tokenizer.json'), 'utf8')) as WordEndJson;
    const config = { tokenizer_class: 'BlenderbotSmallTokenizer', unk_token: '__unk__' };
    const marked = (mark: (piece: string) => string): WordEndJson['model'] => {
      // The ids 0 to 3 are special tokens.
      const vocab = Object.entries(json.model.vocab).map(([piece, id]) => [id < 4 ? piece : mark(piece), id] as const);
      return { ...json.model, vocab: Object.fromEntries(vocab) };
    };
    // Whether another piece of the same word follows.
    const isOpen = (piece: string): boolean => piece.endsWith('@@');
    const shapes: object[] = [
      { ...json, model: marked(piece => (isOpen(piece) ? piece : `${piece}</w>`)) },
      { ...json, model: marked(piece => (isOpen(piece) ? piece.slice(0, -2) : `${piece}</w>`)) },
      {
        ...json,
        normalizer: null,
        pre_tokenizer: { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true },
        decoder: { type: 'ByteLevel', add_prefix_space: true, trim_offsets: true },
        model: {
          ...json.model,
          end_of_word_suffix: '',
          unk_token: null,
          merges: json.model.merges.map(merge => merge.split(' ')),
        },
      },
    ];
    const plain = createTokenizer(json, config);
    const text = "The old baker's map\nopened NOT sold (twice), didn't he?";
    const source = { kind: 'text', texts: [text, '\u2603 maps', ''] } as const;
    for (const shape of shapes) {
      const tokenizer = createTokenizer(shape, config);
      const ids = tokenizer.encode(source);
      assert.deepEqual(ids, plain.encode(source));
      assert.deepEqual(ids[2], []);
      assert.equal(tokenizer.decode(ids[0]), plain.decode(ids[0]));
      const [{ tokens }] = tokenizer.tokensOf(source);
      assert.deepEqual(tokens, plain.tokensOf(source)[0].tokens);
      assert.ok(tokens.every(token => !/@@|<.w>/.test(token.text)));
      // Each letter belongs to a token, whatever its case.
      const covered = tokens.map(({ start, end }) => text.slice(start, end)).join('');
      assert.equal(covered, text.replaceAll(' ', ''));
    }
    assert.equal(
      plain.decode(plain.encode(source)[0]),
      "the old baker's map __newln__ opened not sold (twice ), didn't he?",
    );
  });

  it('refuses an unknown language token', () => {
    const source = { kind: 'text', texts: ['x'], sourceLanguageToken: 'xx_XX' } as const;
    assert.throws(() => tokenizerOf(EMBEDDED).encode(source), { code: 'bad-request' });
  });
});
