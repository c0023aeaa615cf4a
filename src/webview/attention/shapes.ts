// Shapes: SVG and MathML elements in a line of code. Text becomes text nodes; there is no way to give markup.
import type { Attributes } from '../dom';

type Value = Attributes[string] | number;

export function shape<Tag extends keyof SVGElementTagNameMap>(
  tag: Tag,
  attributes: Readonly<Record<string, Value>> = {},
  ...children: readonly (Node | string)[]
): SVGElementTagNameMap[Tag] {
  return filledIn(document.createElementNS('http://www.w3.org/2000/svg', tag), attributes, children);
}

export function formula<Tag extends keyof MathMLElementTagNameMap>(
  tag: Tag,
  ...children: readonly (Node | string)[]
): MathMLElementTagNameMap[Tag] {
  return filledIn(document.createElementNS('http://www.w3.org/1998/Math/MathML', tag), {}, children);
}

/** The icon of a button, drawn in a field of 16 by 16; its name is the button's. */
export function icon(path: string): SVGSVGElement {
  const attributes = { class: 'icon', viewBox: '0 0 16 16', width: 16, height: 16, 'aria-hidden': 'true' };
  return shape('svg', attributes, shape('path', { d: path }));
}

function filledIn<E extends Element>(
  made: E,
  attributes: Readonly<Record<string, Value>>,
  children: readonly (Node | string)[],
): E {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined) made.setAttribute(name, String(value));
  }
  made.append(...children);
  return made;
}
