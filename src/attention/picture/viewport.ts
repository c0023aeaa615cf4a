// Viewport: the visible part of a matrix and its scale, and how panning and zooming change them.

/** Lengths are CSS pixels. The top left corner of the matrix is at `x`, `y` in the viewport: 0, or negative when scrolled. */
export interface Viewport {
  readonly rows: number;
  readonly columns: number;
  readonly width: number;
  readonly height: number;
  /** The side of a cell. */
  readonly cell: number;
  readonly x: number;
  readonly y: number;
}

export interface Cell {
  readonly row: number;
  readonly column: number;
}

/** The largest cell, in pixels, of a matrix that is entirely visible. */
const LARGEST_FITTED = 60;
/** The largest cell, in pixels, at the highest zoom: large enough for a number. */
const LARGEST = 96;

/** The viewport that shows the whole matrix. */
export function fittedViewport(rows: number, columns: number, width: number, height: number): Viewport {
  const cell = Math.min(LARGEST_FITTED, width / Math.max(1, columns), height / Math.max(1, rows));
  return { rows, columns, width, height, cell: Math.max(cell, 0.01), x: 0, y: 0 };
}

/** The highest zoom, as a factor of the fitted size; at least 1. */
export function mostZoom({ rows, columns, width, height }: Viewport): number {
  return Math.max(1, LARGEST / fittedViewport(rows, columns, width, height).cell);
}

/** The viewport at `zoom` times the fitted size, with the matrix's top left corner as near to `x`, `y` as its edges allow. */
export function zoomedTo(view: Viewport, zoom: number, x: number, y: number): Viewport {
  const fitted = fittedViewport(view.rows, view.columns, view.width, view.height);
  const cell = fitted.cell * Math.min(mostZoom(view), Math.max(1, zoom));
  const within = (at: number, size: number, room: number): number =>
    Math.min(0, Math.max(Math.min(0, room - size), at));
  return {
    ...fitted,
    cell,
    x: within(x, cell * view.columns, view.width),
    y: within(y, cell * view.rows, view.height),
  };
}

/** The zoom: the size as a factor of the fitted size. */
export function zoomOf(view: Viewport): number {
  return view.cell / fittedViewport(view.rows, view.columns, view.width, view.height).cell;
}

/** The viewport zoomed by a factor. The matrix stays in place at the point `at`, as far as its edges allow. */
export function zoomedBy(view: Viewport, factor: number, at: readonly [x: number, y: number]): Viewport {
  const zoom = Math.min(mostZoom(view), Math.max(1, zoomOf(view) * factor));
  const ratio = zoom / zoomOf(view);
  return zoomedTo(view, zoom, at[0] - (at[0] - view.x) * ratio, at[1] - (at[1] - view.y) * ratio);
}

/** The viewport scrolled as little as is needed to make a cell visible, with a margin of one cell if there is room. */
export function scrolledToShow(view: Viewport, { row, column }: Cell): Viewport {
  const near = (at: number, index: number, room: number): number => {
    const margin = Math.min(view.cell, Math.max(0, (room - view.cell) / 2));
    const [start, end] = [index * view.cell - margin, (index + 1) * view.cell + margin];
    return at + start < 0 ? -start : at + end > room ? room - end : at;
  };
  return zoomedTo(view, zoomOf(view), near(view.x, column, view.width), near(view.y, row, view.height));
}

/** The cell at a point; undefined outside of the matrix. */
export function cellAt(view: Viewport, x: number, y: number): Cell | undefined {
  const [column, row] = [Math.floor((x - view.x) / view.cell), Math.floor((y - view.y) / view.cell)];
  const isThere = x >= 0 && y >= 0 && column >= 0 && row >= 0 && column < view.columns && row < view.rows;
  return isThere ? { row, column } : undefined;
}

export interface VisibleRange {
  readonly rows: readonly [first: number, end: number];
  readonly columns: readonly [first: number, end: number];
}

/** The rows and columns that are at least partly visible; `end` is exclusive. */
export function visibleRangeOf({ rows, columns, width, height, cell, x, y }: Viewport): VisibleRange {
  const range = (at: number, room: number, count: number): readonly [number, number] => [
    Math.max(0, Math.floor(-at / cell)),
    Math.min(count, Math.ceil((room - at) / cell)),
  ];
  return { rows: range(y, height, rows), columns: range(x, width, columns) };
}

/**
 * The cell that becomes the current one when a key is pressed; undefined for keys that do not move. The page keys move
 * by the visible height. With `whole` (Ctrl or Shift is pressed too), Home and End move to the first and the last cell
 * of the matrix, and the page keys move by the visible width.
 */
export function cellAfterKey(view: Viewport, { row, column }: Cell, key: string, whole: boolean): Cell | undefined {
  const page = Math.max(1, Math.floor(view.height / view.cell) - 1);
  const pageAcross = Math.max(1, Math.floor(view.width / view.cell) - 1);
  const moves: Readonly<Record<string, readonly [down: number, across: number]>> = {
    ArrowUp: [-1, 0],
    ArrowDown: [1, 0],
    ArrowLeft: [0, -1],
    ArrowRight: [0, 1],
    PageUp: whole ? [0, -pageAcross] : [-page, 0],
    PageDown: whole ? [0, pageAcross] : [page, 0],
    Home: whole ? [-Infinity, -Infinity] : [0, -Infinity],
    End: whole ? [Infinity, Infinity] : [0, Infinity],
  };
  const move = moves[key];
  if (move === undefined) return undefined;
  const within = (at: number, count: number): number => Math.min(count - 1, Math.max(0, at));
  return { row: within(row + move[0], view.rows), column: within(column + move[1], view.columns) };
}
