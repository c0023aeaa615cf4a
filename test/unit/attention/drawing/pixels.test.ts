import assert from 'node:assert/strict';
import fc from 'fast-check';
import { colorsOf, PRINT_COLORS } from '../../../../src/attention/drawing/colors';
import {
  type Matrix,
  matrixAt,
  overlaidPixels,
  pixelsOf,
  resampled,
  thumbnail,
} from '../../../../src/attention/drawing/pixels';
import { colorTable } from '../../../../src/attention/drawing/scale';

const RANGE = { most: 1, power: 1 };

function matrixOf(...rows: readonly (readonly number[])[]): Matrix {
  return { rows: rows.length, columns: rows[0].length, weights: Float32Array.from(rows.flat()) };
}

describe('resampled', () => {
  it('keeps the highest of the weights that become one cell', () => {
    const small = resampled(matrixOf([0, 0.5, 0, 0.25], [0.75, 0, 0, 0], [0, 0, 0, 1], [0, 0, 0.125, 0]), 2, 2);
    assert.deepEqual([...small.weights], [0.75, 0.25, 0, 1]);
  });

  it('repeats the weight of a cell that becomes several', () => {
    const large = resampled(matrixOf([0.25, 0.5]), 2, 4);
    assert.deepEqual([...large.weights], [0.25, 0.25, 0.5, 0.5, 0.25, 0.25, 0.5, 0.5]);
  });

  it('keeps the highest weight of the matrix for all sizes', () => {
    const size = fc.integer({ min: 1, max: 9 });
    fc.assert(
      fc.property(size, size, size, size, fc.nat(), (rows, columns, height, width, place) => {
        const weights = new Float32Array(rows * columns);
        weights[place % weights.length] = 1;
        const other = resampled({ rows, columns, weights }, height, width);
        assert.equal(other.weights.length, height * width);
        assert.ok(other.weights.includes(1));
      }),
    );
  });
});

describe('thumbnail', () => {
  it('reduces a matrix in its proportions, and returns a matrix that fits unchanged', () => {
    const { rows, columns } = thumbnail({ rows: 200, columns: 50, weights: new Float32Array(10_000) }, 64);
    assert.deepEqual([rows, columns], [64, 16]);
    const single = matrixOf([1]);
    assert.equal(thumbnail(single, 64), single);
  });
});

describe('matrixAt', () => {
  it('returns one matrix of a record’s weights, and throws if there are too few weights', () => {
    assert.deepEqual([...matrixAt(Float32Array.of(1, 2, 3, 4), 1, 2, 1).weights], [3, 4]);
    assert.throws(() => matrixAt(Float32Array.of(1), 1, 2, 0), { code: 'bad-request' });
  });
});

describe('pixelsOf', () => {
  it('gives each cell its color of the scale', () => {
    const table = colorTable('gray', colorsOf({ themeKind: 'dark', contrast: false }, '#000000', '#ffffff'));
    const { width, height, data } = pixelsOf(matrixOf([0, 1], [1, 0], [0, 0]), table, RANGE);
    assert.deepEqual([width, height], [2, 3]);
    const [black, white] = [
      [0, 0, 0, 255],
      [255, 255, 255, 255],
    ];
    assert.deepEqual([...data], [black, white, white, black, black, black].flat());
  });
});

describe('overlaidPixels', () => {
  it('combines the colors of heads with the blend mode `multiply` on a light background', () => {
    const { data } = overlaidPixels(
      [matrixOf([0, 1, 1, 0.5]), matrixOf([0, 0, 1, 0])],
      ['#00ffff', '#ffff00'],
      { ...PRINT_COLORS, foreground: '#000000' },
      RANGE,
    );
    const pixels = [0, 1, 2, 3].map(at => [...data.subarray(at * 4, at * 4 + 4)]);
    // No head: white. The first head: cyan. Both: cyan times yellow, which is green. The first with weight 0.5: a light cyan.
    assert.deepEqual(pixels.slice(0, 3), [
      [255, 255, 255, 255],
      [0, 255, 255, 255],
      [0, 255, 0, 255],
    ]);
    assert.ok(Math.abs(pixels[3][0] - 127) <= 1);
  });

  it('combines the colors of heads with the blend mode `screen` on a dark background', () => {
    const colors = colorsOf({ themeKind: 'dark', contrast: false }, '#000000', '#ffffff');
    const { data } = overlaidPixels([matrixOf([1]), matrixOf([1])], ['#ff0000', '#00ff00'], colors, RANGE);
    assert.deepEqual([...data], [255, 255, 0, 255]);
  });

  it('throws for matrices of unequal size, missing colors, or no matrix', () => {
    const overlay = (...matrices: readonly Matrix[]): unknown =>
      overlaidPixels(matrices, ['#000', '#000'], PRINT_COLORS, RANGE);
    assert.throws(() => overlay(matrixOf([1]), matrixOf([1, 0])), { code: 'bad-request' });
    assert.throws(() => overlay(matrixOf([1])), { code: 'bad-request' });
    assert.throws(() => overlaidPixels([], [], PRINT_COLORS, RANGE), { code: 'bad-request' });
  });
});
