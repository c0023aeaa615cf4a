// Highlights: the cell, row or column that is pointed at, and the selected rows and columns of the matrix; finds and draws them.
import type { TokenSelection } from '../../../attention/picture/focus';
import type { Colors } from '../../../attention/drawing/colors';
import type { Picture } from '../../../attention/picture/picture';
import type { Cell, Viewport } from '../../../attention/picture/viewport';
import type { Hover } from '../shared/view';

export interface MatrixHighlights {
  readonly cell: Cell | undefined;
  readonly rows: ReadonlySet<number>;
  readonly columns: ReadonlySet<number>;
}

export const NO_HIGHLIGHTS: MatrixHighlights = { cell: undefined, rows: new Set(), columns: new Set() };

/** The highlights for the tokens that are pointed at or selected; tokens that the picture does not show have none. */
export function highlightsOf(picture: Picture, chosen: TokenSelection | Hover | undefined): MatrixHighlights {
  if (chosen === undefined) return NO_HIGHLIGHTS;
  const shown = (role: TokenSelection['role'], tokens: readonly number[]): number[] =>
    tokens.map(token => picture[role].shownAt[token] ?? -1).filter(at => at >= 0);
  const places = new Set(shown(chosen.role, chosen.tokens));
  const [row] = places;
  const [column] = 'cell' in chosen && chosen.cell !== undefined ? shown('key', [chosen.cell]) : [];
  if (chosen.role === 'query' && row !== undefined && column !== undefined) {
    return { ...NO_HIGHLIGHTS, cell: { row, column } };
  }
  return chosen.role === 'query' ? { ...NO_HIGHLIGHTS, rows: places } : { ...NO_HIGHLIGHTS, columns: places };
}

/**
 * Draws a frame in the accent color around each selected row and column. The cell gets a double frame, in the
 * background and the foreground color, so that it is visible on any cell color.
 */
export function drawHighlights(
  context: CanvasRenderingContext2D,
  view: Viewport,
  { cell, rows, columns }: MatrixHighlights,
  { accent, contrast, background, foreground }: Colors & { readonly accent: string },
): void {
  const [width, height] = extentOf(view);
  const side = Math.max(view.cell, 3);
  context.strokeStyle = accent;
  context.lineWidth = contrast ? 2 : 1.5;
  for (const row of rows) context.strokeRect(0.5, view.y + row * view.cell, width - 1, side);
  for (const column of columns) context.strokeRect(view.x + column * view.cell, 0.5, side, height - 1);
  if (cell === undefined) return;
  const [x, y] = [view.x + cell.column * view.cell, view.y + cell.row * view.cell];
  context.lineWidth = 4;
  context.strokeStyle = background;
  context.strokeRect(x - 1, y - 1, side + 2, side + 2);
  context.lineWidth = 2;
  context.strokeStyle = foreground;
  context.strokeRect(x - 1, y - 1, side + 2, side + 2);
}

/** The size of the part of the viewport that the matrix fills. */
export function extentOf(view: Viewport): [width: number, height: number] {
  return [Math.min(view.width, view.columns * view.cell), Math.min(view.height, view.rows * view.cell)];
}
