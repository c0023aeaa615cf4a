// Paint figure: paints a figure on a canvas and encodes it as PNG. The result looks like the SVG document that svg.ts writes.
import {
  type CellsMark,
  type CurveMark,
  type Figure,
  FONT,
  type Mark,
  type TextMark,
} from '../../../attention/drawing/figure';

/** The longest side of a canvas that all browsers allow, in pixels. */
const MOST_SIDE = 16_000;

/** A PNG file of the figure with `scale` pixels for each CSS pixel, or fewer if it would be too large for a browser. */
export async function pngOf(figure: Figure, scale: number): Promise<Uint8Array<ArrayBuffer>> {
  const fitting = Math.min(scale, MOST_SIDE / Math.max(figure.width, figure.height));
  const canvas = new OffscreenCanvas(Math.round(figure.width * fitting), Math.round(figure.height * fitting));
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('there is no canvas to draw on');
  context.scale(fitting, fitting);
  context.fillStyle = figure.background;
  context.fillRect(0, 0, figure.width, figure.height);
  for (const mark of figure.marks) paint(context, mark);
  const blob = await canvas.convertToBlob({ type: 'image/png' });
  return new Uint8Array(await blob.arrayBuffer());
}

function paint(context: OffscreenCanvasRenderingContext2D, mark: Mark): void {
  context.save();
  switch (mark.kind) {
    case 'box':
      if (mark.fill !== undefined) context.fillStyle = mark.fill;
      if (mark.stroke !== undefined) context.strokeStyle = mark.stroke;
      if (mark.fill !== undefined) context.fillRect(mark.x, mark.y, mark.width, mark.height);
      if (mark.stroke !== undefined) context.strokeRect(mark.x, mark.y, mark.width, mark.height);
      break;
    case 'text':
      paintText(context, mark);
      break;
    case 'cells':
      paintCells(context, mark);
      break;
    case 'curve':
      paintCurve(context, mark);
      break;
  }
  context.restore();
}

function paintText(context: OffscreenCanvasRenderingContext2D, mark: TextMark): void {
  context.translate(mark.x, mark.y);
  context.rotate((mark.turn * Math.PI) / 180);
  context.font = `${mark.bold ? '600' : 'normal'} ${mark.size}px ${FONT}`;
  context.textAlign = mark.anchor === 'middle' ? 'center' : mark.anchor;
  context.fillStyle = mark.color;
  context.fillText(mark.text, 0, 0);
}

function paintCells(context: OffscreenCanvasRenderingContext2D, { x, y, cell, pixels }: CellsMark): void {
  const { width, height, data } = pixels;
  const image = new OffscreenCanvas(width, height);
  image.getContext('2d')?.putImageData(new ImageData(data, width, height), 0, 0);
  context.imageSmoothingEnabled = false;
  context.drawImage(image, x, y, width * cell, height * cell);
}

function paintCurve(context: OffscreenCanvasRenderingContext2D, mark: CurveMark): void {
  const { from, to } = mark;
  const middle = (from[0] + to[0]) / 2;
  context.beginPath();
  context.moveTo(...from);
  context.bezierCurveTo(middle, from[1], middle, to[1], ...to);
  context.lineWidth = mark.width;
  context.strokeStyle = mark.color;
  context.globalAlpha = mark.opacity;
  context.setLineDash(mark.dash === '' ? [] : mark.dash.split(' ').map(Number));
  context.stroke();
}
