// Exporter: the interface of an export format, and its input.
import type { TokenSelection } from '../../../attention/picture/focus';
import type { Figure } from '../../../attention/drawing/figure';
import type { ExportFormat } from '../../../views/attention/protocol';
import type { AttentionWords } from '../../../views/attention/words/pageWords';
import type { ViewState } from '../shared/view';

/** The input of an export: the current state of the page. */
export interface Exportable {
  readonly state: ViewState;
  /** The tokens that are pointed at or pinned. */
  readonly chosen: TokenSelection | undefined;
  /** Makes an SVG document of the current view, if it supports that. */
  readonly svg: (() => string) | undefined;
  /** Makes a figure of the current view, if it supports that. */
  readonly figure: (() => Figure) | undefined;
  readonly words: AttentionWords;
  readonly language: string;
}

/** The menu item; `what` is undefined as long as there is nothing to export. */
export type ExportLabel = (words: AttentionWords, what: Exportable | undefined) => string;

export type Exporter =
  /** Makes a file, which the reader is then asked where to save. */
  | {
      readonly kind: 'file';
      readonly format: ExportFormat;
      readonly label: ExportLabel;
      readonly isPossible: (what: Exportable) => boolean;
      readonly make: (what: Exportable, signal: AbortSignal) => Promise<Uint8Array<ArrayBuffer>>;
    }
  /** Makes a text for the clipboard. */
  | {
      readonly kind: 'text';
      readonly label: ExportLabel;
      readonly isPossible: (what: Exportable) => boolean;
      readonly make: (what: Exportable, signal: AbortSignal) => Promise<string>;
    };
