import assert from 'node:assert/strict';
import fc from 'fast-check';
import { alignedWith } from '../../../../src/attention/analysis/align';
import { type Picture, pictureOf, type PictureChoice, weightAt } from '../../../../src/attention/picture/picture';
import type { AttentionRecord } from '../../../../src/attention/record/record';
import { startsOfWords } from '../../../../src/attention/record/words';
import { anyRecord, close, matrix, rowSums, tokens } from '../records';

const AS_IT_IS: PictureChoice = { heads: 'mean', unit: 'tokens', special: 'shown' };

// "ab c." looks at "xy z": a and b are one word, and so are x and y.
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
  return pictureOf({ record: of, layer: 2 }, texts, { ...AS_IT_IS, ...choice });
}

const shown = (of: Picture, role: 'query' | 'key'): string[] => of[role].tokens.map(({ text }) => text);

describe('a picture', () => {
  it('of tokens with special ones is the record', () => {
    const made = picture();
    close(made.record.weights, rows.flat());
    assert.equal(made.layer, 2);
    assert.deepEqual(made.heads, ['mean']);
    assert.deepEqual([made.query.side, made.key.side], ['target', 'source']);
    assert.deepEqual([...made.query.shownAt], [0, 1, 2, 3, 4]);
    assert.deepEqual(made.key.members, [[0], [1], [2], [3]]);
  });

  it('of words knows the tokens of each, punctuation apart', () => {
    const made = picture({ unit: 'words' });
    assert.deepEqual(shown(made, 'query'), ['<s>', 'ab', 'c', '.']);
    assert.deepEqual(shown(made, 'key'), ['xy', 'z', '</s>']);
    assert.deepEqual(made.query.members, [[0], [1, 2], [3], [4]]);
    assert.deepEqual([...made.query.shownAt], [0, 1, 1, 2, 3]);
    // To a word the sum, from a word the mean.
    close([weightAt(made, 0, 1, 0)], [(0.5 + 0.3 + 0.1 + 0.7) / 2]);
  });

  it('hides special tokens and says where the others are', () => {
    const made = picture({ unit: 'words', special: 'hidden' });
    assert.deepEqual(shown(made, 'query'), ['ab', 'c', '.']);
    assert.deepEqual([...made.query.shownAt], [-1, 0, 0, 1, 2]);
    assert.deepEqual([...made.key.shownAt], [0, 0, 1, -1]);
    close(rowSums(made.record), [0.9, 0.9, 0.75]);
    close(rowSums(picture({ unit: 'words', special: 'renormalized' }).record), [1, 1, 1]);
  });

  it('has the chosen heads, in their order', () => {
    const doubled = {
      ...record,
      heads: 2,
      weights: Float32Array.from([...rows.flat(), ...rows.flat().map(() => 0.25)]),
    };
    const made = picture({ heads: [1, 0] }, doubled);
    assert.deepEqual(made.heads, [1, 0]);
    close([weightAt(made, 0, 0, 3), weightAt(made, 1, 0, 3)], [0.25, 0.4]);
    close([weightAt(picture({}, doubled), 0, 0, 3)], [0.325]);
  });

  it('takes one layer, and at least one head', () => {
    const two = { ...record, layers: 2, weights: new Float32Array(2 * record.weights.length) };
    assert.throws(() => picture({}, two), { code: 'bad-request' });
    assert.throws(() => picture({ heads: [] }), { code: 'bad-request' });
    assert.throws(() => picture({ heads: [1] }), { code: 'bad-request' });
  });

  it('loses no weight and no token, whatever is chosen', () => {
    const choices = fc.record<PictureChoice>({
      heads: fc.constantFrom<PictureChoice['heads']>('mean', [0]),
      unit: fc.constantFrom('tokens', 'words'),
      special: fc.constantFrom('shown', 'hidden', 'renormalized'),
    });
    fc.assert(
      fc.property(anyRecord('cross', { layers: 1 }), choices, (of, choice) => {
        const text = (side: AttentionRecord['targets']): string => side.map(token => token.text).join('');
        const made = pictureOf(
          { record: of, layer: 0 },
          { source: text(of.sources), target: text(of.targets) },
          choice,
        );
        for (const sum of rowSums(made.record)) assert.ok(sum <= 1 + 1e-5);
        if (choice.special === 'shown')
          close(
            rowSums(made.record),
            rowSums(made.record).map(() => 1),
            1e-5,
          );
        for (const role of ['query', 'key'] as const) {
          const { members, shownAt } = made[role];
          members.forEach((own, at) => own.forEach(token => assert.equal(shownAt[token], at)));
          assert.equal(members.flat().length, [...shownAt].filter(at => at >= 0).length);
        }
      }),
    );
  });
});

describe('words by Unicode’s rules', () => {
  it('stand apart from punctuation, in scripts with and without spaces', () => {
    const words = (text: string): string[] => {
      const starts = startsOfWords(text);
      return starts.map((start, at) => text.slice(start, starts[at + 1]).trim());
    };
    assert.deepEqual(words('It’s late, isn’t it?'), ['It’s', 'late', ',', 'isn’t', 'it', '?']);
    assert.deepEqual(words('我们今天学习'), ['我们', '今天', '学习']);
    assert.deepEqual(words('  '), []);
  });
});

describe('what target words are aligned with', () => {
  it('is the token of the highest weight, special ones passed over', () => {
    const found = alignedWith(record, texts, [1, 2], 'tokens', { step: 'input' });
    assert.deepEqual(
      found.map(({ text }) => text),
      ['x', 'y'],
    );
  });

  it('is a word, once', () => {
    const found = alignedWith(record, texts, [1, 2], 'words', { step: 'input' });
    assert.deepEqual(
      found.map(({ text }) => text),
      ['xy'],
    );
    assert.deepEqual(alignedWith(record, texts, [0], 'words', { step: 'input' }), []);
  });

  it('is read a step earlier at the output, and from the heads that align', () => {
    const shown = (
      step: 'input' | 'output',
      tokens: readonly number[],
      unit: 'words' | 'tokens',
      of = record,
    ): string[] => alignedWith(of, texts, tokens, unit, { step }).map(({ text }) => text);
    // <s> foretells a and looks at z; a foretells b and looks at x; b foretells c and looks at y.
    assert.deepEqual(shown('output', [1], 'tokens'), [' z']);
    assert.deepEqual(shown('output', [2], 'tokens'), ['x']);
    // ab as a word: x 0.6, y 0.5 and z 0.4 of <s> and a together.
    assert.deepEqual(shown('output', [1], 'words'), ['xy']);
    assert.deepEqual(shown('output', [0], 'tokens'), [], 'nothing foretells the first');
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
