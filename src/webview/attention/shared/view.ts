// View: what each way to show attention implements, and what it is given.
import type { TokenSelection, Role } from '../../../attention/picture/focus';
import type { Figure } from '../../../attention/drawing/figure';
import type { Picture } from '../../../attention/picture/picture';
import type { PassageRange, PanelContent, PassageContent } from '../../../views/attention/protocol';
import type { AttentionWords } from '../../../views/attention/words/pageWords';
import type { Settings, ViewName } from '../data/settings';
import type { Observable } from '../../dom/observable';
import type { Theme } from '../../dom/theme';
import type { PassageData } from '../data/passageData';

/** What the page is about at the moment. A new one is made for each change, so parts can be compared by identity. */
export interface ViewState {
  readonly shown: PanelContent;
  readonly settings: Settings;
  readonly content: PassageContent;
  /** Fetches what else there is of this passage. */
  readonly data: PassageData;
  /** What the settings choose of the attention; only views that need a picture have one. */
  readonly picture: Picture | undefined;
}

/** What all views share. */
export interface ViewContext {
  readonly words: AttentionWords;
  /** The reader's language, a BCP 47 tag. */
  readonly language: string;
  /** To change a setting: `settings.set({ ...settings.value, layer: 3 })`. The page redraws. */
  readonly settings: Observable<Settings>;
  /**
   * What the pointer or the keyboard is at. Set it; the page shades it in every view, marks it in the editor and speaks
   * it. Leave it to the page to speak: views that set `pointed` need not announce.
   */
  readonly hover: Observable<Hover | undefined>;
  /** Changes with the editor's theme; views are then shown anew. */
  readonly theme: Observable<Theme>;
  /** Spoken by screen readers, politely. */
  readonly announce: (text: string) => void;
  /** Shown and spoken: something went wrong that is not the view's to show. */
  readonly notify: (text: string) => void;
  /** Shown and spoken: something was done that is not to be seen on the page. */
  readonly confirm: (text: string) => void;
  /** Brings a place into sight in its document. */
  readonly reveal: (place: PassageRange) => void;
  /** The reader clicked a word, or pressed Enter: it is pinned, or no longer, and what it is aligned with is revealed. */
  readonly pin: (role: Role, place: number) => void;
  /** Shows, in place of a view's own content, that something failed, with a button to try again. */
  readonly failed: (error: unknown, retry: () => void) => HTMLElement;
  readonly copy: (text: string) => void;
}

/** Something pointed at: rows or columns, and, in a matrix, the one cell where they cross. */
export interface Hover extends TokenSelection {
  /** Its token on the other side, one of the whole text. */
  readonly cell?: number;
  /** By what; a view scrolls to what the editor points at. */
  readonly by: 'pointer' | 'keyboard' | 'editor';
}

export interface View {
  readonly element: HTMLElement;
  /** Draws a state: at first, and whenever one of its parts has changed. */
  show(state: ViewState): void;
  /** Draws what is pointed at (then a `Pointed`) or, if nothing is, pinned. Called after each `show` and whenever that changes. */
  highlight?(chosen: TokenSelection | Hover | undefined): void;
  /** The view as a drawing, for export; if it has none, `svg` is asked, and if there is none either, the matrix is drawn. */
  figure?(): Figure;
  /** The view as an SVG document with vector text, for export. */
  svg?(): string;
  dispose(): void;
}

/** A view, as the registry has it. */
export interface ViewEntry {
  readonly name: ViewName;
  readonly label: (words: AttentionWords) => string;
  /** What it is for, in a sentence. */
  readonly hint: (words: AttentionWords) => string;
  /** Whether it shows the picture of a layer, which the page then fetches, or fetches what it needs itself. */
  readonly needs: 'picture' | 'passage';
  /** The settings that mean something to it, which the toolbar then offers. */
  readonly controls: readonly Control[];
  /** It shows one head at a time; else any heads, their mean and their rollout. */
  readonly heads?: 'one';
  readonly create: (context: ViewContext) => View;
}

/** In the order in which they are offered. */
export const CONTROLS = ['kind', 'layer', 'heads', 'order', 'unit', 'special', 'scale', 'contrast'] as const;
export type Control = (typeof CONTROLS)[number];

/** What every picture of weights depends on. */
export const PICTURE_CONTROLS = ['kind', 'layer', 'heads', 'unit', 'special'] as const satisfies readonly Control[];
