// Colors: the two colors that a drawing takes from a theme, and whether the theme asks for high contrast.
import { rgb } from 'd3-color';
import type { ThemeKind } from './headColors';

/** The colors are CSS colors, as a theme gives them. */
export interface Colors {
  readonly themeKind: ThemeKind;
  /** High contrast: shades alone must not carry meaning, so lines and numbers are added. */
  readonly contrast: boolean;
  readonly background: string;
  readonly foreground: string;
}

/** Black on white, for exports that are printed or shown outside of the editor. */
export const PRINT_COLORS: Colors = {
  themeKind: 'light',
  contrast: false,
  background: '#ffffff',
  foreground: '#1f1f1f',
};

/**
 * The colors of a theme. A translucent background is laid over black in a dark theme and over white in a light one, a
 * translucent foreground the other way round. A value that is no color is replaced by the same black or white.
 */
export function colorsOf(kind: Pick<Colors, 'themeKind' | 'contrast'>, background: string, foreground: string): Colors {
  const [plainBackground, plainForeground] =
    kind.themeKind === 'dark' ? ['#000000', '#ffffff'] : ['#ffffff', '#000000'];
  return { ...kind, background: opaque(background, plainBackground), foreground: opaque(foreground, plainForeground) };
}

/** Black or white, whichever is easier to read on a color. */
export function foregroundOn(color: string): '#000000' | '#ffffff' {
  // Above this luminance black has the higher contrast.
  return luminance(color) > 0.179 ? '#000000' : '#ffffff';
}

/** The relative luminance of WCAG 2.2, from 0 (black) to 1 (white). */
export function luminance(color: string): number {
  const { r, g, b } = rgb(color);
  return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
}

function linear(channel: number): number {
  const share = channel / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}

function opaque(color: string, plain: string): string {
  const read = rgb(color.trim());
  if (Number.isNaN(read.r)) return plain;
  return { ...read, opacity: 1 }.opacity === read.opacity ? read.formatHex() : over(color, plain);
}

/** A translucent color over an opaque one. */
function over(color: string, below: string): string {
  const [top, base] = [rgb(color), rgb(below)];
  const mixed = (channel: 'r' | 'g' | 'b'): number => top[channel] * top.opacity + base[channel] * (1 - top.opacity);
  return rgb(mixed('r'), mixed('g'), mixed('b')).formatHex();
}
