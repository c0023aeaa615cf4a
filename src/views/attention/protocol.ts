// Attention protocol: the treaty between the extension and the page of the Attention view. Only plain data crosses.
import type { HeadNumbers } from '../../attention/decoding/arithmetic';
import type { HistoryBeam } from '../../attention/decoding/history';
import type { Aligner } from '../../attention/analysis/align';
import type { AttentionKind } from '../../attention/record/record';
import { call, stream } from '../../base/rpc';
import type { AttentionShape, ExplainedStep, TokenizedText } from '../../engine/api/contract';
import type { PassageRange } from '../../tasks/run/finishedRun';

export type { AttentionShape, ExplainedStep, TokenizedText } from '../../engine/api/contract';
export type { PassageRange } from '../../tasks/run/finishedRun';

/** What a panel shows. */
export interface PanelContent {
  /** New for each run that is shown in the panel, so that nothing of the one before is mixed in. */
  readonly run: string;
  /** The task: "Translate: English to German". */
  readonly title: string;
  /** The name of the document, without its path. */
  readonly document: string;
  readonly model: { readonly name: string; readonly quality: string };
  /** The languages of source and target, BCP 47 tags. */
  readonly languages: { readonly source: string; readonly target: string };
  /** What went through the model at once, in the order of the document; at least one. */
  readonly passages: readonly ShownPassage[];
  /** Whether places in the source document can still be shown; and, if not, why, in a sentence. */
  readonly links: { readonly kind: 'linked' } | { readonly kind: 'unlinked'; readonly why: string };
  /** What the panel needs in order to come back after the window was reloaded. The page keeps it in its state, unread. */
  readonly saved: unknown;
}

/** The state that the page saves; the panel reads `saved` of it after a reload. */
export interface AttentionPageState {
  readonly saved: unknown;
  /** What the reader chose. The page alone reads it. */
  readonly settings: unknown;
}

export interface ShownPassage {
  /** The beginning of its source and target, for the picker. */
  readonly source: string;
  readonly target: string;
  /** Which of the run's texts it belongs to. */
  readonly text: number;
  /** 0 if it read the text itself; more if it read what passages before it wrote. */
  readonly round: number;
  /** What signs of its texts stand for: code, addresses and the like. */
  readonly placeholders: readonly Placeholder[];
}

/** "①" for "`npm test`". */
export interface Placeholder {
  readonly sign: string;
  readonly text: string;
}

/** One passage, explained. */
export interface PassageContent {
  readonly source: TokenizedText;
  /** What the decoder read: the start token first, the end token (if it came) last. */
  readonly target: TokenizedText;
  readonly attention: Readonly<Record<AttentionKind, AttentionShape>>;
  readonly vocabularySize: number;
  /** Where the model's cross-attention aligns best. */
  readonly aligner: Aligner;
}

export interface PassageRequest {
  readonly run: string;
  readonly passage: number;
}

export interface LayerRequest extends PassageRequest {
  readonly kind: AttentionKind;
  readonly layer: number;
}

/** What the reader points at: it is shown in the documents. */
export interface HighlightRequest extends PassageRequest {
  /** The tokens that look, in the text they stand in; none to take every mark away. */
  readonly query: readonly PassageRange[];
  /** What is looked at, with its weight, 0 to 1. */
  readonly key: readonly (PassageRange & { readonly weight: number })[];
}

/** Where the caret went, in the source document or in the result. */
export interface Caret extends PassageRange {
  readonly run: string;
  readonly passage: number;
}

export type ExportFormat = 'svg' | 'png' | 'json' | 'csv' | 'html';

export interface SaveRequest {
  readonly format: ExportFormat;
  /** A file name to propose, without its ending. */
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** `failed` carries a sentence for the reader. */
export type SaveOutcome =
  | { readonly kind: 'saved'; readonly name: string }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'failed'; readonly why: string };

/**
 * Errors that reach the page have a code; `data.words`, if it is there, is a sentence for the reader in the reader's
 * language.
 */
export const attentionContract = {
  /** Gives what is shown at once, and again when it changes (another run, or the document was edited or closed). */
  shown: stream<void, PanelContent, void>(1),
  passage: call<PassageRequest, PassageContent>(),
  attention: call<LayerRequest, Float32Array<ArrayBuffer>>(), // [head, target, source], nothing padded
  /** One less than the target has tokens: nothing follows the last. */
  steps: call<PassageRequest & { readonly alternatives: number }, readonly ExplainedStep[]>(),
  logits: call<PassageRequest & { readonly step: number }, Float32Array<ArrayBuffer>>(), // [vocabulary]
  /** The beams that the search kept after each step, in the order of decoding. Greedy search has one at each step. */
  history: call<PassageRequest, readonly (readonly HistoryBeam[])[]>(),
  head: call<LayerRequest, HeadNumbers>(),
  highlight: call<HighlightRequest, void>(),
  /** Brings a place into sight in its document. */
  reveal: call<PassageRequest & { readonly place: PassageRange }, void>(),
  carets: stream<void, Caret, void>(1),
  save: call<SaveRequest, SaveOutcome>(),
  copy: call<{ readonly text: string }, void>(),
};
