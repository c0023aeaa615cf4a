// Image: the cells of a picture as bitmaps: one with a pixel for each cell, and smaller ones for cells smaller than a pixel.
import { headColor } from '../../../attention/drawing/headColors';
import type { Colors } from '../../../attention/drawing/colors';
import { headNumber, type Picture } from '../../../attention/picture/picture';
import {
  type Matrix,
  matrixAt,
  overlaidPixels,
  type Pixels,
  pixelsOf,
  resampled,
} from '../../../attention/drawing/pixels';
import type { ColorTable, WeightRange } from '../../../attention/drawing/scale';
import { type Viewport, visibleRangeOf } from '../../../attention/picture/viewport';

export interface ImageStyle {
  readonly colors: Colors;
  readonly table: ColorTable;
  readonly range: WeightRange;
}

export class MatrixImage {
  private readonly matrices: readonly Matrix[];
  private readonly colors: readonly string[];
  /** Bitmaps by level, created on first use. A pixel covers 2 to the power of `level` cells in each direction. */
  private readonly levels = new Map<number, OffscreenCanvas>();

  constructor(
    { record, heads }: Pick<Picture, 'record' | 'heads'>,
    private readonly style: ImageStyle,
  ) {
    const { targets, sources, weights } = record;
    this.matrices = heads.map((_, at) => matrixAt(weights, targets.length, sources.length, at));
    this.colors = heads.map((head, at) => headColor(headNumber(head, at), style.colors.themeKind));
  }

  /** Draws the visible part. The corner of the viewport is at the origin of the context. */
  draw(context: CanvasRenderingContext2D, view: Viewport, pixelRatio: number): void {
    const pixels = view.cell * pixelRatio;
    const level = pixels >= 0.75 ? 0 : Math.min(4, Math.round(Math.log2(1 / pixels)));
    const bitmap = this.bitmap(level);
    const visible = visibleRangeOf(view);
    const [acrossShare, downShare] = [bitmap.width / view.columns, bitmap.height / view.rows];
    // The part is rounded to whole pixels of the bitmap, so that it contains whole cells.
    const left = Math.floor(visible.columns[0] * acrossShare);
    const top = Math.floor(visible.rows[0] * downShare);
    const width = Math.ceil(visible.columns[1] * acrossShare) - left;
    const height = Math.ceil(visible.rows[1] * downShare) - top;
    const [cellAcross, cellDown] = [view.cell / acrossShare, view.cell / downShare];
    if (width <= 0 || height <= 0) return;
    context.imageSmoothingEnabled = false;
    context.drawImage(
      ...([bitmap, left, top, width, height] as const),
      ...([view.x + left * cellAcross, view.y + top * cellDown, width * cellAcross, height * cellDown] as const),
    );
  }

  private bitmap(level: number): OffscreenCanvas {
    const known = this.levels.get(level);
    if (known !== undefined) return known;
    const pixels = this.pixels(level);
    const canvas = new OffscreenCanvas(pixels.width, pixels.height);
    canvas.getContext('2d')?.putImageData(new ImageData(pixels.data, pixels.width, pixels.height), 0, 0);
    this.levels.set(level, canvas);
    return canvas;
  }

  private pixels(level: number): Pixels {
    const { colors, table, range } = this.style;
    const smaller = (count: number): number => Math.max(1, Math.ceil(count / 2 ** level));
    const matrices = this.matrices.map(one => resampled(one, smaller(one.rows), smaller(one.columns)));
    if (matrices.length === 1) return pixelsOf(matrices[0], table, range);
    return overlaidPixels(matrices, this.colors, colors, range);
  }
}
