// Protocol: the contract between the extension and the page of the Attention view. All messages are plain data.
import type { HeadNumbers } from '../../attention/decoding/arithmetic';
import type { HistoryBeam } from '../../attention/decoding/history';
import type { Aligner } from '../../attention/analysis/align';
import type { AttentionKind } from '../../attention/record/record';
import { call, stream } from '../../base/rpc';
import type { AttentionShape, ExplainedStep, TokenizedText } from '../../engine/api/contract';
import type { PassageRange } from '../../tasks/run/finishedRun';

export type { AttentionShape, ExplainedStep, TokenizedText } from '../../engine/api/contract';
export type { PassageRange } from '../../tasks/run/finishedRun';

/** What the page of a panel gets to know about the run that it shows. */
export interface PanelContent {
  /** Differs for each run that is shown, so that the page never mixes two runs. */
  readonly run: string;
  /** The task: "Translate: English to German". */
  readonly title: string;
  /** The name of the document, without its path. */
  readonly document: string;
  readonly model: { readonly name: string; readonly quality: string };
  /** The languages of source and target, BCP 47 tags. */
  readonly languages: { readonly source: string; readonly target: string };
  /** In the order of the document; at least one. */
  readonly passages: readonly ShownPassage[];
  /** Whether ranges of the source document can be shown; if not, a sentence that says why. */
  readonly links: { readonly kind: 'linked' } | { readonly kind: 'unlinked'; readonly why: string };
  /** What the panel needs to be restored after a reload. The page saves it in its state and does not read it. */
  readonly saved: unknown;
}

/** The state that the page saves. After a reload the panel reads `saved`, and the page reads `settings`. */
export interface AttentionPageState {
  readonly saved: unknown;
  /** The reader's settings in the page. */
  readonly settings: unknown;
}

/** What the page knows of a passage before it is explained. */
export interface ShownPassage {
  /** The beginning of its source and target, for the picker. */
  readonly source: string;
  readonly target: string;
  /** The index of the run's text that the passage belongs to. */
  readonly text: number;
  /** 0 if the model read the text itself, more if it read the results of earlier passages (a headline of headlines). */
  readonly round: number;
  /** The placeholders in the texts, and what they stand for: code, addresses and the like. */
  readonly placeholders: readonly Placeholder[];
}

/** A placeholder as it is shown, such as “①”, and the text that it stands for, such as “`npm test`”. */
export interface Placeholder {
  readonly sign: string;
  readonly text: string;
}

/** An explained passage. */
export interface PassageContent {
  readonly source: TokenizedText;
  /** The tokens that the decoder read: first the start token, last the end token, if the target has one. */
  readonly target: TokenizedText;
  readonly attention: Readonly<Record<AttentionKind, AttentionShape>>;
  readonly vocabularySize: number;
  /** The step, layer and heads by which the model's cross-attention aligns best. */
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

/** The query that the reader points at and its keys, which the extension highlights in the documents. */
export interface HighlightRequest extends PassageRequest {
  /** The tokens that attend; empty to remove every highlight. */
  readonly query: readonly PassageRange[];
  /** The tokens that are attended to, each with its weight, 0 to 1. */
  readonly key: readonly (PassageRange & { readonly weight: number })[];
}

/** The caret or selection in the source document or in the result. */
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

/** How saving ended. `why` is a sentence for the reader. */
export type SaveOutcome =
  | { readonly kind: 'saved'; readonly name: string }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'failed'; readonly why: string };

/**
 * Errors that reach the page have a code; `data.words`, if it is there, is a sentence for the reader in the reader's
 * language.
 */
export const attentionContract = {
  /** Yields the content at once, and again when it changes: for another run, or when its document is edited or closed. */
  shown: stream<void, PanelContent, void>(1),
  /** Explains the passage. */
  passage: call<PassageRequest, PassageContent>(),
  attention: call<LayerRequest, Float32Array<ArrayBuffer>>(), // [head, target, source], nothing padded
  /** The steps of the passage. There is one less than target tokens, because the last token predicts nothing. */
  steps: call<PassageRequest & { readonly alternatives: number }, readonly ExplainedStep[]>(),
  logits: call<PassageRequest & { readonly step: number }, Float32Array<ArrayBuffer>>(), // [vocabulary]
  /** The beams that the search kept after each step, in the order of decoding. Greedy search has one at each step. */
  history: call<PassageRequest, readonly (readonly HistoryBeam[])[]>(),
  /** The queries, keys and scores of all heads of one layer. */
  head: call<LayerRequest, HeadNumbers>(),
  /** Replaces the highlights in the documents. */
  highlight: call<HighlightRequest, void>(),
  /** Scrolls to a range in its document. */
  reveal: call<PassageRequest & { readonly place: PassageRange }, void>(),
  /** Yields the caret in a text of the run, and again when it moves. */
  carets: stream<void, Caret, void>(1),
  save: call<SaveRequest, SaveOutcome>(),
  copy: call<{ readonly text: string }, void>(),
};
