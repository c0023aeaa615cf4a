// Tokenizer goldens test: compares encoding and decoding with transformers' Python tokenizers, for every text in every
// fixture's goldens.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { createTokenizer, type Tokenizer } from '../../src/engine/tokenizer/tokenizer';
import type { TokenizerJson } from '../../src/engine/tokenizer/tokenizerJson';
import { FAMILIES, type Family } from './families';

/** A text, its ids, and what Python decodes them to, without special tokens. */
interface Row {
  readonly text: string;
  readonly ids: readonly number[];
  readonly decoded_skip?: string;
}

interface Goldens {
  readonly rows: readonly Row[];
  /** Rows for other source languages, by keys such as "src_lang fr_XX". */
  readonly extra: Readonly<Record<string, readonly Row[]>>;
  /** The decoded texts of each case's greedy result. */
  readonly greedy_decoded: readonly (readonly string[])[];
}

interface Cases {
  readonly cases: readonly {
    readonly text: string | readonly string[] | null;
    readonly input_ids: readonly (readonly number[])[];
    readonly attention_mask: readonly (readonly number[])[];
    readonly src_lang?: string | null;
    readonly generations: readonly { readonly name: string; readonly sequences: readonly (readonly number[])[] }[];
  }[];
}

function fixture(name: Family, file: string): string {
  return path.join(__ROOT__, 'test/fixtures', name, file);
}

function jsonOf<T = Record<string, unknown>>(name: Family, file: string): T {
  return JSON.parse(fs.readFileSync(fixture(name, file), 'utf8')) as T;
}

function tokenizerOf(name: Family): Tokenizer {
  const has = (file: string): boolean => fs.existsSync(fixture(name, file));
  return createTokenizer(jsonOf(name, 'tokenizer.json'), jsonOf(name, 'tokenizer_config.json'), {
    ...(has('source.spm') ? { sourceSentencePiece: fs.readFileSync(fixture(name, 'source.spm')) } : {}),
    ...(has('target_vocab.json') ? { targetVocabulary: jsonOf(name, 'target_vocab.json') } : {}),
  });
}

/** Texts that contain the name of a special token: Python makes a special token of it, and Attentive ordinary text. */
const WRITTEN = /<(?:\/s|pad|unk|mask|extra_id_\d+)>/;

/** Marian's language code at the beginning of a text. */
const CODE = /^>>\w+<< /;

/** Families whose tokenizer.json, unlike Python's tokenizer, makes a token of white space at the end of a text. */
const KEEPS_LAST_SPACE: readonly Family[] = ['t5-gated', 'mbart', 'm2m100'];

for (const name of FAMILIES) {
  describe(`The tokenizer of ${name}`, () => {
    const tokenizer = tokenizerOf(name);
    const goldens = jsonOf<Goldens>(name, 'goldens/tokenizer.json');
    const { cases } = jsonOf<Cases>(name, 'goldens/goldens.json');
    const encode = (text: string, more: object = {}): number[] =>
      tokenizer.encode({ kind: 'text', texts: [text], ...more })[0];
    const languages = Object.entries(goldens.extra).map(([key, rows]) => {
      const language = key.replace('src_lang ', '');
      return { token: name === 'm2m100' ? `__${language}__` : language, rows };
    });
    const rows = [{ token: undefined, rows: goldens.rows }, ...languages].flatMap(({ token, rows }) =>
      rows.map(row => ({ ...row, more: token === undefined ? {} : { sourceLanguageToken: token } })),
    );

    for (const { text, ids, more } of rows.filter(({ text }) => !WRITTEN.test(text))) {
      it(`gives Python's ids for ${JSON.stringify(text)} ${JSON.stringify(more)}`, () => {
        const found = encode(text, more);
        const space = KEEPS_LAST_SPACE.includes(name) && text.endsWith(' ') ? tokenizer.idOf('\u2581') : undefined;
        assert.deepEqual(found, space === undefined ? ids : [...ids.slice(0, -1), space, ...ids.slice(-1)]);
      });
    }

    it('gives the ids that the goldens have as input of PyTorch', () => {
      let compared = 0;
      for (const { text, input_ids: rows, attention_mask: mask, src_lang: language } of cases) {
        if (text === null) continue;
        const token = name === 'm2m100' ? `__${language}__` : language;
        const more = typeof language === 'string' ? { sourceLanguageToken: token } : {};
        [text].flat().forEach((text, row) => {
          const ids = rows[row].filter((_, at) => mask[row][at] === 1);
          assert.deepEqual(encode(text, more), ids, text);
          compared++;
        });
      }
      assert.ok(compared >= 7, String(compared));
    });

    it('encodes the name of a special token in a text as ordinary text', () => {
      const specials = new Set(
        ['<s>', '</s>', '<pad>', '<unk>', '<mask>', '<mask_1>', '<extra_id_0>', '__start__', '__end__', '__null__'].map(
          token => tokenizer.idOf(token),
        ),
      );
      specials.delete(undefined);
      assert.ok(specials.size >= 3);
      // Most families add a token after the text, and some also one before it.
      const around = encode('').length;
      const unknown = tokenizer.idOf('<unk>') ?? tokenizer.idOf('__unk__');
      const written = ['</s>', '<unk>', '<pad>', 'a<s></s>b', '<mask> <extra_id_0>', '＜/s＞', '<\u0001/s>'];
      for (const text of [...written, '<mask_1>', '__start__', 'a __end__ b']) {
        const ids = encode(text);
        const inside = around === 0 ? ids : ids.slice(around - 1, -1);
        assert.ok(inside.length >= 1, text);
        // Single letters may be unknown, but the name must not become the unknown token.
        if (text === '<unk>') assert.notDeepEqual(inside, [unknown]);
        for (const id of inside) assert.ok(id === unknown || !specials.has(id), `${text}: ${inside.join(' ')}`);
      }
    });

    it('decodes what PyTorch generated, without padding and ids that are no token', () => {
      cases.forEach(({ generations }, index) => {
        const greedy = generations.find(generation => generation.name === 'greedy');
        const texts = (greedy?.sequences ?? []).map(ids => tokenizer.decode(ids));
        const expected = goldens.greedy_decoded[index].map(text => text.replace(/<extra_id_-\d+>/g, ''));
        assert.deepEqual(texts, expected);
      });
    });

    it('decodes ids as Python does', () => {
      for (const { text, ids, decoded_skip: decoded = '' } of goldens.rows) {
        // Python leaves out special tokens, but writes the spaces around them.
        if (WRITTEN.test(text)) continue;
        // Python's Marian tokenizer leaves U+2581 and language codes in the text. Attentive does not.
        assert.equal(
          tokenizer.decode(ids),
          decoded
            .replace(/^\u2581/, '')
            .replaceAll('\u2581', ' ')
            .replace(CODE, ''),
        );
      }
    });
  });
}

describe('A charsmap in tokenizer.json', () => {
  it("gives the ids of Python's sentencepiece for every text", () => {
    const file = path.join(__ROOT__, 'test/fixtures/sentencepiece/ids.json');
    const { texts, models } = JSON.parse(fs.readFileSync(file, 'utf8')) as {
      texts: string[];
      models: { t5: number[][] };
    };
    assert.ok(texts.length >= 600);
    const tokenizer = tokenizerOf('t5');
    const eos = tokenizer.idOf('</s>');
    const found = tokenizer.encode({ kind: 'text', texts });
    texts.forEach((text, row) => assert.deepEqual(found[row], [...models.t5[row], eos], JSON.stringify(text)));
  });

  it('causes an error that names tokenizer.json if it is broken', () => {
    const whole = jsonOf<TokenizerJson>('t5', 'tokenizer.json');
    for (const charsmap of ['AAAA', '!', 'ALQCAACE']) {
      const tokenizer: object = { ...whole, normalizer: { type: 'Precompiled', precompiled_charsmap: charsmap } };
      const make = (): unknown => createTokenizer(tokenizer, jsonOf('t5', 'tokenizer_config.json'));
      assert.throws(make, { code: 'model-broken-file' }, charsmap);
    }
  });
});
