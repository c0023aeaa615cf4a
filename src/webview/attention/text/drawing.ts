// Drawing: tab Text as an SVG document with vector text, for export. Every word is at its position in the page.
import type { Band } from '../shared/shades';
import { svg } from '../../dom/svg';
import { propertyOf } from '../../dom/theme';

const MARGIN = 12;
const NUMBER_SIZE = 11;
const LINE = 18;

/** A word on the page, and its shades. */
export interface DrawnWord {
  readonly element: HTMLElement;
  readonly bands: readonly Band[];
}

/** An SVG document with the headings of `root`, the words with their shades and numbers, and lines of text below them. */
export function textDrawing(root: HTMLElement, words: readonly DrawnWord[], lines: readonly string[]): string {
  const { width, height, left, top } = root.getBoundingClientRect();
  const whole = height + 2 * MARGIN + legendHeight(lines);
  const size = { width: String(Math.ceil(width + 2 * MARGIN)), height: String(Math.ceil(whole)) };
  const origin = { x: left - MARGIN, y: top - MARGIN };
  const drawing = svg('svg', { ...size, viewBox: `0 0 ${size.width} ${size.height}` });
  drawing.append(svg('rect', { width: '100%', height: '100%', fill: propertyOf('--ground') }));
  for (const heading of root.querySelectorAll('h2')) drawing.append(headingOf(heading, origin));
  for (const word of words) drawing.append(...wordOf(word, origin));
  drawing.append(...legendOf(lines, height + 2 * MARGIN));
  return new XMLSerializer().serializeToString(drawing);
}

/** Lines below a drawing, such as what its placeholders stand for. */
export function legendOf(lines: readonly string[], top: number): SVGTextElement[] {
  const { fontFamily } = getComputedStyle(document.body);
  const font = { 'font-family': fontFamily, 'font-size': '12px', fill: propertyOf('--ink') };
  return lines.map((line, at) => svg('text', { x: String(MARGIN), y: String(top + at * LINE + 6), ...font }, line));
}

export function legendHeight(lines: readonly string[]): number {
  return lines.length * LINE;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

function wordOf({ element, bands }: DrawnWord, origin: Point): SVGElement[] {
  // A word that is broken over two lines is shaded on both lines and written on the first.
  const rects = [...element.getClientRects()];
  const [first] = rects;
  if (first === undefined) return [];
  const isPinned = element.classList.contains('pinned');
  const boxes = rects.flatMap(rect => {
    const box = { y: String(rect.y - origin.y), height: String(rect.height) };
    const shades = bands.map(({ color, from, to, opacity }) =>
      svg('rect', {
        ...box,
        x: String(rect.x - origin.x + from * rect.width),
        width: String((to - from) * rect.width),
        fill: color,
        'fill-opacity': opacity.toFixed(3),
      }),
    );
    const whole = { ...box, x: String(rect.x - origin.x), width: String(rect.width), rx: '3' };
    const isBoxed = element.classList.contains('chip') || element.classList.contains('pointed');
    if (isPinned) shades.push(svg('rect', { ...whole, fill: propertyOf('--hand') }));
    if (isBoxed) shades.push(svg('rect', { ...whole, fill: 'none', stroke: propertyOf('--quiet') }));
    return shades;
  });
  return [...boxes, textOf(element, first, origin), ...numberOf(element, first, origin)];
}

/** A heading. It is aligned to the start of its box; words are aligned to the middle. */
function headingOf(heading: HTMLElement, origin: Point): SVGTextElement {
  const rect = heading.getBoundingClientRect();
  const text = textOf(heading, rect, origin);
  text.setAttribute('text-anchor', 'start');
  text.setAttribute('x', String(rect.x - origin.x));
  return text;
}

function textOf(element: HTMLElement, rect: DOMRect, origin: Point): SVGTextElement {
  const { fontFamily, fontSize, fontWeight, color } = getComputedStyle(element);
  const attributes = {
    'text-anchor': 'middle',
    'dominant-baseline': 'central',
    'unicode-bidi': 'plaintext',
    'font-family': fontFamily,
    'font-size': fontSize,
    'font-weight': fontWeight,
    fill: color,
  };
  return svg('text', { ...middleOf(rect, origin), ...attributes }, (element.textContent ?? '').trim());
}

function numberOf(element: HTMLElement, rect: DOMRect, origin: Point): SVGTextElement[] {
  const number = element.dataset['weight'] ?? '';
  if (number === '') return [];
  const { x } = middleOf(rect, origin);
  const y = rect.bottom - origin.y + NUMBER_SIZE * 0.7;
  const { fontFamily } = getComputedStyle(document.body);
  const font = { 'font-family': fontFamily, 'font-size': `${NUMBER_SIZE}px` };
  const place = { x, y: String(y), 'text-anchor': 'middle', 'dominant-baseline': 'central' };
  return [svg('text', { ...place, ...font, fill: propertyOf('--quiet') }, number)];
}

function middleOf(rect: DOMRect, origin: Point): { readonly x: string; readonly y: string } {
  return { x: String(rect.x + rect.width / 2 - origin.x), y: String(rect.y + rect.height / 2 - origin.y) };
}
