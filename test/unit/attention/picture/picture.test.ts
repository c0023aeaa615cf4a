import assert from 'node:assert/strict';
import fc from 'fast-check';
import { alignedWith } from '../../../../src/attention/analysis/align';
import { type Picture, pictureOf, type PictureChoice, weightAt } from '../../../../src/attention/picture/picture';
import type { AttentionRecord } from '../../../../src/attention/record/record';
import { startsOfWords } from '../../../../src/attention/record/words';
import { anyRecord, close, matrix, rowSums, tokens } from '../records';

const PLAIN: PictureChoice = { heads: 'mean', unit: 'tokens', special: 'shown' };

// Cross-attention of "ab c." to "xy z": the tokens a and b make one word, and so do x and y.
const targets = tokens('|<s>', 'a', 'b', ' c', '.');
const sources = tokens('x', 'y', ' z', '|</s>');
const texts = { source: 'xy z', target: 'ab c.' };
const rows = [
  [0.1, 0.2, 0.3, 0.4],
  [0.5, 0.3, 0.1, 0.1],
  [0.1, 0.7, 0.1, 0.1],
  [0, 0.1, 0.8, 0.1],
  [0.25, 0.25, 0.25, 0.25],
];
const record = matrix('cross', rows, targets, sources);

function picture(choice: Partial<PictureChoice> = {}, of: AttentionRecord = record): Picture {
  return pictureOf({ record: of, layer: 2 }, texts, { ...PLAIN, ...choice });
}

const shown = (drawn: Picture, role: 'query' | 'key'): string[] => drawn[role].tokens.map(({ text }) => text);

describe('pictureOf', () => {
  it('returns the record unchanged for the unit `tokens` if special tokens are shown', () => {
    const drawn = picture();
    close(drawn.record.weights, rows.flat());
    assert.equal(drawn.layer, 2);
    assert.deepEqual(drawn.heads, ['mean']);
    assert.deepEqual([drawn.query.side, drawn.key.side], ['target', 'source']);
    assert.deepEqual([...drawn.query.shownAt], [0, 1, 2, 3, 4]);
    assert.deepEqual(drawn.key.members, [[0], [1], [2], [3]]);
  });

  it('merges tokens into words, punctuation separate, and lists the tokens of each word', () => {
    const drawn = picture({ unit: 'words' });
    assert.deepEqual(shown(drawn, 'query'), ['<s>', 'ab', 'c', '.']);
    assert.deepEqual(shown(drawn, 'key'), ['xy', 'z', '</s>']);
    assert.deepEqual(drawn.query.members, [[0], [1, 2], [3], [4]]);
    assert.deepEqual([...drawn.query.shownAt], [0, 1, 1, 2, 3]);
    // Attention to a word is a sum, attention from a word a mean.
    close([weightAt(drawn, 0, 1, 0)], [(0.5 + 0.3 + 0.1 + 0.7) / 2]);
  });

  it('hides special tokens, and gives the positions of the others', () => {
    const drawn = picture({ unit: 'words', special: 'hidden' });
    assert.deepEqual(shown(drawn, 'query'), ['ab', 'c', '.']);
    assert.deepEqual([...drawn.query.shownAt], [-1, 0, 0, 1, 2]);
    assert.deepEqual([...drawn.key.shownAt], [0, 0, 1, -1]);
    close(rowSums(drawn.record), [0.9, 0.9, 0.75]);
    close(rowSums(picture({ unit: 'words', special: 'renormalized' }).record), [1, 1, 1]);
  });

  it('has the chosen heads, in the order chosen', () => {
    const doubled = {
      ...record,
      heads: 2,
      weights: Float32Array.from([...rows.flat(), ...rows.flat().map(() => 0.25)]),
    };
    const drawn = picture({ heads: [1, 0] }, doubled);
    assert.deepEqual(drawn.heads, [1, 0]);
    close([weightAt(drawn, 0, 0, 3), weightAt(drawn, 1, 0, 3)], [0.25, 0.4]);
    close([weightAt(picture({}, doubled), 0, 0, 3)], [0.325]);
  });

  it('throws for a record of two layers, for no head, and for a head that does not exist', () => {
    const two = { ...record, layers: 2, weights: new Float32Array(2 * record.weights.length) };
    assert.throws(() => picture({}, two), { code: 'bad-request' });
    assert.throws(() => picture({ heads: [] }), { code: 'bad-request' });
    assert.throws(() => picture({ heads: [1] }), { code: 'bad-request' });
  });

  it('keeps the sums of rows and the positions of tokens consistent, whatever is chosen', () => {
    const choices = fc.record<PictureChoice>({
      heads: fc.constantFrom<PictureChoice['heads']>('mean', [0]),
      unit: fc.constantFrom('tokens', 'words'),
      special: fc.constantFrom('shown', 'hidden', 'renormalized'),
    });
    fc.assert(
      fc.property(anyRecord('cross', { layers: 1 }), choices, (of, choice) => {
        const text = (side: AttentionRecord['targets']): string => side.map(token => token.text).join('');
        const drawn = pictureOf(
          { record: of, layer: 0 },
          { source: text(of.sources), target: text(of.targets) },
          choice,
        );
        for (const sum of rowSums(drawn.record)) assert.ok(sum <= 1 + 1e-5);
        if (choice.special === 'shown')
          close(
            rowSums(drawn.record),
            rowSums(drawn.record).map(() => 1),
            1e-5,
          );
        for (const role of ['query', 'key'] as const) {
          const { members, shownAt } = drawn[role];
          members.forEach((tokensOfMember, at) => tokensOfMember.forEach(token => assert.equal(shownAt[token], at)));
          assert.equal(members.flat().length, [...shownAt].filter(at => at >= 0).length);
        }
      }),
    );
  });
});

describe('startsOfWords', () => {
  it('separates words from punctuation, in scripts with and without spaces', () => {
    const words = (text: string): string[] => {
      const starts = startsOfWords(text);
      return starts.map((start, at) => text.slice(start, starts[at + 1]).trim());
    };
    assert.deepEqual(words('It’s late, isn’t it?'), ['It’s', 'late', ',', 'isn’t', 'it', '?']);
    assert.deepEqual(words('我们今天学习'), ['我们', '今天', '学习']);
    assert.deepEqual(words('  '), []);
  });
});

describe('alignedWith', () => {
  it('returns the token of the highest weight for each target, without special tokens', () => {
    const found = alignedWith(record, texts, [1, 2], 'tokens', { step: 'input' });
    assert.deepEqual(
      found.map(({ text }) => text),
      ['x', 'y'],
    );
  });

  it('returns each word once', () => {
    const found = alignedWith(record, texts, [1, 2], 'words', { step: 'input' });
    assert.deepEqual(
      found.map(({ text }) => text),
      ['xy'],
    );
    assert.deepEqual(alignedWith(record, texts, [0], 'words', { step: 'input' }), []);
  });

  it('reads the step and the heads of the aligner', () => {
    const shown = (
      step: 'input' | 'output',
      tokens: readonly number[],
      unit: 'words' | 'tokens',
      of = record,
    ): string[] => alignedWith(of, texts, tokens, unit, { step }).map(({ text }) => text);
    // The row of <s> predicts a and is highest at z; the row of a predicts b and is highest at x.
    assert.deepEqual(shown('output', [1], 'tokens'), [' z']);
    assert.deepEqual(shown('output', [2], 'tokens'), ['x']);
    // The word ab: the rows of <s> and a together give 0.6 to x, 0.5 to y and 0.4 to z.
    assert.deepEqual(shown('output', [1], 'words'), ['xy']);
    assert.deepEqual(shown('output', [0], 'tokens'), [], 'no row predicts the first target');
    const two = {
      ...record,
      heads: 2,
      weights: Float32Array.of(...rows.flat(), ...rows.flatMap(row => row.toReversed())),
    };
    const other = alignedWith(two, texts, [3], 'tokens', { step: 'input', heads: [1] });
    assert.deepEqual(
      other.map(({ text }) => text),
      ['y'],
    );
  });
});
