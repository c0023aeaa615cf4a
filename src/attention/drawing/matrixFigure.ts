// Matrix figure: the heatmap with its labels and legend, for export.
import { type Snapshot, matricesOf, placeholderLines } from './snapshot';
import { type BoxMark, type Figure, labelStep, type Mark, shortened, textMark, widthOf } from './figure';
import { headColor } from './headColors';
import { foregroundOn, type Colors } from './colors';
import { overlaidPixels, type Pixels, pixelsOf } from './pixels';
import { headNumber } from '../picture/picture';
import type { AttentionToken } from '../record/record';
import { type ColorTable, colorOf, LEVELS, levelOf, type WeightRange, weightOfLevel } from './scale';

export interface MatrixStyle {
  readonly colors: Colors;
  readonly table: ColorTable;
  readonly range: WeightRange;
  /** Writes a weight as a number in the reader's language. */
  readonly format: (weight: number) => string;
  /** Whether title and caption are left out, because the page around the figure has them already. */
  readonly isBare?: boolean;
}

const MARGIN = 16;
const SIZE = 12;
const LONGEST_LABEL = 140;
const HEADING = 52;
const LEGEND = 46;
const SWATCHES = 64;
/** The space for the title of an axis. */
const AXIS = 18;
const LINE = 16;

interface Layout {
  readonly cell: number;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Draws one head in the colors of the scale, or several heads, each in its own color. */
export function matrixFigure(snapshot: Snapshot, style: MatrixStyle): Figure {
  const { colors } = style;
  const layout = layoutOf(snapshot, style);
  const { cell, left, top, width, height } = layout;
  const matrixWidth = snapshot.record.sources.length * cell;
  const matrixHeight = snapshot.record.targets.length * cell;
  const cells: Mark[] = hasBars(snapshot, cell)
    ? barsOf(snapshot, style, layout)
    : [{ kind: 'cells', x: left, y: top, cell, pixels: matrixPixels(snapshot, style) }];
  const frame: BoxMark = {
    ...{ kind: 'box', x: left, y: top, width: matrixWidth, height: matrixHeight },
    ...{ fill: undefined, stroke: colors.foreground },
  };
  return {
    width,
    height,
    background: colors.background,
    title: `${snapshot.title}. ${snapshot.caption}. ${snapshot.model}`,
    marks: [
      ...(style.isBare === true ? [] : headingOf(snapshot, colors, width)),
      ...cells,
      ...valuesOf(snapshot, style, layout),
      frame,
      ...rowLabels(snapshot.record.targets, colors, layout),
      ...columnLabels(snapshot.record.sources, colors, layout),
      ...axisTitles(snapshot, colors, layout),
      ...legendOf(snapshot, style, [left, top + matrixHeight + 18]),
      ...placeholderLegend(snapshot, colors, [MARGIN, top + matrixHeight + LEGEND + LINE]),
    ],
  };
}

/** One pixel for each cell, colored by the scale or, for several heads, by the colors of the heads. */
function matrixPixels(snapshot: Pick<Snapshot, 'record' | 'heads'>, style: Omit<MatrixStyle, 'format'>): Pixels {
  const matrices = matricesOf(snapshot);
  if (matrices.length === 1) return pixelsOf(matrices[0], style.table, style.range);
  const colors = snapshot.heads.map((head, at) => headColor(headNumber(head, at), style.colors.themeKind));
  return overlaidPixels(matrices, colors, style.colors, style.range);
}

/** Title, caption and model, for any figure. The model gets a line of its own where it would otherwise be cut off. */
export function headingOf({ title, caption, model }: Snapshot, { foreground }: Colors, width: number): Mark[] {
  const room = width - 2 * MARGIN;
  const under = `${caption} · ${model}`;
  const lines = widthOf(under, SIZE) <= room ? [under] : [caption, model];
  return [
    textMark([MARGIN, MARGIN + 12], shortened(title, 15, room), foreground, { size: 15, bold: true }),
    ...lines.map((line, at) =>
      textMark([MARGIN, MARGIN + 30 + at * 15], shortened(line, SIZE, room), foreground, { size: SIZE }),
    ),
  ];
}

/** Lines that say what the placeholders in the labels stand for, for any figure. */
export function placeholderLegend(snapshot: Snapshot, { foreground }: Colors, at: readonly [number, number]): Mark[] {
  return placeholderLines(snapshot).map((line, index) => textMark([at[0], at[1] + index * LINE], line, foreground));
}

/** The height of `placeholderLegend` together with an empty line before it; 0 if there are no placeholders. */
export function placeholderHeight({ placeholders }: Snapshot): number {
  return placeholders.length === 0 ? 0 : (placeholders.length + 1) * LINE;
}

function layoutOf(snapshot: Snapshot, { isBare = false }: MatrixStyle): Layout {
  const { targets, sources } = snapshot.record;
  const most = Math.max(targets.length, sources.length);
  const cell = most <= 16 ? 36 : most <= 48 ? 24 : most <= 128 ? 14 : most <= 256 ? 8 : 4;
  const left = MARGIN + AXIS + longest(targets) + 8;
  // Column labels are turned by 45 degrees, so their height and width are about 0.72 of their length.
  const top = MARGIN + (isBare ? 0 : HEADING) + AXIS + longest(sources) * 0.72 + 16;
  // The slanted labels of the last columns extend beyond the matrix.
  const right = MARGIN + longest(sources.slice(-6)) * 0.72;
  const lines = placeholderLines(snapshot).map(line => MARGIN * 2 + widthOf(line, SIZE));
  const width = Math.max(left + sources.length * cell + right, 380, ...lines);
  const below = LEGEND + placeholderHeight(snapshot) + MARGIN;
  return { cell, left, top, width, height: top + targets.length * cell + below };
}

/** The names of the axes: of the rows along the left edge, of the columns above them. */
function axisTitles(
  { query, key, record }: Snapshot,
  { foreground }: Colors,
  { cell, left, top, width }: Layout,
): Mark[] {
  const height = record.targets.length * cell;
  const labels = longest(record.sources) * 0.72 + 16;
  const style = { size: SIZE, bold: true };
  const rows = shortened(query.name, SIZE, Math.max(height, LONGEST_LABEL));
  const columns = shortened(key.name, SIZE, width - left - MARGIN);
  return [
    textMark([MARGIN + SIZE - 2, top + height / 2], rows, foreground, { ...style, anchor: 'middle', turn: -90 }),
    textMark([left, top - labels - 2], columns, foreground, style),
  ];
}

function longest(tokens: readonly AttentionToken[]): number {
  return tokens.reduce((most, { text }) => Math.max(most, Math.min(LONGEST_LABEL, widthOf(text, SIZE))), 24);
}

function rowLabels(tokens: readonly AttentionToken[], colors: Colors, { cell, left, top }: Layout): Mark[] {
  const step = labelStep(cell, SIZE + 1);
  return tokens.flatMap(({ text }, row) => {
    if (row % step !== 0) return [];
    const place = [left - 6, top + (row + 0.5) * cell + SIZE * 0.35] as const;
    return [textMark(place, shortened(text, SIZE, LONGEST_LABEL), colors.foreground, { anchor: 'end' })];
  });
}

function columnLabels(tokens: readonly AttentionToken[], colors: Colors, { cell, left, top }: Layout): Mark[] {
  // Labels are turned by 45 degrees, so each needs a width a little larger than its height.
  const step = labelStep(cell, SIZE * 1.5);
  return tokens.flatMap(({ text }, column) => {
    if (column % step !== 0) return [];
    const place = [left + (column + 0.5) * cell + 3, top - 6] as const;
    return [textMark(place, shortened(text, SIZE, LONGEST_LABEL), colors.foreground, { turn: -45 })];
  });
}

/** Whether each cell has room for one bar per head. Bars are clearer than mixed colors, which cannot be told apart. */
function hasBars({ heads }: Snapshot, cell: number): boolean {
  return heads.length > 1 && cell >= Math.max(18, 4 * heads.length);
}

function barsOf(snapshot: Snapshot, { range, colors }: MatrixStyle, { cell, left, top }: Layout): Mark[] {
  const width = (cell - 4) / snapshot.heads.length;
  return matricesOf(snapshot).flatMap(({ weights, columns }, place) => {
    const head = snapshot.heads[place];
    const fill = headColor(headNumber(head, place), colors.themeKind);
    return Array.from(weights, (weight, at): Mark => {
      const height = (levelOf(weight, range) / (LEVELS - 1)) * (cell - 3);
      const x = left + (at % columns) * cell + 2 + place * width;
      const y = top + Math.floor(at / columns + 1) * cell - 1 - height;
      return { kind: 'box', x, y, width: width - 0.5, height, fill, stroke: undefined };
    }).filter(mark => mark.kind === 'box' && mark.height > 0.5);
  });
}

/** Numbers in the cells, where there is room for them. */
function valuesOf(snapshot: Snapshot, { table, range, format }: MatrixStyle, { cell, left, top }: Layout): Mark[] {
  const matrices = matricesOf(snapshot);
  if (cell < 36 || matrices.length > 1) return [];
  const [{ columns, weights }] = matrices;
  return Array.from(weights, (weight, at) => {
    const place = [left + ((at % columns) + 0.5) * cell, top + (Math.floor(at / columns) + 0.5) * cell + 4] as const;
    const textColor = foregroundOn(colorOf(table, levelOf(weight, range)));
    return textMark(place, format(weight), textColor, { size: 11, anchor: 'middle' });
  });
}

function legendOf(snapshot: Snapshot, style: MatrixStyle, [x, y]: readonly [number, number]): Mark[] {
  if (snapshot.heads.length > 1) return headLegend(snapshot, style.colors, [x, y]);
  const { table, range, colors, format } = style;
  const width = 192;
  const boxes = Array.from({ length: SWATCHES }, (_, at): Mark => {
    const fill = colorOf(table, Math.round((at / (SWATCHES - 1)) * (LEVELS - 1)));
    // Each box extends a little under the next one, so that no gap shows between them.
    const boxWidth = width / SWATCHES + (at < SWATCHES - 1 ? 0.5 : 0);
    return { kind: 'box', x: x + (at * width) / SWATCHES, y, width: boxWidth, height: 10, fill, stroke: undefined };
  });
  const frame: Mark = { kind: 'box', x, y, width, height: 10, fill: undefined, stroke: colors.foreground };
  const ticks = [0, 0.5, 1].map(share => {
    const weight = weightOfLevel(share * (LEVELS - 1), range);
    const anchor = share === 0 ? 'start' : share === 1 ? 'end' : 'middle';
    return textMark([x + share * width, y + 24], format(weight), colors.foreground, { size: 11, anchor });
  });
  return [...boxes, frame, ...ticks];
}

/** A swatch and a name for each head. Names beyond the right edge are cut off; the caption lists all heads. */
export function headLegend({ heads, headNames }: Snapshot, colors: Colors, at: readonly [number, number]): Mark[] {
  let x = at[0];
  return heads.flatMap((head, place): Mark[] => {
    const fill = headColor(headNumber(head, place), colors.themeKind);
    const name = headNames[place] ?? '';
    const start = x;
    x += 20 + widthOf(name, SIZE) + 14;
    return [
      { kind: 'box', x: start, y: at[1], width: 12, height: 12, fill, stroke: colors.foreground },
      textMark([start + 18, at[1] + 10.5], name, colors.foreground),
    ];
  });
}
