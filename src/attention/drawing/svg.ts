// SVG: writes a figure as an SVG document. Texts stay text, and matrix cells are vector shapes rather than an image.
import { escapedMarkup } from './escape';
import { type CellsMark, type CurveMark, type Figure, FONT, type Mark, type TextMark } from './figure';

export function svgOf(figure: Figure): string {
  const { width, height, background, title, marks } = figure;
  const size = `width="${number(width)}" height="${number(height)}" viewBox="0 0 ${number(width)} ${number(height)}"`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" ${size} role="img" font-family="${escapedMarkup(FONT)}">`,
    `<title>${escapedMarkup(title)}</title>`,
    `<rect width="100%" height="100%" fill="${escapedMarkup(background)}"/>`,
    ...marks.map(markOf),
    '</svg>',
    '',
  ].join('\n');
}

function markOf(mark: Mark): string {
  switch (mark.kind) {
    case 'text':
      return textOf(mark);
    case 'cells':
      return cellsOf(mark);
    case 'curve':
      return curveOf(mark);
    case 'box': {
      const place = `x="${number(mark.x)}" y="${number(mark.y)}"`;
      const size = `width="${number(mark.width)}" height="${number(mark.height)}"`;
      return `<rect ${place} ${size} ${painted('fill', mark.fill)} ${painted('stroke', mark.stroke)}/>`;
    }
  }
}

function textOf({ x, y, text, size, color, anchor, turn, bold }: TextMark): string {
  const turned = turn === 0 ? '' : ` transform="rotate(${number(turn)} ${number(x)} ${number(y)})"`;
  const weight = bold ? ' font-weight="600"' : '';
  const style = `font-size="${number(size)}" text-anchor="${anchor}" ${painted('fill', color)}${weight}`;
  // White space is preserved, because a token may begin or end with a space, or be a space.
  return `<text x="${number(x)}" y="${number(y)}" ${style}${turned} xml:space="preserve">${escapedMarkup(text)}</text>`;
}

function curveOf({ from, to, width, color, opacity, dash }: CurveMark): string {
  const middle = number((from[0] + to[0]) / 2);
  const path = `M${pair(from)}C${middle} ${number(from[1])} ${middle} ${number(to[1])} ${pair(to)}`;
  const dashes = dash === '' ? '' : ` stroke-dasharray="${escapedMarkup(dash)}"`;
  const stroke = `${painted('stroke', color)} stroke-width="${number(width)}" stroke-opacity="${number(opacity)}"`;
  return `<path d="${path}" fill="none" ${stroke}${dashes}/>`;
}

/**
 * Draws the cells as one path for each color, in which a horizontal run of equal cells is one rectangle. The most
 * frequent color is one large rectangle below all paths.
 */
function cellsOf({ x, y, cell, pixels }: CellsMark): string {
  const runs = runsByColor(pixels);
  const [base] = [...runs.entries()].reduce(
    (most, entry) => (entry[1].cells > most[1].cells ? entry : most),
    [0, { cells: -1, path: '' }],
  );
  const paths = [...runs]
    .filter(([color]) => color !== base)
    .map(([color, { path }]) => `<path fill="${hex(color)}" d="${path}"/>`);
  const place = `translate(${number(x)} ${number(y)}) scale(${number(cell)})`;
  return [
    `<g transform="${place}" shape-rendering="crispEdges">`,
    `<rect width="${pixels.width}" height="${pixels.height}" fill="${hex(base)}"/>`,
    ...paths,
    '</g>',
  ].join('\n');
}

interface Runs {
  cells: number;
  path: string;
}

/** The cells of each color: how many there are, and a path of one rectangle for each horizontal run. */
function runsByColor({ width, height, data }: CellsMark['pixels']): Map<number, Runs> {
  const colorAt = (at: number): number => (data[at * 4] << 16) | (data[at * 4 + 1] << 8) | data[at * 4 + 2];
  const runs = new Map<number, Runs>();
  for (let row = 0; row < height; row++) {
    for (let start = 0; start < width;) {
      const color = colorAt(row * width + start);
      let end = start + 1;
      while (end < width && colorAt(row * width + end) === color) end++;
      const ofColor = runs.get(color) ?? { cells: 0, path: '' };
      ofColor.cells += end - start;
      ofColor.path += `M${start} ${row}h${end - start}v1h${start - end}z`;
      runs.set(color, ofColor);
      start = end;
    }
  }
  return runs;
}

function painted(name: 'fill' | 'stroke', color: string | undefined): string {
  return `${name}="${color === undefined ? 'none' : escapedMarkup(color)}"`;
}

function hex(color: number): string {
  return `#${color.toString(16).padStart(6, '0')}`;
}

function pair([x, y]: readonly [number, number]): string {
  return `${number(x)} ${number(y)}`;
}

/** A number with at most two decimals: finer differences are not visible, not even in print. */
function number(value: number): string {
  return String(Math.round(value * 100) / 100);
}
