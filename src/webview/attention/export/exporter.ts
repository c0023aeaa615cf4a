// Exporter: what each way to export implements, and what it is given.
import type { TokenSelection } from '../../../attention/picture/focus';
import type { Figure } from '../../../attention/drawing/figure';
import type { ExportFormat } from '../../../views/attention/protocol';
import type { AttentionWords } from '../../../views/attention/words/pageWords';
import type { ViewState } from '../shared/view';

/** What there is to export at the moment. */
export interface Exportable {
  readonly state: ViewState;
  /** What is pointed at or pinned. */
  readonly chosen: TokenSelection | undefined;
  /** Makes an SVG document of the view in sight, if it can be drawn as one. */
  readonly svg: (() => string) | undefined;
  /** Makes a drawing of the view in sight, if it can be one. */
  readonly figure: (() => Figure) | undefined;
  readonly words: AttentionWords;
  readonly language: string;
}

/** What the menu calls it; before there is anything to export, `what` is undefined. */
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
