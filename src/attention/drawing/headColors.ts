// Head colors: sixteen colors for heads, on light and on dark backgrounds, distinct for every kind of color vision. They
// were found by a search: any two of a list differ by at least 16 in CIELAB, also as simulated for protanopia,
// deuteranopia and tritanopia; each has a contrast of at least 3 to the backgrounds of common themes.
const ON_LIGHT = [
  ...['#384eb2', '#d97518', '#758e4e', '#ab2275', '#73290a', '#6e86c5', '#9106e6', '#9a807a'],
  ...['#0e2c2e', '#8c5e15', '#9272f4', '#545642', '#72157a', '#030b95', '#371501', '#301145'],
];
const ON_DARK = [
  ...['#8fc3e1', '#fb840d', '#cff495', '#b65c9f', '#5c73f3', '#f44035', '#8fffc0', '#7c7e68'],
  ...['#fde0ed', '#639f4e', '#bea3fd', '#fcb859', '#22c981', '#a162ca', '#bb9ea6', '#a9ff20'],
];
// Dash patterns, so that lines differ by more than their color: solid, dashed, dotted, and dashed with dots.
const DASHES = ['', '7 4', '2 3', '9 3 2 3'] as const;

export type ThemeKind = 'light' | 'dark';

/** The color of a head. With more than sixteen heads the colors repeat; `headDash` then differs. */
export function headColor(head: number, themeKind: ThemeKind): string {
  const colors = themeKind === 'light' ? ON_LIGHT : ON_DARK;
  return colors[head % colors.length];
}

/** The dashes of a head's lines, as an SVG stroke-dasharray; empty for a solid line. */
export function headDash(head: number): string {
  return DASHES[(head + Math.floor(head / ON_LIGHT.length)) % DASHES.length];
}
