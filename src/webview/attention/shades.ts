// Shades: the colour behind a word, by its weight in each of the heads that are shown.
import { type Ground, headColour } from '../../attention/headColours';
import type { Focus } from '../../attention/focus';
import type { Picture } from '../../attention/picture';

/** Text stays readable on the fullest shade. */
const FULLEST_PERCENT = 46;

/** The highest weight that is shaded, which gets the fullest shade. */
export function highestOf({ sums, mean }: Focus): number {
  let highest = 0;
  for (const values of sums.length > 1 ? sums : [mean]) for (const value of values) highest = Math.max(highest, value);
  return highest;
}

/**
 * A CSS background for one place of the other side: the accent for one matrix, a band of its own colour for each of
 * several.
 */
export function backgroundOf(picture: Picture, focus: Focus, at: number, highest: number, ground: Ground): string {
  const percent = (weight: number): string => `${((weight / highest) * FULLEST_PERCENT).toFixed(1)}%`;
  const { heads } = picture;
  if (highest === 0) return 'none';
  const colours = heads.map(head => (head === 'mean' ? 'var(--accent)' : headColour(head, ground)));
  const width = 100 / heads.length;
  const bands = colours.map((colour, index) => {
    const band = `${(index * width).toFixed(2)}% ${((index + 1) * width).toFixed(2)}%`;
    return `color-mix(in srgb, ${colour} ${percent(focus.sums[index][at])}, transparent) ${band}`;
  });
  return `linear-gradient(90deg, ${bands.join(', ')})`;
}
