// Matrix screen: the canvas that a matrix is painted on and the part of the matrix that is in sight.
import { zoomIdentity } from 'd3-zoom';
import type { Picture } from '../../../attention/picture/picture';
import {
  type Cell,
  fittedViewport,
  showing,
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

/** What is lower is scrolled to rather than too small to see. */
const LEAST_HEIGHT = 220;
/** For the legend below, and the line that says what is pointed at. */
const ROOM_BELOW = 92;

export class MatrixScreen implements Disposable {
  readonly canvas = element('canvas', { 'aria-hidden': 'true' });
  /** Lies over the cells, and so over nothing else, for the pointer. */
  readonly plot = element('div', { class: 'matrix-plot' });
  private readonly context = this.canvas.getContext('2d', { alpha: false }) ?? undefined;
  private readonly gesture: Gesture;
  private picture: Picture | undefined;
  private painter: MatrixPainter | undefined;
  private style: PainterStyle | undefined;
  /** What the painter was made for. */
  private room = 0;
  private current: Viewport = fittedViewport(1, 1, 1, 1);
  private marked: MatrixHighlights = NO_HIGHLIGHTS;
  private frame = 0;

  /**
   * @param isWanted whether a turn of the wheel is meant for the matrix, not for the page
   * @param onMove is told when another part comes into sight
   */
  constructor(
    isWanted: () => boolean,
    private readonly onMove: () => void,
  ) {
    this.gesture = gestureOn(this.plot, {
      isWanted,
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

  /** Draws a picture at once. What is in sight stays there if the picture is of the same tokens. */
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

  /** There is another width or height to fill. */
  resize(width: number): void {
    const { context, picture, style } = this;
    if (context === undefined || picture === undefined || style === undefined || width === 0) return;
    // Labels take their share of the room.
    if (width !== this.room) this.painter = new MatrixPainter(context, picture, style, width);
    this.room = width;
    this.layOut(width, true);
  }

  fit(): void {
    this.move(zoomedTo(this.current, 1, 0, 0));
  }

  /** Zooms around a cell if it is in sight, else around the middle. */
  zoom(factor: number, { row, column }: Cell): void {
    const { cell, x, y, width, height } = this.current;
    const place = [x + (column + 0.5) * cell, y + (row + 0.5) * cell] as const;
    const isInSight = place[0] >= 0 && place[1] >= 0 && place[0] <= width && place[1] <= height;
    const zoomed = zoomedBy(this.current, factor, isInSight ? place : [width / 2, height / 2]);
    // A cell at the edge grows beyond it.
    this.move(isInSight ? showing(zoomed, { row, column }) : zoomed);
  }

  reveal(cell: Cell): void {
    const next = showing(this.current, cell);
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

  /** Gives the canvas its size and the matrix its place. */
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
    // A canvas that is given its size is emptied, and its memory made anew.
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

/** For the last row's label, which may reach beyond its row. */
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
