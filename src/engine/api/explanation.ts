// Explanation: the part of the contract about one pass over whole texts, whose results are fetched one by one.
import type { AttentionKind, AttentionToken } from '../../attention/record/record';
import type { HiddenState } from '../../attention/decoding/states';
import type { IdSource, TextSource } from './encoderInput';

export interface ExplainRequest {
  readonly model: string;
  readonly source: TextSource | IdSource;
  /**
   * The decoder's input for each row of the source: it begins with the start token and includes the last token, so that
   * this one has a row in the attention. The ids of a hypothesis have this form.
   */
  readonly targets: readonly (readonly number[])[];
}

/** The dimensions of one kind of attention, the same in every layer. */
export interface AttentionShape {
  readonly layers: number;
  readonly heads: number;
  readonly targets: number;
  readonly sources: number;
}

/** A text, its ids, and a token for each of them. */
export interface TokenizedText {
  readonly text: string;
  readonly ids: readonly number[];
  /**
   * Offsets are in `text`, without the white space around a token's characters. Tokens of the tokenizer's template and of
   * a prefix are special, and so are generated tokens that stand for no text.
   */
  readonly tokens: readonly AttentionToken[];
}

export interface LikelyToken {
  readonly id: number;
  /** The text for display. */
  readonly text: string;
  /** By the model alone, before the logits processors of the search. */
  readonly logProbability: number;
}

/** One decoding step: step t has read target token t, and chose token t + 1. */
export interface ExplainedStep {
  readonly chosen: LikelyToken;
  /** The likeliest tokens, best first; the chosen one is among them if it is likely enough. */
  readonly alternatives: readonly LikelyToken[];
}

export interface ExplainedRow {
  /** The user's text; for a request by ids, the decoded text. */
  readonly source: TokenizedText;
  /** The decoder's input, and its text. */
  readonly target: TokenizedText;
}

/**
 * One pass over whole texts. Its tensors stay in the worker until the next explanation, and are fetched by its number. The
 * rows of a request are one batch, padded at the end, as in transformers; a single row is never padded.
 */
export interface Explained {
  readonly explanation: number;
  readonly rows: readonly ExplainedRow[];
  readonly attention: Readonly<Record<AttentionKind, AttentionShape>>;
  readonly vocabularySize: number;
}

export interface AttentionRequest {
  readonly explanation: number;
  readonly row: number;
  readonly kind: AttentionKind;
  readonly layer: number;
}

export interface LogitsRequest {
  readonly explanation: number;
  readonly row: number;
  /** The index of the target token that was read; the logits are those of the next token. */
  readonly step: number;
}

export interface StepsRequest {
  readonly explanation: number;
  readonly row: number;
  /** How many of the likeliest tokens to report for each step; 5 if left out. */
  readonly alternatives?: number;
}

export interface StacksRequest {
  readonly explanation: number;
}

export type StackName = 'encoder' | 'decoder';

/** The intermediate values that can be requested of one stack of the model. */
export interface Stack {
  readonly stack: StackName;
  /** In the order of computation; a state is requested by its index. Empty if the graph gives none. */
  readonly states: readonly HiddenState[];
  /** The fused operator that hides the states. */
  readonly hiddenBy?: string;
  /** Whether vectors of positions are added to those of tokens; some models have only relative positions. */
  readonly hasPositions: boolean;
}

/**
 * A part of one layer's attention. `scores` are the input of the softmax: scaled, masked, and with position biases.
 * `queries` and `keys` are the operands of their product, so they include the scale if the model applies it before;
 * `heads` is the product of weights and `values`. A graph that multiplies in integers does not give every part.
 */
export type AttentionPart = 'queries' | 'keys' | 'values' | 'scores' | 'heads';

export type InternalsRequest = { readonly explanation: number; readonly row: number } & (
  | { readonly part: AttentionPart; readonly kind: AttentionKind; readonly layer: number }
  /** `state` is an index of the states of `stacks`. */
  | { readonly part: 'state'; readonly stack: StackName; readonly state: number }
  /** The vectors of `tokens` (scaled, if the model does) and `positions`; their sum is the last `embedding` state. */
  | { readonly part: 'tokens' | 'positions'; readonly stack: StackName }
);

/** The values of one row, padding of its batch included. */
export interface Internals {
  /**
   * Of `scores`: [head, target, source]. Of another part of attention: [head, target or source, width]. Of a state,
   * `tokens` or `positions`: [token, width].
   */
  readonly dims: readonly number[];
  readonly data: Float32Array<ArrayBuffer>;
}
