// Theme: the kind of the editor's color theme, and its colors for canvases and exports, which do not use the style sheet.
import type { ThemeKind } from '../../attention/drawing/headColors';
import { Observable } from './observable';

export interface Theme {
  readonly themeKind: ThemeKind;
  readonly highContrast: boolean;
}

/** The theme as an observable value. VS Code writes the kind of the theme into the class of the body. */
export function observedTheme(body: HTMLElement): Observable<Theme> {
  const store = new Observable(themeOf(body));
  const observer = new MutationObserver(() => store.set(themeOf(body)));
  // When the user changes to a theme of the same kind, only the style of the root element changes.
  observer.observe(body, { attributes: true, attributeFilter: ['class'] });
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style'] });
  return store;
}

/** The value of a custom property of attentionView.css or of the theme. */
export function propertyOf(name: `--${string}`): string {
  return getComputedStyle(document.body).getPropertyValue(name).trim();
}

function themeOf({ classList }: HTMLElement): Theme {
  const isLight = classList.contains('vscode-light') || classList.contains('vscode-high-contrast-light');
  const highContrast = classList.contains('vscode-high-contrast') || classList.contains('vscode-high-contrast-light');
  return { themeKind: isLight ? 'light' : 'dark', highContrast };
}
