// Pixels: converts matrices to images of four bytes a pixel, and resamples matrices to other sizes.
import { rgb } from 'd3-color';
import type { Colors } from './colors';
import { badRequest } from '../../base/errors';
import { type ColorTable, levelOf, type WeightRange } from './scale';

/** One head's weights, row by row. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly weights: Float32Array; // [row, column]
}

export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray<ArrayBuffer>; // [y, x, 4]
}

/**
 * The matrix with index `at` in the packed weights of one layer, as a view of their memory.
 *
 * @throws AttentiveError `bad-request` if fewer than rows x columns weights begin at that index
 */
export function matrixAt(weights: Float32Array, rows: number, columns: number, at: number): Matrix {
  const matrix = weights.subarray(at * rows * columns, (at + 1) * rows * columns); // [row, column]
  if (matrix.length !== rows * columns) throw badRequest('weights', `there is no matrix ${at} of ${rows} x ${columns}`);
  return { rows, columns, weights: matrix };
}

/**
 * The matrix in another size. If several cells become one, it gets their highest weight, so that a single strong weight
 * stays visible. If one cell becomes several, its weight is repeated. No cell is skipped.
 */
export function resampled(matrix: Matrix, rows: number, columns: number): Matrix {
  if (rows === matrix.rows && columns === matrix.columns) return matrix;
  const weights = new Float32Array(rows * columns); // [row, column]
  const down = spansOf(matrix.rows, rows);
  const across = spansOf(matrix.columns, columns);
  for (let row = 0; row < rows; row++) {
    for (let y = down[row * 2]; y < down[row * 2 + 1]; y++) {
      const from = y * matrix.columns;
      for (let column = 0; column < columns; column++) {
        let most = weights[row * columns + column];
        for (let x = across[column * 2]; x < across[column * 2 + 1]; x++) {
          const weight = matrix.weights[from + x];
          if (weight > most) most = weight;
        }
        weights[row * columns + column] = most;
      }
    }
  }
  return { rows, columns, weights };
}

/** The matrix reduced to fit a square with `side` cells on a side, its proportions kept; unchanged if it fits already. */
export function thumbnail(matrix: Matrix, side: number): Matrix {
  const share = Math.min(1, side / Math.max(matrix.rows, matrix.columns));
  if (share === 1) return matrix;
  const shrunk = (count: number): number => Math.max(1, Math.round(count * share));
  return resampled(matrix, shrunk(matrix.rows), shrunk(matrix.columns));
}

/** One pixel for each cell. */
export function pixelsOf({ rows, columns, weights }: Matrix, table: ColorTable, range: WeightRange): Pixels {
  const data = new Uint8ClampedArray(rows * columns * 4); // [row, column, 4]
  // Copied as 32-bit units, which is independent of the byte order.
  const [colors, pixels] = [new Uint32Array(table.buffer), new Uint32Array(data.buffer)];
  for (let at = 0; at < weights.length; at++) pixels[at] = colors[levelOf(weights[at], range)];
  return { width: columns, height: rows, data };
}

/**
 * Several heads in one image, one pixel for each cell, each head in its own color. The colors are multiplied on a light
 * background, where overlaps are darker, and screened on a dark background, where overlaps are brighter.
 *
 * @param headColors a CSS color for each matrix
 * @throws AttentiveError `bad-request` if there is no matrix, the matrices differ in size, or there is not one color for each
 */
export function overlaidPixels(
  matrices: readonly Matrix[],
  headColors: readonly string[],
  colors: Colors,
  range: WeightRange,
): Pixels {
  const [first] = matrices;
  if (first === undefined || matrices.length !== headColors.length) {
    throw badRequest('matrices', `there are ${matrices.length} with ${headColors.length} colors`);
  }
  const { rows, columns } = first;
  if (matrices.some(one => one.rows !== rows || one.columns !== columns)) throw badRequest('matrices', 'sizes differ');
  const below = channelsOf(colors.background);
  const mix = new Float32Array(rows * columns * 3); // [row, column, 3]
  for (let at = 0; at < mix.length; at++) mix[at] = below[at % 3];
  matrices.forEach(({ weights }, head) => {
    const headColor = channelsOf(headColors[head]);
    for (let at = 0; at < weights.length; at++) {
      const share = levelOf(weights[at], range) / 255;
      if (share === 0) continue;
      for (let channel = 0; channel < 3; channel++) {
        const under = mix[at * 3 + channel];
        const both =
          colors.themeKind === 'dark' ? 1 - (1 - under) * (1 - headColor[channel]) : under * headColor[channel];
        mix[at * 3 + channel] = under + (both - under) * share;
      }
    }
  });
  const data = new Uint8ClampedArray(rows * columns * 4).fill(255); // [row, column, 4]
  for (let at = 0; at < mix.length; at++) data[Math.floor(at / 3) * 4 + (at % 3)] = mix[at] * 255;
  return { width: columns, height: rows, data };
}

/**
 * Divides `from` items into `to` parts of at least one item: for each part the index of its first item, and of the item
 * after its last.
 */
function spansOf(from: number, to: number): Int32Array {
  const spans = new Int32Array(to * 2); // [part, 2]
  for (let part = 0; part < to; part++) {
    const start = Math.min(from - 1, Math.floor((part * from) / to));
    spans[part * 2] = start;
    spans[part * 2 + 1] = Math.max(start + 1, Math.ceil(((part + 1) * from) / to));
  }
  return spans;
}

function channelsOf(color: string): readonly [number, number, number] {
  const { r, g, b } = rgb(color);
  return [r / 255, g / 255, b / 255];
}
