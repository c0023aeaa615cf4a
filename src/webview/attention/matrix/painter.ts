// Painter: draws a viewport of a matrix with its labels, numbers and highlights on a canvas, at the screen's resolution.
import { headColor } from '../../../attention/drawing/headColors';
import { foregroundOn } from '../../../attention/drawing/colors';
import { headNumber, type Picture } from '../../../attention/picture/picture';
import { colorOf, levelOf } from '../../../attention/drawing/scale';
import { type Viewport, visibleRangeOf } from '../../../attention/picture/viewport';
import { type ImageStyle, MatrixImage } from './image';
import {
  AXIS,
  type AxisTitles,
  drawAxisTitles,
  drawColumnLabels,
  drawRowLabels,
  LABEL_SIZE,
  type LabelStyle,
  type Labels,
  labelsOf,
  leaningRoom,
  longestLabel,
} from './labels';
import { drawHighlights, extentOf, type MatrixHighlights } from './highlights';
import { fontOf } from '../../dom/canvasTheme';

/** The cell size, in CSS pixels, from which lines are drawn between cells. */
const LINES_FROM = 14;
/** The cell size, in CSS pixels, from which numbers are written in the cells. */
const NUMBERS_FROM = 27;

/** Several heads are drawn as bars if a cell has at least `BARS_FROM` CSS pixels, and at least `BAR_FROM` for each head. */
const BARS_FROM = 18;
const BAR_FROM = 4;

export interface PainterStyle extends ImageStyle {
  readonly accent: string;
  readonly format: (weight: number) => string;
  readonly titles: AxisTitles;
}

/** The space for labels around the matrix on the canvas. */
export interface Gutters {
  readonly left: number;
  readonly top: number;
  readonly right: number;
}

export class MatrixPainter {
  readonly gutters: Gutters;
  private readonly image: MatrixImage;
  private readonly rowLabels: Labels;
  private readonly columnLabels: Labels;
  private readonly font = fontOf(LABEL_SIZE);
  private readonly boldFont = fontOf(LABEL_SIZE, 'bold');
  private readonly numbers = new Map<number, string>();

  /** @param room the width of matrix and labels together, in CSS pixels */
  constructor(
    private readonly context: CanvasRenderingContext2D,
    private readonly picture: Picture,
    private readonly style: PainterStyle,
    room: number,
  ) {
    const longest = longestLabel(room);
    this.image = new MatrixImage(picture, style);
    context.font = this.boldFont;
    this.rowLabels = labelsOf(context, picture.query.tokens, longest);
    this.columnLabels = labelsOf(context, picture.key.tokens, longest);
    const left = AXIS + this.rowLabels.widest + 10;
    const { above, beyond } = leaningRoom(this.columnLabels, room - left);
    this.gutters = { left, top: AXIS + above, right: beyond };
  }

  /** Draws one frame. */
  draw(view: Viewport, marks: MatrixHighlights, pixelRatio: number): void {
    const { context, gutters, style } = this;
    context.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0);
    context.fillStyle = style.colors.background;
    context.fillRect(0, 0, gutters.left + view.width + gutters.right, gutters.top + view.height + 8);
    this.drawAt(gutters.left, gutters.top, () => {
      this.clip(view);
      this.image.draw(context, view, pixelRatio);
      if (this.picture.heads.length > 1) this.bars(view);
      else if (style.colors.contrast) this.squares(view);
      if (view.cell >= LINES_FROM) this.lines(view);
      if (view.cell >= NUMBERS_FROM && this.picture.heads.length === 1) this.values(view);
      drawHighlights(context, view, marks, { ...style.colors, accent: style.accent });
    });
    this.drawAt(gutters.left - 6, gutters.top, () => this.labelRows(view, marks));
    this.drawAt(gutters.left, gutters.top, () => this.labelColumns(view, marks));
    this.drawAt(0, 0, () => this.titles(view));
    this.frame(view);
  }

  private titles(view: Viewport): void {
    const { context, gutters, style } = this;
    const [, height] = extentOf(view);
    context.font = this.boldFont;
    context.fillStyle = style.colors.foreground;
    drawAxisTitles(context, style.titles, { ...gutters, width: view.width + gutters.right, height });
  }

  /** Calls `draw` with the origin of the canvas at a point. */
  private drawAt(x: number, y: number, draw: () => void): void {
    this.context.save();
    this.context.translate(x, y);
    draw();
    this.context.restore();
  }

  private clip(view: Viewport): void {
    this.context.beginPath();
    this.context.rect(0, 0, ...extentOf(view));
    this.context.clip();
  }

  /** For high contrast: draws weights as squares of different sizes, because shades alone must not carry meaning. */
  private squares(view: Viewport): void {
    if (view.cell < LINES_FROM || view.cell >= NUMBERS_FROM) return;
    const { context, style } = this;
    context.fillStyle = style.colors.background;
    this.eachCell(view, 0, (_, x, y) => context.fillRect(x, y, view.cell, view.cell));
    context.fillStyle = style.colors.foreground;
    this.eachCell(view, 0, (weight, x, y) => {
      const share = levelOf(weight, style.range) / 255;
      const side = Math.sqrt(share) * (view.cell - 3);
      const inset = (view.cell - side) / 2;
      if (side > 0.5) context.fillRect(x + inset, y + inset, side, side);
    });
  }

  /** Draws a bar for each head if the cells have room, because mixed colors cannot be told apart. */
  private bars(view: Viewport): void {
    const { context, style, picture } = this;
    const count = picture.heads.length;
    if (view.cell < Math.max(BARS_FROM, BAR_FROM * count)) return;
    context.fillStyle = style.colors.background;
    context.fillRect(0, 0, ...extentOf(view));
    const width = (view.cell - 4) / count;
    picture.heads.forEach((head, at) => {
      context.fillStyle = headColor(headNumber(head, at), style.colors.themeKind);
      this.eachCell(view, at, (weight, x, y) => {
        const height = (levelOf(weight, style.range) / 255) * (view.cell - 3);
        if (height > 0.5) context.fillRect(x + 2 + at * width, y + view.cell - 1 - height, width - 0.5, height);
      });
    });
  }

  private lines(view: Viewport): void {
    const { context, style } = this;
    const { rows, columns } = visibleRangeOf(view);
    const [width, height] = extentOf(view);
    context.beginPath();
    for (let row = rows[0] + 1; row < rows[1]; row++) {
      context.moveTo(0, crisp(view.y + row * view.cell));
      context.lineTo(width, crisp(view.y + row * view.cell));
    }
    for (let column = columns[0] + 1; column < columns[1]; column++) {
      context.moveTo(crisp(view.x + column * view.cell), 0);
      context.lineTo(crisp(view.x + column * view.cell), height);
    }
    context.strokeStyle = style.colors.foreground;
    context.globalAlpha = style.colors.contrast ? 0.6 : 0.12;
    context.lineWidth = 1;
    context.stroke();
    context.globalAlpha = 1;
  }

  private values(view: Viewport): void {
    const { context, style } = this;
    context.font = fontOf(Math.min(13, Math.max(10, view.cell * 0.32)));
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    this.eachCell(view, 0, (weight, x, y) => {
      context.fillStyle = foregroundOn(colorOf(style.table, levelOf(weight, style.range)));
      context.fillText(this.textOf(weight), x + view.cell / 2, y + view.cell / 2);
    });
  }

  private labelRows(view: Viewport, { cell, rows }: MatrixHighlights): void {
    const { context } = this;
    context.beginPath();
    // The first and the last label may extend a little beyond their rows.
    context.rect(AXIS - this.gutters.left, -LABEL_SIZE / 2, this.gutters.left - AXIS + 6, view.height + LABEL_SIZE);
    context.clip();
    drawRowLabels(
      context,
      this.rowLabels,
      view,
      this.labelStyle(at => cell?.row === at || rows.has(at)),
    );
  }

  private labelColumns(view: Viewport, { cell, columns }: MatrixHighlights): void {
    const { context, gutters } = this;
    context.beginPath();
    context.rect(-4, AXIS - gutters.top, view.width + gutters.right + 4, gutters.top - AXIS);
    context.clip();
    drawColumnLabels(
      context,
      this.columnLabels,
      view,
      this.labelStyle(at => cell?.column === at || columns.has(at)),
    );
  }

  private frame(view: Viewport): void {
    const { context, gutters, style } = this;
    const [width, height] = extentOf(view);
    context.strokeStyle = style.colors.foreground;
    context.globalAlpha = style.colors.contrast ? 1 : 0.35;
    context.lineWidth = 1;
    context.strokeRect(crisp(gutters.left) - 1, crisp(gutters.top) - 1, Math.ceil(width) + 1, Math.ceil(height) + 1);
    context.globalAlpha = 1;
  }

  private labelStyle(marked: (at: number) => boolean): LabelStyle {
    const { font, boldFont, style } = this;
    return { font, boldFont, textColor: style.colors.foreground, marked };
  }

  private eachCell(view: Viewport, head: number, draw: (weight: number, x: number, y: number) => void): void {
    const { rows, columns } = visibleRangeOf(view);
    const { weights, sources, targets } = this.picture.record;
    const first = head * targets.length * sources.length;
    for (let row = rows[0]; row < rows[1]; row++) {
      for (let column = columns[0]; column < columns[1]; column++) {
        const [x, y] = [view.x + column * view.cell, view.y + row * view.cell];
        draw(weights[first + row * sources.length + column], x, y);
      }
    }
  }

  /** A weight as text. It is cached, because formatting is slow and there are few different texts. */
  private textOf(weight: number): string {
    const rounded = Math.round(weight * 100);
    const known = this.numbers.get(rounded) ?? this.style.format(rounded / 100);
    this.numbers.set(rounded, known);
    return known;
  }
}

/** Coordinates at which a line of one pixel is sharp. */
function crisp(at: number): number {
  return Math.round(at) + 0.5;
}
