import assert from 'node:assert/strict';
import { joinedMaps, offsetMapOf, unchanged } from '../../../../src/engine/tokenizer/offsetMap';
import { locate } from '../../../../src/engine/tokenizer/locate';
import { shownPiece, type Spelling, pieceCharactersOf } from '../../../../src/engine/tokenizer/pieceCharacters';

const plain: Spelling = { byteLevel: false, byteFallback: false, marks: [], unknown: '<unk>' };

/** What the tokens have of a text. */
function found(pieces: readonly (string | undefined)[], text: string, spelling: Partial<Spelling> = {}): string[] {
  const characters = pieceCharactersOf(pieces, { ...plain, ...spelling }, () => false);
  return locate(pieces.length, characters, text).map(({ start, end }) => text.slice(start, end));
}

describe('normalized', () => {
  /** Each character of the result with the stretch that it came from. */
  function origins(text: string, normalize: (text: string) => string): [string, string][] {
    const { text: made, starts, ends } = offsetMapOf(text, normalize);
    assert.equal(made, normalize(text));
    return Array.from(made, (unit, at) => [unit, text.slice(starts[at], ends[at])]);
  }

  it('knows what a text came from that did not change', () => {
    assert.deepEqual(
      offsetMapOf('ab', text => text),
      unchanged('ab'),
    );
  });

  it('follows what melts, grows, vanishes and is put in front', () => {
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
    // A final sigma that is none, with a letter behind it: nobody can tell from the text before it.
    assert.deepEqual(
      origins('ΑΣΑ', text => text.toLowerCase()),
      [
        ['α', 'Α'],
        ['σ', 'ΣΑ'],
        ['α', 'ΣΑ'],
      ],
    );
  });

  it('is joined of parts', () => {
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

describe('places of tokens', () => {
  it('leave out the space that a piece is marked with', () => {
    assert.deepEqual(found(['▁a', 'b', '▁c'], 'ab  c '), ['a', 'b', 'c']);
    assert.deepEqual(found(['▁', '▁', 'a'], ' \ta'), [' ', '\t', 'a']);
  });

  it('know the marks of other vocabularies', () => {
    assert.deepEqual(found(['ab', 'c</w>', 'd</w>'], 'abc d', { marks: ['</w>'] }), ['ab', 'c', 'd']);
    assert.deepEqual(found(['ab', '##c', 'd'], 'abc d', { marks: ['##'] }), ['ab', 'c', 'd']);
    assert.deepEqual(found(['ab@@', 'c'], 'abc', { marks: ['@@'] }), ['ab', 'c']);
  });

  it('find unknown tokens by what follows', () => {
    assert.deepEqual(found(['a', '<unk>', 'b'], 'a☃☃b'), ['a', '☃☃', 'b']);
    assert.deepEqual(found(['<unk>', '<unk>', '▁b'], '☃🎉 b'), ['☃', '🎉', 'b']);
    assert.deepEqual(found(['▁', '<unk>', '▁', '<unk>'], '☃☃ ☃'), ['', '☃☃', ' ', '☃']);
    assert.deepEqual(found(['<unk>'], ''), ['']);
  });

  it('take bytes for the character that they make, and broken ones for its mark', () => {
    const bytes = { byteFallback: true };
    assert.deepEqual(found(['▁x', '<0xC3>', '<0xA9>', 'y'], 'xéy', bytes), ['x', 'é', 'é', 'y']);
    assert.deepEqual(found(['<0xE2>', '<0x82>', 'y'], '\ufffdy', bytes), ['\ufffd', '\ufffd', 'y']);
    assert.deepEqual(found(['<0xE2>', '<0xC3>', '<0xA9>'], '\ufffdé', bytes), ['\ufffd', 'é', 'é']);
    assert.deepEqual(found(['Ġx', 'Ã', '©'], ' xé', { byteLevel: true }), ['x', 'é', 'é']);
  });

  it('go on behind what the text has more or less of', () => {
    assert.deepEqual(found(['a', 'b'], 'a?b'), ['a', 'b']);
    assert.deepEqual(found(['a', '?', 'b', undefined], 'ab'), ['a', '', 'b', '']);
  });
});

describe('a shown piece', () => {
  it('has a space for its mark, and bytes by number where they are no character', () => {
    assert.equal(shownPiece('▁The', plain), ' The');
    assert.equal(shownPiece('Ġcaf', { ...plain, byteLevel: true }), ' caf');
    assert.equal(shownPiece('Ã©', { ...plain, byteLevel: true }), 'é');
    assert.equal(shownPiece('âĢ', { ...plain, byteLevel: true }), '<0xE2><0x80>');
    assert.equal(shownPiece('<0xE2>', { ...plain, byteFallback: true }), '<0xE2>');
  });
});
