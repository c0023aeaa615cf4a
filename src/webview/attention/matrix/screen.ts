// Screen: the canvas that a matrix is painted on, and the viewport of the matrix.
import { zoomIdentity } from 'd3-zoom';
import type { Picture } from '../../../attention/picture/picture';
import {
  type Cell,
  fittedViewport,
  scrolledToShow,
  type Viewport,
  zoomedBy,
  zoomedTo,
  zoomOf,
} from '../../../attention/picture/viewport';
import type { Disposable } from '../../../base/lifecycle';
import { element } from '../../dom/element';
import { type Gesture, gestureOn } from './gesture';
import { type MatrixHighlights, NO_HIGHLIGHTS } from './highlights';
import { type Gutters, MatrixPainter, type PainterStyle } from './painter';

/** The least height of the matrix in pixels. In a lower window the page scrolls. */
const LEAST_HEIGHT = 220;
/** The height in pixels of the legend and of the line about the selection, below the matrix. */
const ROOM_BELOW = 92;

export class MatrixScreen implements Disposable {
  readonly canvas = element('canvas', { 'aria-hidden': 'true' });
  /** An element that covers the cells and receives pointer events. */
  readonly plot = element('div', { class: 'matrix-plot' });
  private readonly context = this.canvas.getContext('2d', { alpha: false }) ?? undefined;
  private readonly gesture: Gesture;
  private picture: Picture | undefined;
  private painter: MatrixPainter | undefined;
  private style: PainterStyle | undefined;
  /** The width that the painter was made for. */
  private room = 0;
  private current: Viewport = fittedViewport(1, 1, 1, 1);
  private marked: MatrixHighlights = NO_HIGHLIGHTS;
  private frame = 0;

  /**
   * @param zoomsByWheel whether the wheel zooms the matrix; otherwise it scrolls the page
   * @param onMove called when another part of the matrix becomes visible
   */
  constructor(
    zoomsByWheel: () => boolean,
    private readonly onMove: () => void,
  ) {
    this.gesture = gestureOn(this.plot, {
      zoomsByWheel,
      viewport: () => this.current,
      moved: view => {
        this.current = view;
        this.onMove();
        this.schedule();
      },
    });
  }

  get viewport(): Viewport {
    return this.current;
  }

  get gutters(): Gutters {
    return this.painter?.gutters ?? { left: 0, top: 0, right: 0 };
  }

  /** Draws a picture at once. The viewport is kept if the picture has the same kind and size as the one before. */
  show(picture: Picture, style: PainterStyle, width: number): void {
    if (this.context === undefined) return;
    const keep = this.picture !== undefined && isOfSameSize(this.picture, picture);
    this.picture = picture;
    this.style = style;
    this.room = width;
    this.painter = new MatrixPainter(this.context, picture, style, width);
    this.layOut(width, keep);
  }

  highlight(marks: MatrixHighlights): void {
    this.marked = marks;
    this.schedule();
  }

  /** Adapts the drawing to another width of the page or height of the window. */
  resize(width: number): void {
    const { context, picture, style } = this;
    if (context === undefined || picture === undefined || style === undefined || width === 0) return;
    // The width of the labels depends on the width of the page.
    if (width !== this.room) this.painter = new MatrixPainter(context, picture, style, width);
    this.room = width;
    this.layOut(width, true);
  }

  fit(): void {
    this.move(zoomedTo(this.current, 1, 0, 0));
  }

  /** Zooms around a cell if it is visible, otherwise around the middle of the viewport. */
  zoom(factor: number, { row, column }: Cell): void {
    const { cell, x, y, width, height } = this.current;
    const place = [x + (column + 0.5) * cell, y + (row + 0.5) * cell] as const;
    const isInSight = place[0] >= 0 && place[1] >= 0 && place[0] <= width && place[1] <= height;
    const zoomed = zoomedBy(this.current, factor, isInSight ? place : [width / 2, height / 2]);
    // Without scrolling, a cell at the edge could grow out of the viewport.
    this.move(isInSight ? scrolledToShow(zoomed, { row, column }) : zoomed);
  }

  reveal(cell: Cell): void {
    const next = scrolledToShow(this.current, cell);
    if (next.x !== this.current.x || next.y !== this.current.y) this.move(next);
  }

  dispose(): void {
    cancelAnimationFrame(this.frame);
    this.gesture.dispose();
  }

  private move(view: Viewport): void {
    this.current = view;
    this.gesture.set(zoomIdentity.translate(view.x, view.y).scale(zoomOf(view)));
    this.onMove();
    this.schedule();
  }

  /** Sets the size of the canvas and the viewport, and draws. */
  private layOut(room: number, keep: boolean): void {
    const { picture } = this;
    if (picture === undefined) return;
    const { left, top, right } = this.gutters;
    const [rows, columns] = [picture.query.tokens.length, picture.key.tokens.length];
    const width = Math.max(80, room - left - right);
    const most = this.mostHeight() - top;
    const height = Math.max(24, Math.min(most, fittedViewport(rows, columns, width, Infinity).cell * rows));
    const fitted = fittedViewport(rows, columns, width, height);
    const { current } = this;
    this.move(keep ? zoomedTo(fitted, zoomOf(current), current.x, current.y) : fitted);
    const [fullWidth, fullHeight] = [left + width + right, top + height + BELOW];
    // Setting the size of a canvas clears it and allocates its memory again, even if the size is the same.
    const [across, down] = [fullWidth, fullHeight].map(side => Math.round(side * window.devicePixelRatio));
    if (this.canvas.width !== across) this.canvas.width = across;
    if (this.canvas.height !== down) this.canvas.height = down;
    place(this.canvas, [0, 0, fullWidth, fullHeight]);
    place(this.plot, [left, top, width, height]);
    const stage = this.canvas.parentElement;
    if (stage !== null) stage.style.blockSize = `${fullHeight}px`;
    cancelAnimationFrame(this.frame);
    this.draw();
  }

  private mostHeight(): number {
    const above = this.canvas.getBoundingClientRect().top + window.scrollY;
    const { innerHeight } = window;
    return Math.max(LEAST_HEIGHT, innerHeight - above - ROOM_BELOW);
  }

  private schedule(): void {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => this.draw());
  }

  private draw(): void {
    this.painter?.draw(this.current, this.marked, window.devicePixelRatio);
  }
}

/** Space for the last row's label, which may extend beyond its row. */
const BELOW = 6;

function isOfSameSize(one: Picture, other: Picture): boolean {
  const [first, second] = [one, other].map(({ kind, record: { targets, sources } }) =>
    [kind, targets.length, sources.length].join(' '),
  );
  return first === second;
}

function place({ style }: HTMLElement, [left, top, width, height]: readonly [number, number, number, number]): void {
  style.left = `${left}px`;
  style.top = `${top}px`;
  style.width = `${width}px`;
  style.height = `${height}px`;
}
