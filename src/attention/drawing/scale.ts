// Scale: the color of a weight. In every scale the lightness changes steadily from the color of weight 0 on, so that
// color-blind readers can read it, also in grayscale.
import { lab, rgb } from 'd3-color';
import { interpolateLab, piecewise } from 'd3-interpolate';
import { interpolateCividis, interpolateViridis } from 'd3-scale-chromatic';
import type { Colors } from './colors';

/** `paper` and `gray` begin at the theme's background color; `viridis` and `cividis` are published scales. */
export type ScaleName = 'paper' | 'viridis' | 'cividis' | 'gray';

export const SCALE_NAMES: readonly ScaleName[] = ['paper', 'viridis', 'cividis', 'gray'];

/** The number of levels that weights are rounded to. */
export const LEVELS = 256;

/** How weights become levels: `most` and any weight above it get the highest level. */
export interface WeightRange {
  readonly most: number;
  /** The exponent: with 1 levels are proportional to weights; with less, small weights get higher levels. */
  readonly power: number;
}

/** Red, green, blue and 255 for each level. */
export type ColorTable = Uint8ClampedArray<ArrayBuffer>; // [level, 4]

// Two hues that red-green color-blind readers can tell apart, from the color of low weights to that of high ones.
const HUES_ON_LIGHT = ['#b5dce3', '#58b0c9', '#2378ae', '#24468f', '#1a1549'];
const HUES_ON_DARK = ['#22406f', '#24719f', '#33a6a5', '#93d29a', '#fbf4b8'];

/** The colors of a scale's levels in a theme. */
export function colorTable(name: ScaleName, colors: Colors): ColorTable {
  const colorAt = interpolated(name, colors);
  const table = new Uint8ClampedArray(LEVELS * 4); // [level, 4]
  for (let level = 0; level < LEVELS; level++) {
    const { r, g, b } = rgb(colorAt(level / (LEVELS - 1)));
    table.set([r, g, b, 255], level * 4);
  }
  return table;
}

/** The level of a weight, from 0 to 255. */
export function levelOf(weight: number, { most, power }: WeightRange): number {
  if (!(weight > 0) || !(most > 0)) return 0;
  const share = Math.min(1, weight / most);
  return Math.round((power === 1 ? share : share ** power) * (LEVELS - 1));
}

/** The weight that a level stands for. */
export function weightOfLevel(level: number, { most, power }: WeightRange): number {
  return (level / (LEVELS - 1)) ** (1 / power) * most;
}

/** The color of a level as a CSS color. */
export function colorOf(table: ColorTable, level: number): string {
  return rgb(table[level * 4], table[level * 4 + 1], table[level * 4 + 2]).formatHex();
}

/** The range from 0 to the highest of the weights; if `whole`, from 0 to 1. */
export function rangeOf(weights: Float32Array, { whole, power }: { whole: boolean; power: number }): WeightRange {
  if (whole) return { most: 1, power };
  let most = 0;
  for (const weight of weights) if (weight > most) most = weight;
  return { most: most > 0 ? most : 1, power };
}

function interpolated(name: ScaleName, colors: Colors): (share: number) => string {
  const published = name === 'viridis' ? interpolateViridis : name === 'cividis' ? interpolateCividis : undefined;
  // High weights get the colors that contrast with the background: on a light one, the dark end of the scale.
  if (published !== undefined) return share => published(colors.themeKind === 'dark' ? share : 1 - share);
  if (name === 'gray' || colors.contrast) return interpolateLab(colors.background, colors.foreground);
  return piecewise(interpolateLab, [colors.background, ...huesOn(colors)]);
}

/**
 * The hues of the scale `paper` that are clearly darker than a light background, or clearly lighter than a dark one (by
 * more than 8 in CIELAB's lightness). With any other hue, the lightness would not change in one direction only.
 */
function huesOn({ themeKind, background }: Colors): readonly string[] {
  const dark = themeKind === 'dark';
  const hues = dark ? HUES_ON_DARK : HUES_ON_LIGHT;
  const start = lab(background).l;
  const usable = hues.filter(hue => (dark ? lab(hue).l > start + 8 : lab(hue).l < start - 8));
  return usable.length > 0 ? usable : [dark ? '#ffffff' : '#000000'];
}
