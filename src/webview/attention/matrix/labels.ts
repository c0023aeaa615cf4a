// Labels: draws the tokens at the left of a matrix and above it, as many as there is room for, and the titles of the axes.
import { labelStep } from '../../../attention/drawing/figure';
import type { AttentionToken } from '../../../attention/record/record';
import { type Viewport, visibleRangeOf } from '../../../attention/picture/viewport';

/** The font size, in CSS pixels. */
export const LABEL_SIZE = 12;
/** The greatest width of a label, in CSS pixels. */
const LONGEST = 150;
/** The least room for labels, in CSS pixels, even if all of them are shorter. */
const SHORTEST = 28;
/** The largest share of the available width that labels may take. */
const SHARE = 0.24;
/** The angle of the column labels, at which neighboring labels do not overlap. */
const LEAN = Math.PI / 4;

/** The labels of one axis, cut to the available width, and their widths. */
export interface Labels {
  readonly texts: readonly string[];
  readonly widths: readonly number[];
  readonly widest: number;
}

/** The maximum width of a label, given the width of matrix and labels together. */
export function longestLabel(room: number): number {
  return Math.round(Math.max(SHORTEST, Math.min(LONGEST, room * SHARE)));
}

/** Cuts and measures the labels. The context must have the font of the labels. */
export function labelsOf(
  context: CanvasRenderingContext2D,
  tokens: readonly AttentionToken[],
  longest: number,
): Labels {
  // Each text is measured once, because measuring is slow and long texts repeat their words.
  const known = new Map<string, { readonly text: string; readonly width: number }>();
  const labels = tokens.map(({ text }) => {
    const label = known.get(text) ?? cut(context, text, longest);
    known.set(text, label);
    return label;
  });
  const widest = labels.reduce((most, { width }) => Math.max(most, width), SHORTEST);
  return {
    texts: labels.map(({ text }) => text),
    widths: labels.map(({ width }) => width),
    widest: Math.min(longest, Math.ceil(widest)),
  };
}

/**
 * The space that slanted labels need above the matrix and beyond its right edge.
 *
 * @param across the width that the columns and the labels beyond the last column have together
 */
export function leaningRoom(
  { widest, widths }: Labels,
  across: number,
): { readonly above: number; readonly beyond: number } {
  const lean = (width: number): number => Math.ceil(width * Math.sin(LEAN)) + LABEL_SIZE;
  // The columns are not laid out yet. The estimate of their width is low, so that the space is rather too large.
  const pitch = (0.75 * across) / Math.max(1, widths.length);
  const beyond = widths.map((width, at) => lean(width) - (widths.length - 0.5 - at) * pitch);
  return { above: lean(widest) + 4, beyond: Math.max(LABEL_SIZE, ...beyond.slice(-MOST_LEANING)) };
}

/** How many columns, counted from the last one, can have labels that extend beyond the right edge. */
const MOST_LEANING = 200;

export interface LabelStyle {
  readonly font: string;
  readonly boldFont: string;
  readonly textColor: string;
  /** Whether a row's or column's label is highlighted; it is then always drawn. */
  readonly marked: (at: number) => boolean;
}

/** Draws the row labels. They end at x = 0, at the height of their rows. */
export function drawRowLabels(
  context: CanvasRenderingContext2D,
  labels: Labels,
  view: Viewport,
  style: LabelStyle,
): void {
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  for (const { at, place } of labelsToDraw(visibleRangeOf(view).rows, view.y, view, LABEL_SIZE + 2, style)) {
    setTextStyle(context, style, at);
    context.fillText(labels.texts[at], 0, place);
  }
}

/** Draws the column labels. They begin at y = 0 above the middle of their columns, and are slanted to the right. */
export function drawColumnLabels(
  context: CanvasRenderingContext2D,
  labels: Labels,
  view: Viewport,
  style: LabelStyle,
): void {
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  const places = labelsToDraw(visibleRangeOf(view).columns, view.x, view, LABEL_SIZE * 1.5, style);
  for (const { at, place } of places) {
    context.save();
    context.translate(place, -4);
    context.rotate(-LEAN);
    setTextStyle(context, style, at);
    context.fillText(labels.texts[at], 0, 0);
    context.restore();
  }
}

/** The titles of both axes. */
export interface AxisTitles {
  readonly rows: string;
  readonly columns: string;
}

/** The space that the title of an axis takes, in pixels. */
export const AXIS = LABEL_SIZE + 5;

/** Draws the title of the rows upward along the left edge, and the title of the columns along the top. */
export function drawAxisTitles(
  context: CanvasRenderingContext2D,
  titles: AxisTitles,
  { left, top, width, height }: { left: number; top: number; width: number; height: number },
): void {
  context.textBaseline = 'middle';
  context.textAlign = 'left';
  context.fillText(titles.columns, left, AXIS / 2, width);
  context.translate(AXIS / 2, top + height / 2);
  context.rotate(-Math.PI / 2);
  context.textAlign = 'center';
  context.fillText(titles.rows, 0, 0, Math.max(height, 80));
}

interface PlacedLabel {
  readonly at: number;
  readonly place: number;
}

/**
 * The labels to draw: those at a regular interval, and all highlighted ones. A label that would overlap a highlighted one
 * is omitted.
 *
 * @param origin the place of the first row or column of the matrix
 * @param room the least distance between two labels, in CSS pixels
 */
function labelsToDraw(
  [first, end]: readonly [number, number],
  origin: number,
  { cell }: Viewport,
  room: number,
  { marked }: LabelStyle,
): PlacedLabel[] {
  const step = labelStep(cell, room);
  const placeOf = (at: number): number => origin + (at + 0.5) * cell;
  const range = Array.from({ length: Math.max(0, end - first) }, (_, at) => first + at);
  const highlighted = range.filter(marked);
  const free = (at: number): boolean => highlighted.every(other => Math.abs(placeOf(at) - placeOf(other)) >= room);
  const others = range.filter(at => at % step === 0 && !marked(at) && free(at));
  return [...others, ...highlighted].map(at => ({ at, place: placeOf(at) }));
}

/** Sets font and color for a label. */
function setTextStyle(context: CanvasRenderingContext2D, style: LabelStyle, at: number): void {
  context.font = style.marked(at) ? style.boldFont : style.font;
  context.fillStyle = style.textColor;
}

function cut(
  context: CanvasRenderingContext2D,
  text: string,
  longest: number,
): { readonly text: string; readonly width: number } {
  const width = context.measureText(text).width;
  if (width <= longest) return { text, width };
  const characters = [...text];
  let cutText = text;
  do {
    characters.pop();
    cutText = `${characters.join('')}…`;
  } while (characters.length > 0 && context.measureText(cutText).width > longest);
  return { text: cutText, width: longest };
}
