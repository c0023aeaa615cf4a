// Head colours: a colour and a dash for each head, told apart by people who see colours differently.

/** Okabe and Ito's eight ("Color Universal Design", 2008), made darker or lighter until each stands out by 3 to 1. */
const ON_LIGHT = ['#0072b2', '#c44e00', '#00775a', '#a8487f', '#7d6400', '#2c6fd6', '#5c5c5c', '#8a2be2'] as const;
const ON_DARK = ['#56b4e9', '#f08b2c', '#1fbf8f', '#e58fc0', '#e8d94a', '#9db4ff', '#c0c0c0', '#d9a2ff'] as const;
/** One more round of the colours each. */
const DASHES = ['', '6 3', '2 3', '8 3 2 3'] as const;

export type Ground = 'light' | 'dark';

export function headColour(head: number, ground: Ground): string {
  const colours = ground === 'light' ? ON_LIGHT : ON_DARK;
  return colours[head % colours.length];
}

/** An SVG stroke-dasharray; empty for a solid line. Heads of one colour differ by it. */
export function headDash(head: number): string {
  return DASHES[Math.floor(head / ON_LIGHT.length) % DASHES.length];
}
