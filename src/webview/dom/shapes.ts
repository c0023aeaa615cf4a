// Shapes: creates icons, SVG elements with numbers as attributes, and MathML elements. Strings become text nodes.
import { svg } from './svg';

/** An SVG element whose attributes may be numbers. */
export function shape<Tag extends keyof SVGElementTagNameMap>(
  tag: Tag,
  attributes: Readonly<Record<string, string | number>> = {},
  ...children: readonly (Node | string)[]
): SVGElementTagNameMap[Tag] {
  const written = Object.entries(attributes).map(([name, value]) => [name, String(value)]);
  return svg(tag, Object.fromEntries(written) as Record<string, string>, ...children);
}

export function formula<Tag extends keyof MathMLElementTagNameMap>(
  tag: Tag,
  ...children: readonly (Node | string)[]
): MathMLElementTagNameMap[Tag] {
  const created = document.createElementNS('http://www.w3.org/1998/Math/MathML', tag);
  created.append(...children);
  return created;
}

/** An icon of 16 by 16 pixels. It is hidden from screen readers, because the button that it stands in has an accessible name. */
export function icon(path: string): SVGSVGElement {
  const attributes = { class: 'icon', viewBox: '0 0 16 16', width: 16, height: 16, 'aria-hidden': 'true' };
  return shape('svg', attributes, shape('path', { d: path }));
}
