// Shades: the background of a word, by its weight in each of the heads that are shown.
import { type ThemeKind, headColor } from '../../../attention/drawing/headColors';
import type { Focus } from '../../../attention/picture/focus';
import type { Picture } from '../../../attention/picture/picture';

/** The opacity of the highest weight, on which text is still readable. */
const FULLEST = 0.46;
/** The share of the highest weight below which a shade would be invisible. */
const LEAST_SHARE = 0.03;

/** The highest weight, which gets the highest opacity. */
export function highestOf({ sums, mean }: Focus): number {
  let highest = 0;
  for (const values of sums.length > 1 ? sums : [mean]) for (const value of values) highest = Math.max(highest, value);
  return highest;
}

/** A band of a color, from 0 to 1 across the word. */
export interface Band {
  readonly color: string;
  readonly from: number;
  readonly to: number;
  readonly opacity: number;
}

/** The bands of one word of the other side: one for each head with a visible weight, in the accent color for a mean. */
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
    const opacity = (weight / highest) * FULLEST;
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
