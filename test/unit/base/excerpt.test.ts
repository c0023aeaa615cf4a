import assert from 'node:assert/strict';
import fc from 'fast-check';
import { beginningOf, excerptOf } from '../../../src/base/excerpt';

const FAMILY = '👩‍👩‍👧‍👦';

describe('beginningOf', () => {
  it('cuts between letters, emoji and letters with accents, never inside of one', () => {
    assert.equal(beginningOf('abcdef', 3), 'abc');
    assert.equal(beginningOf('ab😀cd', 3), 'ab');
    assert.equal(beginningOf('ab😀cd', 4), 'ab😀');
    assert.equal(beginningOf('cafe\u0301s', 4), 'caf');
    assert.equal(beginningOf(`a${FAMILY}`, 5), 'a');
    assert.equal(beginningOf('🇩🇪🇫🇷', 6), '🇩🇪');
  });

  it('cuts a grapheme that is longer than the room between code points', () => {
    assert.equal(beginningOf(FAMILY, 4), '👩‍');
    assert.equal(beginningOf(`x${'\u0301'.repeat(500)}`, 10).length, 10);
  });

  it('gives a beginning of at most that length without half a code point, of any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 20 }), (text, most) => {
        const found = beginningOf(text, most);
        assert.ok(text.startsWith(found) && found.length <= most && found.isWellFormed());
        assert.ok(text.length > most || found === text);
      }),
    );
  });
});

describe('excerptOf', () => {
  it('ends with an ellipsis only if it is not the whole text', () => {
    assert.equal(excerptOf('abc', 3), 'abc');
    assert.equal(excerptOf('one two', 4), 'one…');
  });
});
