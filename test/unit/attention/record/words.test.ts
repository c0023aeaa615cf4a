import assert from 'node:assert/strict';
import fc from 'fast-check';
import { checkedRecord, type AttentionToken } from '../../../../src/attention/record/record';
import { mergeWords, type Words, wordsByOffsets } from '../../../../src/attention/record/words';
import { anyRecord, close, matrix, rowSums, startsAfterSpace, tokens, wordsByMark } from '../records';

const shown = ({ words }: Words): string[] => words.map(({ text }) => text);
const piece = (text: string, start: number, end: number): AttentionToken => ({ text, start, end, special: false });
const special = (text: string, at: number): AttentionToken => ({ text, start: at, end: at, special: true });

describe('wordsByOffsets', () => {
  const text = 'The animals slept.';
  // The space belongs to no token, as with WordPiece.
  const apart = [
    piece('The', 0, 3),
    piece('animal', 4, 10),
    piece('s', 10, 11),
    piece('slept', 12, 17),
    piece('.', 17, 18),
  ];
  // The space belongs to the token after it, as with SentencePiece.
  const joined = [
    piece('▁The', 0, 3),
    piece('▁animal', 3, 10),
    piece('s', 10, 11),
    piece('▁slept', 11, 17),
    piece('.', 17, 18),
  ];

  it('groups the tokens between white space, whether or not a token includes the space', () => {
    for (const pieces of [apart, joined]) {
      const words = wordsByOffsets([special('<s>', 0), ...pieces, special('</s>', 18)], text, startsAfterSpace(text));
      assert.deepEqual(shown(words), ['<s>', 'The', 'animals', 'slept.', '</s>']);
      assert.deepEqual([...words.wordOf], [0, 1, 2, 2, 3, 3, 4]);
      assert.deepEqual(
        words.words.map(({ start, end }) => text.slice(start, end)),
        ['', 'The', 'animals', 'slept.', ''],
      );
      assert.deepEqual(
        words.words.map(word => word.special),
        [true, false, false, false, true],
      );
    }
  });

  it('begins words at the given offsets', () => {
    const starts = Array.from(new Intl.Segmenter('en', { granularity: 'word' }).segment(text), ({ index }) => index);
    assert.deepEqual(shown(wordsByOffsets(joined, text, starts)), ['The', 'animals', 'slept', '.']);
  });

  it('adds a token that is a space to the word after it, and keeps the tokens of one character together', () => {
    const smile = 'So 🙂!';
    const pieces = [
      piece('▁So', 0, 2),
      piece('▁', 2, 3),
      piece('<0xF0>', 3, 5),
      piece('<0x9F>', 3, 5),
      piece('!', 5, 6),
    ];
    const words = wordsByOffsets(pieces, smile, startsAfterSpace(smile));
    assert.deepEqual(shown(words), ['So', '🙂!']);
    assert.deepEqual([...words.wordOf], [0, 1, 1, 1, 1]);
    assert.deepEqual([words.words[1].start, words.words[1].end], [3, 6]);
  });

  it('gives a word offsets that cover all its tokens, in any order', () => {
    const [word] = wordsByOffsets([piece('b', 1, 3), piece('a', 0, 1)], 'abc', [0]).words;
    assert.deepEqual(word, piece('abc', 0, 3));
  });

  it('makes each special token a word', () => {
    assert.deepEqual(shown(wordsByOffsets([special('</s>', 0), special('de', 0)], '', [])), ['</s>', 'de']);
    assert.deepEqual(shown(wordsByOffsets([], 'text', [0])), []);
  });
});

describe('mergeWords', () => {
  it('sums columns and averages rows', () => {
    const record = matrix(
      'encoder',
      [
        [0.5, 0.25, 0.25],
        [0.125, 0.125, 0.75],
        [0.25, 0.5, 0.25],
      ],
      tokens('▁a', 'b', '▁c'),
    );
    const words = wordsByMark(record.targets);
    const merged = checkedRecord(mergeWords(record, words, words));
    // Columns: (0.75, 0.25), (0.25, 0.75), (0.75, 0.25). Rows: the mean of the first two, then the third.
    assert.deepEqual([...merged.weights], [0.5, 0.5, 0.75, 0.25]);
    assert.deepEqual(
      merged.sources.map(({ text }) => text),
      ['ab', 'c'],
    );
  });

  it('keeps rows that sum to 1, however tokens are grouped', () => {
    const grouping = fc.array(fc.boolean(), { minLength: 6, maxLength: 6 });
    fc.assert(
      fc.property(anyRecord('cross'), grouping, grouping, (record, rows, columns) => {
        const grouped = (tokens: readonly AttentionToken[], begins: readonly boolean[]): Words =>
          wordsByMark(tokens.map((token, at) => ({ ...token, text: begins[at] ? `▁${token.text}` : token.text })));
        const [targets, sources] = [grouped(record.targets, rows), grouped(record.sources, columns)];
        const merged = checkedRecord(mergeWords(record, targets, sources));
        rowSums(merged).forEach(sum => close([sum], [1], 1e-5));
      }),
    );
  });

  it('changes nothing if each token is a word, and throws for words of more or fewer tokens than the record has', () => {
    const record = matrix('cross', [[0.5, 0.25, 0.25]], tokens('▁x'), tokens('▁a', '▁b', '▁c'));
    const [targets, sources] = [wordsByMark(record.targets), wordsByMark(record.sources)];
    assert.deepEqual([...mergeWords(record, targets, sources).weights], [0.5, 0.25, 0.25]);
    assert.throws(() => mergeWords(record, sources, sources), { code: 'bad-request' });
    assert.throws(() => mergeWords(record, targets, targets), { code: 'bad-request' });
  });
});
