import assert from 'node:assert/strict';
import { blenderbotMerges, blenderbotSegmenter } from '../../../../src/engine/tokenizer/blenderbotSmall';

const MERGES = [
  ['l', 'o'],
  ['lo', 'w</w>'],
  ['e', 'r</w>'],
  ['lo', 'w'],
];
/** A vocabulary whose pieces are written as by Python's BlenderbotSmallTokenizer: all but the last of a word end with `@@`. */
const PYTHON_VOCABULARY = ['lo@@', 'low@@', 'low', 'er', 'w@@', 'a', '.', "'"];
const { piecesOf, textOf, replaced } = blenderbotSegmenter(MERGES, PYTHON_VOCABULARY);

describe('blenderbotSegmenter', () => {
  for (const [text, expected] of [
    ['low', ['low']],
    ['LOWER', ['low@@', 'er']],
    ['lowe', ['low@@', 'e']],
    // A punctuation mark begins a new word, and an apostrophe is a word of its own.
    ['low.low', ['low', '.@@', 'low']],
    ["low'er", ['low', "'", 'er']],
    ['low\nlow', ['low', ...['_', '_', 'n', 'e', 'w', 'l', 'n', '_'].map(letter => `${letter}@@`), '_', 'low']],
    // A line end becomes __newln__ only directly after a word, and not after a space. The tokenizer puts a space after each
    // apostrophe, so the line end after the apostrophe does not become __newln__ either.
    ["low \n'\nlow", ['low', "'", 'low']],
    ['\u2003low\u0085er\u001clow', ['low', 'er', 'low']],
    ['', []],
    ['🎉', ['🎉']],
    ['a🎉', ['a@@', '🎉']],
  ] as const) {
    it(`splits ${JSON.stringify(text)} as Python does`, () => assert.deepEqual(piecesOf(text), expected));
  }

  it('joins the leftmost of overlapping equal pairs, and all equal pairs in one pass', () => {
    const { piecesOf: cut } = blenderbotSegmenter([['l', 'l']], PYTHON_VOCABULARY);
    assert.deepEqual(cut('lllll'), ['ll@@', 'll@@', 'l']);
  });

  it('joins pieces to text without spaces before punctuation or word marks, except at an unfinished last word', () => {
    assert.equal(textOf?.(['low@@', 'er', '.', 'a', "'", 'lo@@', 'w@@']), "lower. a'low@@");
    assert.equal(textOf?.([]), '');
    const other = blenderbotSegmenter(MERGES, ['low', 'low</w>', 'er</w>']);
    assert.deepEqual(other.piecesOf('lower low'), ['low', 'er</w>', 'low</w>']);
    assert.equal(other.textOf?.(['low', 'er</w>', 'low</w>']), 'lower low');
  });

  it('converts a text to lower case, and a line end after a word to __newln__', () =>
    assert.equal(replaced('A\nB \n'), 'a __newln__ b \n'));
});

describe('blenderbotMerges', () => {
  const config = { tokenizer_class: 'BlenderbotSmallTokenizer' };
  it('reads merges that are lists, and merges that are texts', () => {
    assert.deepEqual(blenderbotMerges({ model: { merges: ['l o', 'lo w</w>'] } }, config), [
      ['l', 'o'],
      ['lo', 'w</w>'],
    ]);
    assert.deepEqual(blenderbotMerges({ model: { merges: MERGES } }, config), MERGES);
  });

  it('returns undefined for another tokenizer class, and for merges without </w>', () => {
    assert.equal(blenderbotMerges({ model: { merges: MERGES } }, { tokenizer_class: 'BartTokenizer' }), undefined);
    assert.equal(blenderbotMerges({ model: { merges: MERGES } }, {}), undefined);
    assert.equal(blenderbotMerges({ model: { merges: ['l o'] } }, config), undefined);
    assert.equal(blenderbotMerges({}, config), undefined);
  });
});
