// Tokens test: checks the offsets of tokens in the original text, for every tokenizer of the fixtures, also if the tokenizer
// changes the text.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import type { TextSource, TokenizedText } from '../../src/engine/api/contract';
import { createTokenizer, type Tokenizer } from '../../src/engine/tokenizer/tokenizer';
import { EMBEDDED } from './models';

/** The folders of the tokenizers; `marian-spm` is `marian` with its source.spm. */
const FAMILIES = [
  'embedded',
  'marian',
  'marian-spm',
  'marian-multi',
  't5',
  't5-gated',
  'bart',
  'mbart',
  'm2m100',
  'nllb',
  'pegasus',
  'blenderbot-small',
] as const;
type Family = (typeof FAMILIES)[number];

const tokenizers = new Map<Family, Tokenizer>();

function tokenizerOf(name: Family): Tokenizer {
  const withSpm = name === 'marian-spm';
  const folder = name === 'embedded' ? EMBEDDED : path.join(__ROOT__, 'test/fixtures', withSpm ? 'marian' : name);
  const json = (file: string): Record<string, unknown> =>
    JSON.parse(fs.readFileSync(path.join(folder, file), 'utf8')) as Record<string, unknown>;
  const extras = withSpm ? { sourceSentencePiece: fs.readFileSync(path.join(folder, 'source.spm')) } : {};
  const tokenizer =
    tokenizers.get(name) ?? createTokenizer(json('tokenizer.json'), json('tokenizer_config.json'), extras);
  tokenizers.set(name, tokenizer);
  return tokenizer;
}

/** The text at the offsets of each token: `|piece|` for a special token, and `~` for a token with empty offsets. */
function shown({ text, tokens }: TokenizedText): string[] {
  return tokens.map(({ text: piece, start, end, special }) =>
    special ? `|${piece}|` : start === end ? '~' : text.slice(start, end),
  );
}

function read(name: Family, text: string, more: Partial<TextSource> = {}): TokenizedText {
  const [tokens] = tokenizerOf(name).tokensOf({ kind: 'text', texts: [text], ...more });
  return tokens;
}

/** The character once for each of its bytes in UTF-8, as tokens that are single bytes show it. */
const bytes = (character: string): string[] => Array.from(new TextEncoder().encode(character), () => character);

/** Family, text, and the expected text of each token, found by hand from the pieces. */
const TABLE: readonly (readonly [Family, string, readonly string[], Partial<TextSource>?])[] = [
  // White space is kept, collapsed or dropped by the tokenizer, but never belongs to the token of a word.
  ['embedded', 'The  river\twas', ['The', ' ', ' ', 'river', '\t', 'was', '|</s>|']],
  ['t5', '  The  river\twas \n', ['Th', 'e', 'riv', 'er', 'was', '|</s>|']],
  ['bart', 'The  high\n', ['|<s>|', 'The', ' ', 'h', 'i', 'gh', '\n', '|</s>|']],
  // NFC composes a letter and its mark. Tokens that are bytes of one character all have the offsets of that character.
  ['embedded', 'Cafe\u0301', ['C', 'af', 'e\u0301', '|</s>|']],
  ['embedded', 'Cafe\u030c', ['C', 'af', 'e\u030c', 'e\u030c', '|</s>|']],
  ['t5', 'Cafe\u0301', ['~', 'C', 'a', 'f', 'e\u0301', '|</s>|']],
  ['bart', 'Cafe\u0301', ['|<s>|', 'C', 'a', 'f', 'e', '\u0301', '\u0301', '|</s>|']],
  // NFC reorders marks, and composes the first of them with the letter.
  ['embedded', 'a\u0307\u0323', ['~', ...new Array<string>(5).fill('a\u0307\u0323'), '|</s>|']],
  ['embedded', 'x\u0301', ['x', '\u0301', '\u0301', '|</s>|']],
  // NFKC expands one character to several, one of which is in the same token as its neighbor.
  ['t5', 'ﬁne ½', ['ﬁ', 'ﬁn', 'e', '½', '½', '½', '|</s>|']],
  ['m2m100', 'ﬁne…ａ', ['|__en__|', 'ﬁ', 'ﬁn', 'e', '…', '…', '…', 'ａ', '|</s>|']],
  ['mbart', '™', ['|en_XX|', '~', '™', '™', '|</s>|']],
  // Emoji of two UTF-16 code units each, joined by U+200D.
  ['embedded', '👩\u200d👧!', ['~', ...bytes('👩'), ...bytes('\u200d'), ...bytes('👧'), '!', '|</s>|']],
  ['t5', '👩\u200d👧!', ['~', '👩\u200d👧', '!', '|</s>|']],
  ['bart', 'a🎉', ['|<s>|', 'a', ...bytes('🎉'), '|</s>|']],
  // Unknown characters, several of which are one token.
  ['t5', '☃☃ a☃b ☃', ['~', '☃☃', 'a', '☃', 'b', ' ', '☃', '|</s>|']],
  ['m2m100', '☃☃ a☃b', ['|__en__|', '~', '☃☃', 'a', '☃', 'b', '|</s>|']],
  ['marian', '☃☃ a', ['~', '☃☃', 'a', '|</s>|']],
  ['marian-spm', '☃☃ a', ['~', '☃☃', 'a', '|</s>|']],
  // SentencePiece's replacements of characters, its white space and its unknown characters.
  ['marian-spm', ' ﬁne \t½🙂 ', [' ', 'ﬁ', 'ﬁn', 'e', '½', '½', '½', '🙂', '|</s>|']],
  // The names of special tokens in the text are ordinary text.
  ['embedded', 'a </s> b', ['a', '<', '/', 's', '>', 'b', '|</s>|']],
  ['bart', 'a<s>', ['|<s>|', 'a', '<', 's', '>', '|</s>|']],
  ['m2m100', 'a</s>', ['|__en__|', 'a', '<', '/', 's', '>', '|</s>|']],
  ['t5', 'a</s>', ['a', '<', '/', 's', '>', '|</s>|']],
  ['mbart', '<unk> a', ['|en_XX|', '~', '<', 'u', 'n', 'k', '>', 'a', '|</s>|']],
  ['marian-spm', 'a</s>', ['a', '<', '/', 's', '>', '|</s>|']],
  // Marian's language codes are special at the beginning of a text, and ordinary text elsewhere.
  ['marian-multi', '>>fr<< The', ['|>>fr<<|', 'Th', 'e', '|</s>|']],
  ['marian-multi', '>>xx<< The', ['|<unk>|', 'Th', 'e', '|</s>|']],
  ['marian-multi', 'a', ['|>>fr<<|', 'a', '|</s>|'], { prefix: '>>fr<< ' }],
  ['marian-multi', '>>de<< a', ['|>>fr<<|', '~', '>>', 'd', 'e', '<<', 'a', '|</s>|'], { prefix: '>>fr<<' }],
  // A prefix is not a part of the text.
  ['embedded', 'The', ['|>>de<<|', 'The', '|</s>|'], { prefix: '>>de<<' }],
  ['embedded', '\u0338x', ['|>>de<<|', '~', '\u0338', '\u0338', 'x', '|</s>|'], { prefix: '>>de<<' }],
  ['mbart', 'a', ['|de_DE|', 'a', '|</s>|'], { sourceLanguageToken: 'de_DE' }],
  // An empty text, and half of a surrogate pair.
  ['t5', '', ['|</s>|']],
  ['bart', 'a\ud800b', ['|<s>|', 'a', '\ud800', '\ud800', '\ud800', 'b', '|</s>|']],
];

describe('tokensOf', () => {
  for (const [name, text, expected, more] of TABLE) {
    it(`gives the offsets of each token of ${JSON.stringify(text)} in ${name}`, () => {
      const tokens = read(name, text, more);
      assert.deepEqual(shown(tokens), expected);
      const [ids] = tokenizerOf(name).encode({ kind: 'text', texts: [text], ...more });
      assert.deepEqual(tokens.ids, ids);
      assert.equal(tokens.text, text);
    });
  }

  it('gives tokens of a prefix made of words as special, with empty offsets', () => {
    const { tokens } = read('t5', 'The', { prefix: 'summarize: ' });
    const words = tokens.filter(({ special }) => !special);
    assert.deepEqual(
      words.map(({ start, end }) => [start, end]),
      [
        [0, 2],
        [2, 3],
      ],
    );
    assert.ok(tokens.length > 4 && tokens[0].special && tokens[0].end === 0);
  });

  const letters = [
    ...[
      'a',
      'The ',
      ' ',
      '  ',
      '\t',
      '\n',
      'é',
      'e\u0301',
      '\u0323',
      '\u0307',
      'ﬁ',
      '½',
      '…',
      'ａ',
      '☃',
      '🎉',
      '👩\u200d👧',
    ],
    ...[
      '\u200b',
      '\u00ad',
      '\u2581',
      '</s>',
      '<unk>',
      '<0x41>',
      '가',
      '\u1100\u1161',
      '中',
      'ش',
      '~',
      '～',
      '\ud800',
      '.',
    ],
  ];

  for (const name of FAMILIES) {
    it(`gives offsets in order that cover every character of any text in ${name}`, () => {
      fc.assert(
        fc.property(fc.array(fc.constantFrom(...letters), { maxLength: 24 }), parts => {
          const text = parts.join('');
          const { tokens } = read(name, text, name === 'embedded' ? { prefix: '>>de<<' } : {});
          let [start, end] = [0, 0];
          const covered = new Uint8Array(text.length);
          for (const token of tokens) {
            assert.ok(token.start <= token.end && token.end <= text.length);
            assert.ok(token.start >= start && token.end >= end, 'offsets are not in order');
            ({ start, end } = token);
            covered.fill(1, start, end);
          }
          const lost = Array.from(text).filter((character, at, all) => {
            const place = all.slice(0, at).join('').length;
            return covered[place] === 0 && !MAY_VANISH.test(character);
          });
          assert.deepEqual(lost, []);
        }),
        { numRuns: 300 },
      );
    });
  }
});

/** Characters that may be in no token: white space, what NFKC tokenizers take for it, half a surrogate pair. */
const MAY_VANISH = /^[\s\u200b-\u200f\u2581\ufeff\ufffd\ud800]$/u;

describe('tokensOfIds', () => {
  it('gives the decoded text, and the offsets of each token in it', () => {
    const { ids } = read('embedded', 'Cafe\u030c 🎉 now.', { prefix: '>>de<<' });
    const made = tokenizerOf('embedded').tokensOfIds(ids, 'target');
    assert.equal(made.text, 'Cafě 🎉 now.');
    assert.deepEqual(shown(made), ['|>>de<<|', 'C', 'af', 'ě', 'ě', ' ', ...bytes('🎉'), 'now', '.', '|</s>|']);
  });

  it('gives special tokens as special, and incomplete bytes the offsets of their U+FFFD', () => {
    const t5 = tokenizerOf('t5');
    const { ids } = read('t5', 'a ☃ b');
    const made = t5.tokensOfIds([0, ...ids], 'target');
    assert.deepEqual(
      shown(made).filter(part => part.startsWith('|')),
      ['|<pad>|', '|<unk>|', '|</s>|'],
    );
    const embedded = tokenizerOf('embedded');
    const [lead, a] = ['<0xE2>', '\u2581The'].map(piece => embedded.idOf(piece) ?? -1);
    const broken = embedded.tokensOfIds([a, lead, lead, a, 9999], 'target');
    assert.equal(broken.text, 'The\ufffd\ufffd The');
    assert.deepEqual(shown(broken), ['The', '\ufffd', '\ufffd', 'The', '|<unk>|']);
    assert.deepEqual(embedded.tokensOfIds([], 'target'), { text: '', ids: [], tokens: [] });
  });

  for (const name of FAMILIES) {
    it(`gives offsets in order that cover every character for any ids of ${name}`, () => {
      const tokenizer = tokenizerOf(name);
      fc.assert(
        fc.property(fc.array(fc.nat(500), { maxLength: 30 }), ids => {
          const { text, tokens } = tokenizer.tokensOfIds(ids, 'target');
          assert.equal(text, tokenizer.decode(ids));
          assert.equal(tokens.length, ids.length);
          let end = 0;
          const covered = new Uint8Array(text.length);
          for (const token of tokens) {
            assert.ok(token.start <= token.end && token.end <= text.length && token.end >= end);
            ({ end } = token);
            covered.fill(1, token.start, end);
          }
          const lost = [...text.matchAll(/\S/gu)].filter(({ index }) => covered[index] === 0);
          assert.deepEqual(lost, [], text);
        }),
        { numRuns: 200 },
      );
    });
  }
});
