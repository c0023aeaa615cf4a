// Shades: the background of a word, which shows its weight in each of the shown heads.
import { type ThemeKind, headColor } from '../../../attention/drawing/headColors';
import type { Focus } from '../../../attention/picture/focus';
import type { Picture } from '../../../attention/picture/picture';

/** The opacity of the highest weight. Text stays readable on it. */
const MOST_OPACITY = 0.46;
/** The share of the highest weight below which a shade would be invisible. */
const LEAST_SHARE = 0.03;

/** The highest weight of a focus, which gets the highest opacity. */
export function highestOf({ sums, mean }: Focus): number {
  let highest = 0;
  for (const values of sums.length > 1 ? sums : [mean]) for (const value of values) highest = Math.max(highest, value);
  return highest;
}

/** A vertical band of color behind a word. `from` and `to` are shares of the word's width. */
export interface Band {
  readonly color: string;
  readonly from: number;
  readonly to: number;
  readonly opacity: number;
}

/**
 * The bands of one word that the selection attends to (or is attended by): one for each head with a visible weight.
 *
 * @param at the index of the word among the rows or columns of the other side than the focus
 * @param highest the weight that gets the highest opacity (`highestOf`)
 */
export function bandsOf(
  picture: Picture,
  focus: Focus,
  at: number,
  highest: number,
  { themeKind, accent }: { readonly themeKind: ThemeKind; readonly accent: string },
): readonly Band[] {
  const { heads } = picture;
  return heads.flatMap((head, index) => {
    const weight = focus.sums[index][at];
    if (!(weight > highest * LEAST_SHARE)) return [];
    const color = typeof head === 'number' ? headColor(head, themeKind) : accent;
    const opacity = (weight / highest) * MOST_OPACITY;
    return { color, from: index / heads.length, to: (index + 1) / heads.length, opacity };
  });
}

/** Bands as a CSS background. */
export function backgroundOf(bands: readonly Band[]): string {
  const percent = (share: number): string => `${(share * 100).toFixed(1)}%`;
  const images = bands.map(({ color, from, to, opacity }) => {
    const mixed = `color-mix(in srgb, ${color} ${percent(opacity)}, transparent)`;
    const [start, end] = [percent(from), percent(to)];
    return `transparent ${start}, ${mixed} ${start} ${end}, transparent ${end}`;
  });
  return `linear-gradient(90deg, ${images.join(', ')})`;
}
