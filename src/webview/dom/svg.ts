// SVG: creates SVG elements, and fits texts into a width. Strings become text nodes.
import type { Attributes } from './element';

export function svg<Tag extends keyof SVGElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): SVGElementTagNameMap[Tag] {
  const created = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== undefined) created.setAttribute(name, value);
  created.append(...children);
  return created;
}

const canvas = document.createElement('canvas').getContext('2d');
/** The font that the canvas has. It is set only when it changes, because setting it takes longer than measuring a word. */
let measuredFont = '';

/** A text shortened with an ellipsis to a width in pixels in a font, and the width of the shortened text. */
export function shortenedToWidth(
  text: string,
  width: number,
  font: string,
): { readonly text: string; readonly width: number } {
  if (canvas === null) return { text, width };
  if (font !== measuredFont) canvas.font = measuredFont = font;
  const measured = (some: string): number => canvas.measureText(some).width;
  const whole = measured(text);
  if (whole <= width) return { text, width: whole };
  // The text is cut between graphemes, at the last one that fits (found by bisection).
  const letters = Array.from(new Intl.Segmenter().segment(text), ({ segment }) => segment);
  let [low, high] = [0, letters.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (measured(`${letters.slice(0, middle).join('')}…`) <= width) low = middle;
    else high = middle - 1;
  }
  const cut = `${letters.slice(0, low).join('')}…`;
  return { text: cut, width: measured(cut) };
}
