// Exporter: the interface of the export formats, and their input.
import type { TokenSelection } from '../../../attention/picture/focus';
import type { Figure } from '../../../attention/drawing/figure';
import type { ExportFormat } from '../../../views/attention/protocol';
import type { AttentionWords } from '../words/pageWords';
import type { ViewState } from '../shared/view';

/** The input of an export: what the page shows at present. */
export interface Exportable {
  readonly state: ViewState;
  /** The tokens that are pointed at or pinned. */
  readonly chosen: TokenSelection | undefined;
  /** Makes an SVG document of the current view; undefined if the view cannot do that. */
  readonly svg: (() => string) | undefined;
  /** Makes a figure of the current view; undefined if the view cannot do that. */
  readonly figure: (() => Figure) | undefined;
  readonly words: AttentionWords;
  readonly language: string;
}

/** The label of the menu item. `input` is undefined as long as there is nothing to export. */
export type ExportLabel = (words: AttentionWords, input: Exportable | undefined) => string;

export type Exporter =
  /** Makes a file. The reader is then asked where to save it. */
  | {
      readonly kind: 'file';
      readonly format: ExportFormat;
      readonly label: ExportLabel;
      readonly isPossible: (input: Exportable) => boolean;
      readonly make: (input: Exportable, signal: AbortSignal) => Promise<Uint8Array<ArrayBuffer>>;
    }
  /** Makes a text for the clipboard. */
  | {
      readonly kind: 'text';
      readonly label: ExportLabel;
      readonly isPossible: (input: Exportable) => boolean;
      readonly make: (input: Exportable, signal: AbortSignal) => Promise<string>;
    };
