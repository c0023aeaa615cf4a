// Matrix view: a heatmap of weights, rows look at columns. It pans and zooms, and every cell can be reached by keys.
import { zoomIdentity } from 'd3-zoom';
import type { Chosen } from '../../attention/focus';
import type { Picture } from '../../attention/picture';
import { colourTable, type Range } from '../../attention/scale';
import {
  type Cell,
  cellAt,
  fittedViewport,
  movedBy,
  showing,
  type Viewport,
  zoomedBy,
  zoomedTo,
  zoomOf,
} from '../../attention/viewport';
import { DisposableStore, toDisposable } from '../../base/lifecycle';
import { element } from '../dom';
import { filled } from '../rows';
import { MatrixControls, rangeFor } from './matrixControls';
import { type Gesture, gestureOn } from './matrixGesture';
import { MatrixPainter, type Marks, NO_MARKS } from './matrixPainter';
import { MatrixTip } from './matrixTip';
import { weightText } from './numbers';
import { paperNow } from './paper';
import { headsPhrase } from './sentences';
import { colourOf } from './theme';
import type { Pointed, Scene, View, ViewContext, ViewEntry } from './view';

export const MATRIX_VIEW: ViewEntry = {
  name: 'matrix',
  label: words => words.matrix.tab,
  needs: 'picture',
  create: context => new MatrixView(context),
};

/** So much of the window's height the matrix takes at most; the line below it stays in sight. */
const MOST_HEIGHT = 0.72;
const LEAST_HEIGHT = 300;
const ZOOM_STEP = 1.5;

class MatrixView implements View {
  readonly element: HTMLElement;
  private readonly canvas = element('canvas', { 'aria-hidden': 'true' });
  private readonly plot = element('div', { class: 'matrix-plot' });
  private readonly stage: HTMLElement;
  private readonly controls: MatrixControls;
  private readonly tip: MatrixTip;
  private readonly gesture: Gesture;
  private readonly context2d: CanvasRenderingContext2D | undefined;
  private readonly store = new DisposableStore();
  private picture: Picture | undefined;
  private painter: MatrixPainter | undefined;
  private view: Viewport = fittedViewport(1, 1, 1, 1);
  private marks: Marks = NO_MARKS;
  /** Where the keys are. */
  private cursor: Cell = { row: 0, column: 0 };
  private frame = 0;
  private drawnAs = '';

  constructor(private readonly context: ViewContext) {
    const { matrix } = context.words;
    this.context2d = this.canvas.getContext('2d', { alpha: false }) ?? undefined;
    this.tip = new MatrixTip(context);
    this.stage = element(
      'div',
      {
        ...{ class: 'matrix-stage', tabindex: '0', role: 'application', 'aria-roledescription': matrix.role },
        'aria-describedby': 'matrix-hint',
      },
      ...[this.canvas, this.plot, this.tip.element],
    );
    this.controls = new MatrixControls(context, {
      zoom: factor => this.zoomBy(factor),
      fit: () => this.move(zoomedTo(this.view, 1, 0, 0)),
    });
    const hint = element('p', { class: 'hint', id: 'matrix-hint' }, matrix.hint);
    this.element = element('div', { class: 'matrix-view' }, this.controls.element, this.stage, hint);
    this.gesture = gestureOn(this.plot, {
      isWanted: () => document.activeElement === this.stage,
      viewport: () => this.view,
      moved: view => {
        this.view = view;
        this.schedule();
      },
    });
    this.listen();
  }

  show({ picture, settings, shown }: Scene): void {
    if (picture === undefined) return;
    const { theme, language } = this.context;
    const paper = paperNow(theme.value);
    const range: Range = rangeFor(settings.contrast, picture.record.weights);
    const table = colourTable(settings.scale, paper);
    const format = (weight: number): string => weightText(weight, language);
    const sameSize = this.isSameSize(picture);
    this.picture = picture;
    this.drawnAs = `${shown.run} ${picture.kind} ${picture.layer} ${picture.heads.join(' ')}`;
    this.controls.show(settings, picture, { paper, range, table });
    const { words } = this.context;
    this.stage.ariaLabel = filled(
      words.matrix.label,
      ...[picture.looking, picture.seen].map(({ tokens }) => tokens.length.toLocaleString(language)),
      headsPhrase(picture, this.context),
    );
    if (this.context2d !== undefined) {
      const look = { accent: colourOf('--vscode-focusBorder') || paper.foreground, quiet: paper.foreground };
      this.painter = new MatrixPainter(this.context2d, picture, { paper, range, table, format, ...look });
    }
    this.layOut(sameSize);
    this.draw();
  }

  mark(chosen: Chosen | Pointed | undefined): void {
    const { picture } = this;
    if (picture === undefined) return;
    this.marks = marksOf(picture, chosen);
    const { cell } = this.marks;
    if (cell !== undefined) this.cursor = cell;
    const by = chosen !== undefined && 'by' in chosen ? chosen.by : undefined;
    if (by === 'editor' && cell === undefined) this.bringToSight();
    const shownCell = by === undefined || cell === undefined ? undefined : cell;
    this.tip.show(picture, shownCell, this.view, this.painter?.gutters);
    this.schedule();
  }

  dispose(): void {
    cancelAnimationFrame(this.frame);
    this.store.dispose();
    this.element.remove();
  }

  private listen(): void {
    const { plot, stage } = this;
    plot.addEventListener('pointerdown', () => stage.focus({ preventScroll: true }));
    plot.addEventListener('pointermove', event => {
      if (event.buttons === 0) this.point(cellAt(this.view, event.offsetX, event.offsetY), 'pointer');
    });
    plot.addEventListener('pointerleave', () => this.leave('pointer'));
    plot.addEventListener('click', event => {
      const cell = cellAt(this.view, event.offsetX, event.offsetY);
      if (cell !== undefined) this.pin(cell, event.shiftKey);
    });
    stage.addEventListener('keydown', event => {
      if (this.press(event)) event.preventDefault();
    });
    stage.addEventListener('focus', () => {
      // A click that brought the focus has pointed already.
      if (stage.matches(':focus-visible')) this.point(this.cursor, 'keyboard');
    });
    stage.addEventListener('blur', () => this.leave('keyboard'));
    const observer = new ResizeObserver(() => {
      this.layOut(true);
      this.draw();
    });
    observer.observe(this.element);
    this.store.add(toDisposable(() => observer.disconnect()));
    this.store.add(toDisposable(() => this.gesture.dispose()));
  }

  /** Whether the key meant something. */
  private press(event: KeyboardEvent): boolean {
    if (this.picture === undefined || event.altKey) return false;
    const whole = event.ctrlKey || event.metaKey;
    const next = movedBy(this.view, this.cursor, event.key, whole || event.shiftKey);
    if (next !== undefined) {
      this.move(showing(this.view, next));
      this.point(next, 'keyboard');
      return true;
    }
    // What the editor does with these keys is not ours.
    if (whole) return false;
    const acts: Readonly<Record<string, () => void>> = {
      '+': () => this.zoomBy(ZOOM_STEP),
      '=': () => this.zoomBy(ZOOM_STEP),
      '-': () => this.zoomBy(1 / ZOOM_STEP),
      '0': () => this.move(zoomedTo(this.view, 1, 0, 0)),
      Enter: () => this.pin(this.cursor, event.shiftKey),
      ' ': () => this.pin(this.cursor, event.shiftKey),
      Escape: () => this.leave('keyboard'),
    };
    acts[event.key]?.();
    return acts[event.key] !== undefined;
  }

  private point(cell: Cell | undefined, by: Pointed['by']): void {
    const { picture, context } = this;
    if (picture === undefined || cell === undefined) return this.leave(by);
    const tokens = picture.looking.members[cell.row] ?? [];
    const [other] = picture.seen.members[cell.column] ?? [];
    const before = context.pointed.value;
    const isSame = before?.by === by && before.cell === other && before.tokens === tokens;
    if (!isSame && other !== undefined) context.pointed.set({ role: 'looking', tokens, cell: other, by });
  }

  private leave(by: Pointed['by']): void {
    if (this.context.pointed.value?.by === by) this.context.pointed.set(undefined);
  }

  private pin({ row, column }: Cell, asColumn: boolean): void {
    this.context.pin(asColumn ? 'seen' : 'looking', asColumn ? column : row);
  }

  private zoomBy(factor: number): void {
    const { cell, x, y, width, height } = this.view;
    const { row, column } = this.cursor;
    // Around the cell pointed at, if there is one in sight; else around the middle.
    const place = [x + (column + 0.5) * cell, y + (row + 0.5) * cell] as const;
    const inSight = place[0] >= 0 && place[1] >= 0 && place[0] <= width && place[1] <= height;
    this.move(zoomedBy(this.view, factor, inSight ? place : [width / 2, height / 2]));
  }

  private move(view: Viewport): void {
    this.view = view;
    this.gesture.set(zoomIdentity.translate(view.x, view.y).scale(zoomOf(view)));
    this.tip.hide();
    this.schedule();
  }

  private bringToSight(): void {
    const [row] = this.marks.rows;
    const [column] = this.marks.columns;
    const cell = { row: row ?? this.cursor.row, column: column ?? this.cursor.column };
    if (row !== undefined || column !== undefined) this.move(showing(this.view, cell));
  }

  /** Gives the canvas its size and the matrix its place; the part in sight is kept, or all is shown. */
  private layOut(keep: boolean): void {
    const { picture, painter } = this;
    if (picture === undefined || painter === undefined) return;
    const { left, top, right } = painter.gutters;
    const [rows, columns] = [picture.looking.tokens.length, picture.seen.tokens.length];
    const width = Math.max(80, this.element.clientWidth - left - right);
    const most = Math.max(LEAST_HEIGHT, window.innerHeight * MOST_HEIGHT) - top;
    const height = Math.max(24, Math.min(most, fittedViewport(rows, columns, width, Infinity).cell * rows));
    const fitted = fittedViewport(rows, columns, width, height);
    this.move(keep ? zoomedTo(fitted, zoomOf(this.view), this.view.x, this.view.y) : fitted);
    const [fullWidth, fullHeight] = [left + width + right, top + height + 2];
    const ratio = window.devicePixelRatio;
    this.canvas.width = Math.round(fullWidth * ratio);
    this.canvas.height = Math.round(fullHeight * ratio);
    place(this.canvas, 0, 0, fullWidth, fullHeight);
    place(this.plot, left, top, width, height);
    this.stage.style.blockSize = `${fullHeight}px`;
  }

  private isSameSize(picture: Picture): boolean {
    const before = this.picture;
    if (before === undefined) return false;
    const sizes = [before, picture].map(({ looking, seen }) => `${looking.tokens.length} ${seen.tokens.length}`);
    return sizes[0] === sizes[1] && before.kind === picture.kind;
  }

  private schedule(): void {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => this.draw());
  }

  private draw(): void {
    this.painter?.draw(this.view, this.marks, window.devicePixelRatio);
    // For tests: what is to be seen now.
    if (this.stage.dataset['drawn'] !== this.drawnAs) this.stage.dataset['drawn'] = this.drawnAs;
  }
}

function marksOf(picture: Picture, chosen: Chosen | Pointed | undefined): Marks {
  if (chosen === undefined) return NO_MARKS;
  const shown = (role: Chosen['role'], tokens: readonly number[]): number[] =>
    tokens.map(token => picture[role].shownAt[token] ?? -1).filter(at => at >= 0);
  const places = new Set(shown(chosen.role, chosen.tokens));
  const [row] = places;
  const [column] = 'cell' in chosen && chosen.cell !== undefined ? shown('seen', [chosen.cell]) : [];
  if (chosen.role === 'looking' && row !== undefined && column !== undefined) {
    return { ...NO_MARKS, cell: { row, column } };
  }
  return chosen.role === 'looking' ? { ...NO_MARKS, rows: places } : { ...NO_MARKS, columns: places };
}

function place({ style }: HTMLElement, left: number, top: number, width: number, height: number): void {
  style.left = `${left}px`;
  style.top = `${top}px`;
  style.width = `${width}px`;
  style.height = `${height}px`;
}
