// SVG: creates SVG elements. Text becomes text nodes; markup cannot be passed.
import type { Attributes } from './element';

export function svg<Tag extends keyof SVGElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): SVGElementTagNameMap[Tag] {
  const made = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== undefined) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

const canvas = document.createElement('canvas').getContext('2d');
/** The font of the canvas, because setting it for each word takes longer than measuring the word. */
let measuredFont = '';

/** A text cut to a width in a font, in pixels, with an ellipsis, and the width of the cut text. */
export function cutTo(text: string, width: number, font: string): { readonly text: string; readonly width: number } {
  if (canvas === null) return { text, width };
  if (font !== measuredFont) canvas.font = measuredFont = font;
  const measured = (some: string): number => canvas.measureText(some).width;
  const whole = measured(text);
  if (whole <= width) return { text, width: whole };
  // The text is cut between graphemes.
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
