import assert from 'node:assert/strict';
import { joinedMaps, offsetMapOf, unchanged } from '../../../../src/engine/tokenizer/offsetMap';
import { locate } from '../../../../src/engine/tokenizer/locate';
import { displayPiece, type Spelling, pieceCharactersOf } from '../../../../src/engine/tokenizer/pieceCharacters';

const plain: Spelling = { byteLevel: false, byteFallback: false, marks: [], unknown: '<unk>' };

/** The part of the text at the offsets of each token. */
function locatedTexts(
  pieces: readonly (string | undefined)[],
  text: string,
  spelling: Partial<Spelling> = {},
): string[] {
  const characters = pieceCharactersOf(pieces, { ...plain, ...spelling }, () => false);
  return locate(pieces.length, characters, text).map(({ start, end }) => text.slice(start, end));
}

describe('offsetMapOf', () => {
  /** Each character of the normalized text with the part of the original text that it came from. */
  function origins(text: string, normalize: (text: string) => string): [string, string][] {
    const { text: normalized, starts, ends } = offsetMapOf(text, normalize);
    assert.equal(normalized, normalize(text));
    return Array.from(normalized, (unit, at) => [unit, text.slice(starts[at], ends[at])]);
  }

  it('maps each character to itself if the normalizer changes nothing', () => {
    assert.deepEqual(
      offsetMapOf('ab', text => text),
      unchanged('ab'),
    );
  });

  it('maps characters that are composed, expanded, removed, added in front or changed by their neighbors', () => {
    assert.deepEqual(
      origins('e\u0301x', text => text.normalize('NFC')),
      [
        ['é', 'e\u0301'],
        ['x', 'x'],
      ],
    );
    assert.deepEqual(
      origins('½a', text => text.normalize('NFKC')),
      [
        ['1', '½'],
        ['⁄', '½'],
        ['2', '½'],
        ['a', 'a'],
      ],
    );
    assert.deepEqual(
      origins('a  b', text => text.replace(/ {2,}/g, ' ')),
      [
        ['a', 'a'],
        [' ', ' '],
        ['b', 'b'],
      ],
    );
    assert.deepEqual(
      origins('  a ', text => text.trim()),
      [['a', 'a']],
    );
    assert.deepEqual(
      origins('ab', text => `_${text}`),
      [
        ['_', ''],
        ['a', 'a'],
        ['b', 'b'],
      ],
    );
    assert.deepEqual(
      origins('ΑΣ', text => text.toLowerCase()),
      [
        ['α', 'Α'],
        ['ς', 'Σ'],
      ],
    );
    // The text up to the sigma, normalized alone, ends with a final sigma, and so is no prefix of the whole.
    assert.deepEqual(
      origins('ΑΣΑ', text => text.toLowerCase()),
      [
        ['α', 'Α'],
        ['σ', 'ΣΑ'],
        ['α', 'ΣΑ'],
      ],
    );
  });
});

describe('joinedMaps', () => {
  it('joins the maps of parts that begin at given offsets', () => {
    const { text, starts, ends } = joinedMaps([
      { at: 0, part: unchanged('ab') },
      { at: 4, part: offsetMapOf('½', part => part.normalize('NFKC')) },
    ]);
    assert.equal(text, 'ab1⁄2');
    assert.deepEqual(
      [[...starts], [...ends]],
      [
        [0, 1, 4, 4, 4],
        [1, 2, 5, 5, 5],
      ],
    );
  });
});

describe('locate', () => {
  it('leaves the space before a word out of the offsets, unless the token is a space', () => {
    assert.deepEqual(locatedTexts(['▁a', 'b', '▁c'], 'ab  c '), ['a', 'b', 'c']);
    assert.deepEqual(locatedTexts(['▁', '▁', 'a'], ' \ta'), [' ', '\t', 'a']);
  });

  it('handles the word marks of other vocabularies', () => {
    assert.deepEqual(locatedTexts(['ab', 'c</w>', 'd</w>'], 'abc d', { marks: ['</w>'] }), ['ab', 'c', 'd']);
    assert.deepEqual(locatedTexts(['ab', '##c', 'd'], 'abc d', { marks: ['##'] }), ['ab', 'c', 'd']);
    assert.deepEqual(locatedTexts(['ab@@', 'c'], 'abc', { marks: ['@@'] }), ['ab', 'c']);
  });

  it('finds unknown tokens by the tokens that follow', () => {
    assert.deepEqual(locatedTexts(['a', '<unk>', 'b'], 'a☃☃b'), ['a', '☃☃', 'b']);
    assert.deepEqual(locatedTexts(['<unk>', '<unk>', '▁b'], '☃🎉 b'), ['☃', '🎉', 'b']);
    assert.deepEqual(locatedTexts(['▁', '<unk>', '▁', '<unk>'], '☃☃ ☃'), ['', '☃☃', ' ', '☃']);
    assert.deepEqual(locatedTexts(['<unk>'], ''), ['']);
  });

  it('gives byte tokens the offsets of the character that they make, or of U+FFFD if they make none', () => {
    const bytes = { byteFallback: true };
    assert.deepEqual(locatedTexts(['▁x', '<0xC3>', '<0xA9>', 'y'], 'xéy', bytes), ['x', 'é', 'é', 'y']);
    assert.deepEqual(locatedTexts(['<0xE2>', '<0x82>', 'y'], '\ufffdy', bytes), ['\ufffd', '\ufffd', 'y']);
    assert.deepEqual(locatedTexts(['<0xE2>', '<0xC3>', '<0xA9>'], '\ufffdé', bytes), ['\ufffd', 'é', 'é']);
    assert.deepEqual(locatedTexts(['Ġx', 'Ã', '©'], ' xé', { byteLevel: true }), ['x', 'é', 'é']);
  });

  it('continues after characters that only the text or only the pieces have', () => {
    assert.deepEqual(locatedTexts(['a', 'b'], 'a?b'), ['a', 'b']);
    assert.deepEqual(locatedTexts(['a', '?', 'b', undefined], 'ab'), ['a', '', 'b', '']);
  });
});

describe('displayPiece', () => {
  it('writes a space in place of a word mark, and bytes that are no character as numbers', () => {
    assert.equal(displayPiece('▁The', plain), ' The');
    assert.equal(displayPiece('Ġcaf', { ...plain, byteLevel: true }), ' caf');
    assert.equal(displayPiece('Ã©', { ...plain, byteLevel: true }), 'é');
    assert.equal(displayPiece('âĢ', { ...plain, byteLevel: true }), '<0xE2><0x80>');
    assert.equal(displayPiece('<0xE2>', { ...plain, byteFallback: true }), '<0xE2>');
  });
});
