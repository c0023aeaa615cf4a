import assert from 'node:assert/strict';
import { selectionAt, type TokenSelection, focusOf, strongest, toggled } from '../../../../src/attention/picture/focus';
import { headColor, headDash } from '../../../../src/attention/drawing/headColors';
import { strongestLines } from '../../../../src/attention/picture/strongestLines';
import { type Picture, pictureOf } from '../../../../src/attention/picture/picture';
import { close, letters, matrix } from '../records';

const texts = { source: 'abc', target: 'ab' };
const rows = [
  [0.5, 0.3, 0.2],
  [0.1, 0.1, 0.8],
];

function picture(heads: number): Picture {
  const one = matrix('cross', rows);
  const weights = Float32Array.from(
    Array.from({ length: heads }, (_, head) => rows.flat().map(w => w / (head + 1))).flat(),
  );
  const all = [...Array(heads).keys()];
  return pictureOf({ record: { ...one, heads, weights }, layer: 0 }, texts, {
    heads: all,
    unit: 'tokens',
    special: 'shown',
  });
}

describe('focusOf', () => {
  it('sums the rows of selected queries, and the columns of selected keys', () => {
    const query = focusOf(picture(1), { role: 'query', tokens: [0, 1] });
    close(query?.mean ?? [], [0.6, 0.4, 1]);
    const key = focusOf(picture(1), { role: 'key', tokens: [2] });
    close(key?.mean ?? [], [0.2, 0.8]);
  });

  it('returns a sum for each head, and the mean of these sums', () => {
    const focus = focusOf(picture(2), { role: 'query', tokens: [1] });
    close(focus?.sums[1] ?? [], [0.05, 0.05, 0.4]);
    close(focus?.mean ?? [], [0.075, 0.075, 0.6]);
  });

  it('returns undefined if no selected token is shown', () => {
    assert.equal(focusOf(picture(1), undefined), undefined);
    assert.equal(focusOf(picture(1), { role: 'key', tokens: [7] }), undefined);
    assert.equal(focusOf(picture(1), { role: 'key', tokens: [] }), undefined);
  });
});

describe('toggled', () => {
  it('adds and removes single tokens, and starts again for the other axis', () => {
    const one = picture(1);
    const pin = (chosen: TokenSelection | undefined, place: number): TokenSelection | undefined =>
      toggled(chosen, one.key, 'key', place);
    const first = pin(undefined, 2);
    assert.deepEqual(first, selectionAt(one, 'key', 2));
    assert.deepEqual(pin(first, 0)?.tokens, [2, 0]);
    assert.equal(pin(first, 2), undefined);
    assert.deepEqual(
      toggled(first, one.query, 'query', 1),
      { role: 'query', tokens: [1] },
      'a selection of keys is replaced by one of queries',
    );
  });
});

describe('strongest', () => {
  it('returns the highest weights in descending order, without weights of 0', () => {
    assert.deepEqual(strongest(Float32Array.of(0.1, 0, 0.7, 0.2), 2), [2, 3]);
    assert.deepEqual(strongest(Float32Array.of(0, 0), 2), []);
  });
});

describe('strongestLines', () => {
  it('returns all weights if they are few, the strongest last', () => {
    const { lines, total } = strongestLines(picture(2), undefined, 100);
    assert.equal(total, 12);
    assert.equal(lines.length, 12);
    assert.deepEqual(lines.at(-1), { head: 0, query: 1, key: 2, weight: Math.fround(0.8) });
  });

  it('returns the strongest weights if there are many', () => {
    const size = 60;
    const weights = Array.from({ length: size }, (_, row) =>
      Array.from({ length: size }, (_, column) => (row === column ? 0.9 : 0.1 / (size - 1))),
    );
    const diagonal = pictureOf(
      { record: matrix('encoder', weights, letters(size)), layer: 0 },
      { source: 'x'.repeat(size), target: '' },
      { heads: 'mean', unit: 'tokens', special: 'shown' },
    );
    const { lines, total } = strongestLines(diagonal, undefined, 100);
    assert.equal(total, size * size);
    assert.equal(lines.length, size);
    assert.ok(lines.every(({ query, key }) => query === key));
  });

  it('returns only the lines of the selected tokens', () => {
    const one = picture(1);
    const ends = (chosen: TokenSelection): string[] =>
      strongestLines(one, focusOf(one, chosen), 100).lines.map(({ query, key }) => `${query}${key}`);
    assert.deepEqual(ends({ role: 'query', tokens: [0] }).sort(), ['00', '01', '02']);
    assert.deepEqual(ends({ role: 'key', tokens: [1] }).sort(), ['01', '11']);
  });
});

describe('colors and dashes of heads', () => {
  const luminance = (color: string): number => {
    const [red, green, blue] = [1, 3, 5].map(at => {
      const value = parseInt(color.slice(at, at + 2), 16) / 255;
      return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const contrast = (one: string, other: string): number => {
    const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
    return (light + 0.05) / (dark + 0.05);
  };

  it('have a contrast of at least 3 to the background', () => {
    for (let head = 0; head < 8; head++) {
      assert.ok(contrast(headColor(head, 'light'), '#ffffff') >= 3, `head ${head} on light`);
      assert.ok(contrast(headColor(head, 'dark'), '#1f1f1f') >= 3, `head ${head} on dark`);
    }
  });

  it('differ from one another in color or dashes', () => {
    for (const themeKind of ['light', 'dark'] as const) {
      const looks = Array.from({ length: 32 }, (_, head) => `${headColor(head, themeKind)} ${headDash(head)}`);
      assert.equal(new Set(looks).size, looks.length);
    }
  });
});
