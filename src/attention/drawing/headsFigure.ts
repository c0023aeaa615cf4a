// Heads figure: the matrices of many heads side by side, for export.
import { type Figure, type Mark, shortened, textMark } from './figure';
import type { Colors } from './colors';
import { type Matrix, pixelsOf, thumbnail } from './pixels';
import { type ColorTable, rangeOf } from './scale';

export interface PicturedHead {
  readonly picture: Matrix;
  /** The head's name, and the value of the statistic that the heads are sorted by, if they are. */
  readonly label: string;
}

export interface HeadsStyle {
  readonly colors: Colors;
  readonly table: ColorTable;
  readonly title: string;
  readonly caption: string;
  /** The number of heads in a row. */
  readonly columns: number;
}

const MARGIN = 16;
const TOP = 64;
const TILE = 80;
const GAP = 10;
const LABEL = 16;
/** The most cells on a side of a matrix: with more, the SVG file would be too large for many programs. */
const MOST_CELLS = 32;

/**
 * Draws each head as tab All heads does: on a color scale from 0 to the highest weight of this head, where colors are
 * proportional to the square root of the weight.
 */
export function headsFigure(heads: readonly PicturedHead[], style: HeadsStyle): Figure {
  const { colors, table, title, caption, columns } = style;
  const across = Math.min(columns, Math.max(1, heads.length));
  const width = Math.max(380, 2 * MARGIN + across * (TILE + GAP) - GAP);
  const rows = Math.ceil(heads.length / across);
  const marks = heads.flatMap(({ picture, label }, at): Mark[] => {
    const x = MARGIN + (at % across) * (TILE + GAP);
    const y = TOP + Math.floor(at / across) * (TILE + LABEL + GAP);
    const small = thumbnail(picture, MOST_CELLS);
    const cell = TILE / Math.max(small.rows, small.columns);
    const [tileWidth, tileHeight] = [small.columns * cell, small.rows * cell];
    const pixels = pixelsOf(small, table, rangeOf(small.weights, { whole: false, power: 0.5 }));
    return [
      { kind: 'cells', x, y, cell, pixels },
      { kind: 'box', x, y, width: tileWidth, height: tileHeight, fill: undefined, stroke: colors.foreground },
      textMark([x, y + TILE + 12], shortened(label, 10, TILE + GAP - 4), colors.foreground, { size: 10 }),
    ];
  });
  const heading = [
    textMark([MARGIN, MARGIN + 12], shortened(title, 15, width - 2 * MARGIN), colors.foreground, {
      size: 15,
      bold: true,
    }),
    textMark([MARGIN, MARGIN + 30], shortened(caption, 12, width - 2 * MARGIN), colors.foreground),
  ];
  return {
    ...{ width, height: TOP + rows * (TILE + LABEL + GAP) + MARGIN, background: colors.background },
    title: `${title}. ${caption}`,
    marks: [...heading, ...marks],
  };
}
