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

describe('a matrix in another size', () => {
  it('keeps the highest of the cells that fall together', () => {
    const small = resampled(matrixOf([0, 0.5, 0, 0.25], [0.75, 0, 0, 0], [0, 0, 0, 1], [0, 0, 0.125, 0]), 2, 2);
    assert.deepEqual([...small.weights], [0.75, 0.25, 0, 1]);
  });

  it('repeats cells that become several', () => {
    const large = resampled(matrixOf([0.25, 0.5]), 2, 4);
    assert.deepEqual([...large.weights], [0.25, 0.25, 0.5, 0.5, 0.25, 0.25, 0.5, 0.5]);
  });

  it('loses no highest weight, whatever the sizes', () => {
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

  it('fits a thumbnail without losing its shape', () => {
    const { rows, columns } = thumbnail({ rows: 200, columns: 50, weights: new Float32Array(10_000) }, 64);
    assert.deepEqual([rows, columns], [64, 16]);
    const own = matrixOf([1]);
    assert.equal(thumbnail(own, 64), own);
  });

  it('is one of a record', () => {
    assert.deepEqual([...matrixAt(Float32Array.of(1, 2, 3, 4), 1, 2, 1).weights], [3, 4]);
    assert.throws(() => matrixAt(Float32Array.of(1), 1, 2, 0), { code: 'bad-request' });
  });
});

describe('pixels', () => {
  it('are the colors of the scale, a cell each', () => {
    const table = colorTable('gray', colorsOf({ themeKind: 'dark', contrast: false }, '#000000', '#ffffff'));
    const { width, height, data } = pixelsOf(matrixOf([0, 1], [1, 0], [0, 0]), table, RANGE);
    assert.deepEqual([width, height], [2, 3]);
    const [black, white] = [
      [0, 0, 0, 255],
      [255, 255, 255, 255],
    ];
    assert.deepEqual([...data], [black, white, white, black, black, black].flat());
  });

  it('of several heads mix like inks on light paper', () => {
    const { data } = overlaidPixels(
      [matrixOf([0, 1, 1, 0.5]), matrixOf([0, 0, 1, 0])],
      ['#00ffff', '#ffff00'],
      { ...PRINT_COLORS, foreground: '#000000' },
      RANGE,
    );
    const pixels = [0, 1, 2, 3].map(at => [...data.subarray(at * 4, at * 4 + 4)]);
    // White, cyan, cyan and yellow: green; half a cyan.
    assert.deepEqual(pixels.slice(0, 3), [
      [255, 255, 255, 255],
      [0, 255, 255, 255],
      [0, 255, 0, 255],
    ]);
    assert.ok(Math.abs(pixels[3][0] - 127) <= 1);
  });

  it('of several heads mix like lights on dark paper', () => {
    const colors = colorsOf({ themeKind: 'dark', contrast: false }, '#000000', '#ffffff');
    const { data } = overlaidPixels([matrixOf([1]), matrixOf([1])], ['#ff0000', '#00ff00'], colors, RANGE);
    assert.deepEqual([...data], [255, 255, 0, 255]);
  });

  it('are not made of matrices that do not fit one another', () => {
    const overlay = (...matrices: readonly Matrix[]): unknown =>
      overlaidPixels(matrices, ['#000', '#000'], PRINT_COLORS, RANGE);
    assert.throws(() => overlay(matrixOf([1]), matrixOf([1, 0])), { code: 'bad-request' });
    assert.throws(() => overlay(matrixOf([1])), { code: 'bad-request' });
    assert.throws(() => overlaidPixels([], [], PRINT_COLORS, RANGE), { code: 'bad-request' });
  });
});
