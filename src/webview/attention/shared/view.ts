// View: the interface that the content of every tab implements, and the state and the context that it gets.
import type { TokenSelection, Role } from '../../../attention/picture/focus';
import type { Figure } from '../../../attention/drawing/figure';
import type { Picture } from '../../../attention/picture/picture';
import type { PassageRange, PanelContent, PassageContent } from '../../../views/attention/protocol';
import type { AttentionWords } from '../words/pageWords';
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

/** The services that the page provides to all views. */
export interface ViewContext {
  readonly words: AttentionWords;
  /** The reader's language, a BCP 47 tag. */
  readonly language: string;
  /** The settings. After `settings.set({ ...settings.value, layer: 3 })` the page draws itself again. */
  readonly settings: Observable<Settings>;
  /**
   * The tokens at the pointer or the keyboard focus. A view sets this value. The page then calls `highlight`, highlights the
   * tokens in the editor and announces them, so a view must not announce them.
   */
  readonly hover: Observable<Hover | undefined>;
  /** Changes with the editor's theme; the page then calls `show` again. */
  readonly theme: Observable<Theme>;
  /** Makes screen readers announce a text, without interrupting them. */
  readonly announce: (text: string) => void;
  /** Shows and announces an error that the view does not show itself. */
  readonly notify: (text: string) => void;
  /** Shows and announces that something was done whose effect is not visible in the page. */
  readonly confirm: (text: string) => void;
  /** Scrolls the document to a range. */
  readonly reveal: (place: PassageRange) => void;
  /** Pins or unpins a word, on a click or Enter, and scrolls the document to the words that it is aligned with. */
  readonly pin: (role: Role, place: number) => void;
  /** Makes the element that a view shows in place of its content if fetching failed, with a button to try again. */
  readonly failed: (error: unknown, retry: () => void) => HTMLElement;
  readonly copy: (text: string) => void;
}

/** The tokens that are pointed at: rows or columns or, in a matrix, one cell. */
export interface Hover extends TokenSelection {
  /** The token on the other axis of the cell, as an index into all tokens of its text. */
  readonly cell?: number;
  /** Where the selection comes from. A view scrolls to tokens that the caret in the editor selects. */
  readonly by: 'pointer' | 'keyboard' | 'editor';
}

export interface View {
  readonly element: HTMLElement;
  /** Draws a state. Called at first and whenever a part of the state has changed. */
  show(state: ViewState): void;
  /**
   * Highlights the tokens that are pointed at (a `Hover`) or, if there are none, the pinned tokens. Called after each `show`
   * and whenever these tokens change.
   */
  highlight?(chosen: TokenSelection | Hover | undefined): void;
  /**
   * The view as a figure, for export. For a view without this method `svg` is used, and without both the matrix is
   * exported.
   */
  figure?(): Figure;
  /** The view as an SVG document with vector text, for export. */
  svg?(): string;
  dispose(): void;
}

/** The entry of a view in the list of tabs (page/views.ts). */
export interface ViewEntry {
  readonly name: ViewName;
  readonly label: (words: AttentionWords) => string;
  /** A sentence that explains the view. */
  readonly hint: (words: AttentionWords) => string;
  /** `picture` if the page has to provide a picture for the view, `passage` if the view fetches its data itself. */
  readonly needs: 'picture' | 'passage';
  /** The settings that the view depends on. The toolbar shows controls for them. */
  readonly controls: readonly Control[];
  /** `one` if the view shows one head at a time. Other views show any number of heads, their mean, or the rollout. */
  readonly heads?: 'one';
  readonly create: (context: ViewContext) => View;
}

/** In the order of the toolbar. */
export const CONTROLS = ['kind', 'layer', 'heads', 'order', 'unit', 'special', 'scale', 'contrast'] as const;
export type Control = (typeof CONTROLS)[number];

/** The settings that every picture depends on. */
export const PICTURE_CONTROLS = ['kind', 'layer', 'heads', 'unit', 'special'] as const satisfies readonly Control[];
