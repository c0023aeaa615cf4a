import assert from 'node:assert/strict';
import { wordEndMerges, wordEnds } from '../../../../src/engine/tokenizer/blenderbotSmall';

const MERGES = [
  ['l', 'o'],
  ['lo', 'w</w>'],
  ['e', 'r</w>'],
  ['lo', 'w'],
];
const PYTHON = ['lo@@', 'low@@', 'low', 'er', 'w@@', 'a', '.', "'"];
const { piecesOf, textOf, replaced } = wordEnds(MERGES, PYTHON);

describe('Pieces with marked word ends', () => {
  for (const [text, expected] of [
    ['low', ['low']],
    ['LOWER', ['low@@', 'er']],
    ['lowe', ['low@@', 'e']],
    // Marks begin a word, an apostrophe is one.
    ['low.low', ['low', '.@@', 'low']],
    ["low'er", ['low', "'", 'er']],
    ['low\nlow', ['low', ...['_', '_', 'n', 'e', 'w', 'l', 'n', '_'].map(letter => `${letter}@@`), '_', 'low']],
    // The end of a line counts only directly behind a word, and not behind an apostrophe's own space.
    ["low \n'\nlow", ['low', "'", 'low']],
    ['\u2003low\u0085er\u001clow', ['low', 'er', 'low']],
    ['', []],
    ['🎉', ['🎉']],
    ['a🎉', ['a@@', '🎉']],
  ] as const) {
    it(`are Python's: ${JSON.stringify(text)}`, () => assert.deepEqual(piecesOf(text), expected));
  }

  it('join the leftmost of equal pairs, and all of them at once', () => {
    const { piecesOf: cut } = wordEnds([['l', 'l']], PYTHON);
    assert.deepEqual(cut('lllll'), ['ll@@', 'll@@', 'l']);
  });

  it('become text without marks but one that was cut off, and without spaces before marks', () => {
    assert.equal(textOf?.(['low@@', 'er', '.', 'a', "'", 'lo@@', 'w@@']), "lower. a'low@@");
    assert.equal(textOf?.([]), '');
    const other = wordEnds(MERGES, ['low', 'low</w>', 'er</w>']);
    assert.deepEqual(other.piecesOf('lower low'), ['low', 'er</w>', 'low</w>']);
    assert.equal(other.textOf?.(['low', 'er</w>', 'low</w>']), 'lower low');
  });

  it('come from a text in lower case', () => assert.equal(replaced('A\nB \n'), 'a __newln__ b \n'));
});

describe("Blenderbot-small's merges", () => {
  const config = { tokenizer_class: 'BlenderbotSmallTokenizer' };
  it('are read in both forms', () => {
    assert.deepEqual(wordEndMerges({ model: { merges: ['l o', 'lo w</w>'] } }, config), [
      ['l', 'o'],
      ['lo', 'w</w>'],
    ]);
    assert.deepEqual(wordEndMerges({ model: { merges: MERGES } }, config), MERGES);
  });

  it('are those of no other tokenizer, and of none without marks', () => {
    assert.equal(wordEndMerges({ model: { merges: MERGES } }, { tokenizer_class: 'BartTokenizer' }), undefined);
    assert.equal(wordEndMerges({ model: { merges: MERGES } }, {}), undefined);
    assert.equal(wordEndMerges({ model: { merges: ['l o'] } }, config), undefined);
    assert.equal(wordEndMerges({}, config), undefined);
  });
});
