// Signed strip: a vector as a row of bars from a middle line. What is above 0 stands up, what is below hangs down, so
// that signs are told apart without their colors.
import { shape } from '../../dom/shapes';

/** Units of the drawing, which is segmented to the place it gets. */
const CELL = 4;
const HALF = 20;

/** The largest of all magnitudes, so that strips beside each other can be drawn to one scale. */
export function largest(...vectors: readonly ArrayLike<number>[]): number {
  let most = 0;
  for (const vector of vectors) {
    for (let at = 0; at < vector.length; at++) most = Math.max(most, Math.abs(vector[at]));
  }
  return most;
}

/** For the eye alone: whoever listens gets the numbers one by one. */
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
