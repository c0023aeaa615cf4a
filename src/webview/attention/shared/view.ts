// View: the interface that every view of the page implements, and the state and context that it gets.
import type { TokenSelection, Role } from '../../../attention/picture/focus';
import type { Figure } from '../../../attention/drawing/figure';
import type { Picture } from '../../../attention/picture/picture';
import type { PassageRange, PanelContent, PassageContent } from '../../../views/attention/protocol';
import type { AttentionWords } from '../../../views/attention/words/pageWords';
import type { Settings, ViewName } from '../data/settings';
import type { Observable } from '../../dom/observable';
import type { Theme } from '../../dom/theme';
import type { PassageData } from '../data/passageData';

/** The state that a view draws. A new object is made for each change, so that its parts can be compared by identity. */
export interface ViewState {
  readonly shown: PanelContent;
  readonly settings: Settings;
  readonly content: PassageContent;
  /** Fetches further data of this passage. */
  readonly data: PassageData;
  /** The attention that the settings choose; undefined for a view that needs no picture. */
  readonly picture: Picture | undefined;
}

/** The services that all views share. */
export interface ViewContext {
  readonly words: AttentionWords;
  /** The reader's language, a BCP 47 tag. */
  readonly language: string;
  /** To change a setting: `settings.set({ ...settings.value, layer: 3 })`. The page redraws. */
  readonly settings: Observable<Settings>;
  /**
   * The tokens at the pointer or the keyboard focus. A view sets it; the page then shades the weights, highlights the tokens
   * in the editor and announces them, so that the view must not announce them itself.
   */
  readonly hover: Observable<Hover | undefined>;
  /** Changes with the editor's theme; the page then calls `show` again. */
  readonly theme: Observable<Theme>;
  /** Announced by screen readers, without interrupting them. */
  readonly announce: (text: string) => void;
  /** Shows and announces an error that the view itself does not show. */
  readonly notify: (text: string) => void;
  /** Shows and announces that something was done that is not visible on the page. */
  readonly confirm: (text: string) => void;
  /** Scrolls to a range in its document. */
  readonly reveal: (place: PassageRange) => void;
  /** Pins or unpins a word (a click or Enter), and scrolls to the words that it is aligned with. */
  readonly pin: (role: Role, place: number) => void;
  /** Makes the element that a view shows in place of its content when something failed, with a button to try again. */
  readonly failed: (error: unknown, retry: () => void) => HTMLElement;
  readonly copy: (text: string) => void;
}

/** The tokens that are pointed at: rows or columns, and, in a matrix, one cell. */
export interface Hover extends TokenSelection {
  /** The token of the cell's other axis, as an index into the whole text. */
  readonly cell?: number;
  /** The input device; a view scrolls to tokens that the editor's caret selects. */
  readonly by: 'pointer' | 'keyboard' | 'editor';
}

export interface View {
  readonly element: HTMLElement;
  /** Draws a state: at first, and whenever one of its parts has changed. */
  show(state: ViewState): void;
  /** Draws what is pointed at (then a `Pointed`) or, if nothing is, pinned. Called after each `show` and whenever that changes. */
  highlight?(chosen: TokenSelection | Hover | undefined): void;
  /** The view as a figure, for export; without it `svg` is used, and without that the matrix is drawn. */
  figure?(): Figure;
  /** The view as an SVG document with vector text, for export. */
  svg?(): string;
  dispose(): void;
}

/** The entry of a view in the registry. */
export interface ViewEntry {
  readonly name: ViewName;
  readonly label: (words: AttentionWords) => string;
  /** Its purpose, in a sentence. */
  readonly hint: (words: AttentionWords) => string;
  /** `picture` if the page is to fetch the picture of a layer for it; `passage` if the view fetches its data itself. */
  readonly needs: 'picture' | 'passage';
  /** The settings that it depends on, which the toolbar then offers. */
  readonly controls: readonly Control[];
  /** `one` if it shows one head at a time; else any heads, their mean and their rollout. */
  readonly heads?: 'one';
  readonly create: (context: ViewContext) => View;
}

/** In the order of the toolbar. */
export const CONTROLS = ['kind', 'layer', 'heads', 'order', 'unit', 'special', 'scale', 'contrast'] as const;
export type Control = (typeof CONTROLS)[number];

/** The settings that every picture depends on. */
export const PICTURE_CONTROLS = ['kind', 'layer', 'heads', 'unit', 'special'] as const satisfies readonly Control[];
