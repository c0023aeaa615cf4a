// Signed strip: draws a vector as a row of bars, upward from a middle line for positive and downward for negative numbers, so
// that the sign is visible without color.
import { shape } from '../../dom/shapes';

/** The width of a number's bar and the gap after it, in units of the drawing, which is stretched to its element. */
const CELL = 4;
/** The height of the highest bar in the same units: half of the strip. */
const HALF = 20;

/** The largest magnitude of all numbers, so that several strips can have one scale. */
export function largest(...vectors: readonly ArrayLike<number>[]): number {
  let most = 0;
  for (const vector of vectors) {
    for (let at = 0; at < vector.length; at++) most = Math.max(most, Math.abs(vector[at]));
  }
  return most;
}

/** The strip of a vector; `most` is the magnitude of the highest bar. Screen readers get the numbers elsewhere. */
export function signedStrip(vector: ArrayLike<number>, most: number): SVGSVGElement {
  const width = vector.length * CELL;
  const [up, down]: [string[], string[]] = [[], []];
  for (let at = 0; at < vector.length; at++) {
    const height = most > 0 ? (vector[at] / most) * HALF : 0;
    (vector[at] >= 0 ? up : down).push(`M${at * CELL} ${HALF}h${CELL - 1}v${(-height).toFixed(2)}h${1 - CELL}z`);
  }
  const view = { class: 'signed', viewBox: `0 0 ${width} ${2 * HALF}`, preserveAspectRatio: 'none' };
  return shape(
    'svg',
    { ...view, 'aria-hidden': 'true' },
    shape('path', { class: 'zero', d: `M0 ${HALF}H${width}` }),
    shape('path', { class: 'plus', d: up.join('') }),
    shape('path', { class: 'minus', d: down.join('') }),
  );
}
