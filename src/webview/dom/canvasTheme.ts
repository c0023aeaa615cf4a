// Canvas theme: the colors and the font of the editor's theme, for drawing on a canvas.
import { type Colors, colorsOf } from '../../attention/drawing/colors';
import { propertyOf, type Theme } from './theme';

export function themeColors({ themeKind, highContrast }: Theme): Colors {
  const kind = { themeKind, contrast: highContrast };
  return colorsOf(kind, propertyOf('--vscode-editor-background'), propertyOf('--vscode-foreground'));
}

/** A font of the page, as the value of a canvas's `font`. */
export function fontOf(size: number, weight: 'normal' | 'bold' = 'normal'): string {
  return `${weight} ${size}px ${propertyOf('--vscode-font-family') || 'sans-serif'}`;
}
