// Shades: chooses the background color of a highlighted token in the editor by the token's weight.

/** The number of shades; package.json defines a color for each. */
export const SHADES = 6;

/** The share of the highest weight below which a token is not highlighted. */
const LEAST_SHARE = 1 / (2 * SHADES);

/**
 * The shade of each weight, from 1 to `SHADES`, in proportion to the highest of the weights, as on the page. 0 means no
 * shade, because the weight is too low or not finite.
 */
export function shadesOf(weights: readonly number[]): number[] {
  const highest = Math.max(0, ...weights.filter(Number.isFinite));
  return weights.map(weight => {
    const share = highest > 0 && Number.isFinite(weight) ? weight / highest : 0;
    return share < LEAST_SHARE ? 0 : Math.max(1, Math.round(share * SHADES));
  });
}
