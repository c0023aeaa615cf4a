// Figure: a drawing as a list of marks, which becomes SVG (svg.ts) or is painted on a canvas. Sizes are CSS pixels.
import type { Pixels } from './pixels';

export interface Figure {
  readonly width: number;
  readonly height: number;
  readonly background: string;
  /** A description for screen readers. */
  readonly title: string;
  /** From back to front. */
  readonly marks: readonly Mark[];
}

export type Mark = BoxMark | TextMark | CellsMark | CurveMark;

export interface BoxMark {
  readonly kind: 'box';
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly fill: string | undefined;
  readonly stroke: string | undefined;
}

export interface TextMark {
  readonly kind: 'text';
  /** The point of the baseline that `anchor` names: its start, middle or end. */
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly size: number;
  readonly color: string;
  readonly anchor: 'start' | 'middle' | 'end';
  /** Degrees, clockwise, around x and y. */
  readonly turn: number;
  readonly bold: boolean;
}

/** A grid of square cells, each filled with the color of one pixel of `pixels`. */
export interface CellsMark {
  readonly kind: 'cells';
  readonly x: number;
  readonly y: number;
  /** The side of a cell. */
  readonly cell: number;
  readonly pixels: Pixels;
}

/** A curve between two points that is horizontal at both ends. */
export interface CurveMark {
  readonly kind: 'curve';
  readonly from: readonly [x: number, y: number];
  readonly to: readonly [x: number, y: number];
  readonly width: number;
  readonly color: string;
  readonly opacity: number;
  /** An SVG stroke-dasharray; empty for a solid line. */
  readonly dash: string;
}

export const FONT = 'system-ui, -apple-system, "Segoe UI", "Noto Sans", sans-serif';

/** A text that starts at the point, is not turned and has normal weight, unless `style` says otherwise. */
export function textMark(
  at: readonly [x: number, y: number],
  text: string,
  color: string,
  style: Partial<Pick<TextMark, 'size' | 'anchor' | 'turn' | 'bold'>> = {},
): TextMark {
  return { kind: 'text', x: at[0], y: at[1], text, color, size: 12, anchor: 'start', turn: 0, bold: false, ...style };
}

/** An estimate of a text's width, in pixels. It is rather too wide than too narrow, because the font is not known here. */
export function widthOf(text: string, size: number): number {
  let width = 0;
  for (const character of text) width += WIDE.test(character) ? 1 : NARROW.test(character) ? 0.34 : 0.62;
  return width * size;
}

/** The text, cut with an ellipsis if it would be wider than `most`. */
export function shortened(text: string, size: number, most: number): string {
  if (widthOf(text, size) <= most) return text;
  const characters = [...text];
  while (characters.length > 0 && widthOf(`${characters.join('')}…`, size) > most) characters.pop();
  return `${characters.join('')}…`;
}

/**
 * The interval at which rows or columns can be labeled without overlap: each (1), every second, 5th, 10th, 20th, 50th …
 *
 * @param pitch the distance between two neighboring rows or columns
 * @param room the space that one label needs
 */
export function labelStep(pitch: number, room: number): number {
  for (let decade = 1; ; decade *= 10) {
    for (const factor of [1, 2, 5]) if (pitch * decade * factor >= room || decade >= 1e6) return decade * factor;
  }
}

// Characters about as wide as they are high: East Asian scripts, pictographs, and the widest Latin letters and signs.
const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\u{1f300}-\u{1faff}MW@%]/u;
const NARROW = /[iljtf.,:;'!|()[\] ]/u;
