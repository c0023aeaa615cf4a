// Attention shades: which of a few shades a weight gets in the editor.

/** How many there are; package.json contributes a color for each. */
export const SHADES = 6;

/** Weights below are not marked. */
const LEAST_SHARE = 1 / (2 * SHADES);

/**
 * The shades of some weights, from 1 to `SHADES`: in proportion to the highest, as on the page. 0 for what is so much
 * less that it gets none.
 */
export function shadesOf(weights: readonly number[]): number[] {
  const highest = Math.max(0, ...weights.filter(Number.isFinite));
  return weights.map(weight => {
    const share = highest > 0 && Number.isFinite(weight) ? weight / highest : 0;
    return share < LEAST_SHARE ? 0 : Math.max(1, Math.round(share * SHADES));
  });
}
