// Explanation: the part of the contract about explanations. An explanation is one teacher-forced pass over known texts,
// whose results are fetched one by one.
import type { AttentionKind, AttentionToken } from '../../attention/record/record';
import type { HiddenState } from '../../attention/decoding/states';
import type { IdSource, TextSource } from './encoderInput';

export interface ExplainRequest {
  readonly model: string;
  readonly source: TextSource | IdSource;
  /**
   * For each row of the source, the decoder's input. It begins with the start token, and it includes the last token, so that
   * the last token has a row in the attention too. The ids of a hypothesis have this form.
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

/** A text, its ids, and one token for each id. */
export interface TokenizedText {
  readonly text: string;
  readonly ids: readonly number[];
  /**
   * Offsets are in `text`; white space around a token's characters is left out of them. `special` is set for tokens of the
   * tokenizer's template and of a prefix, and for generated special tokens.
   */
  readonly tokens: readonly AttentionToken[];
}

/** A token with the probability that the model gives it at one step. */
export interface LikelyToken {
  readonly id: number;
  /** The text for display. */
  readonly text: string;
  /** As the model computes it, before the logits processors of the search change it. */
  readonly logProbability: number;
}

/** One decoding step. Step t reads target token t and chooses target token t + 1. */
export interface ExplainedStep {
  readonly chosen: LikelyToken;
  /** The likeliest tokens, best first. The chosen token is among them if it is likely enough. */
  readonly alternatives: readonly LikelyToken[];
}

export interface ExplainedRow {
  /** The user's text; for a request by ids, the decoded text. */
  readonly source: TokenizedText;
  /** The decoder's input, and its text. */
  readonly target: TokenizedText;
}

/**
 * The description of an explanation. Its tensors stay in the worker until the next explanation, and are fetched by its
 * number. The rows of a request are one batch, padded at the end, as in transformers; a single row is never padded.
 */
export interface Explained {
  /** The number of the explanation, for requests of its parts. */
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
  /** In the order of computation; a state is requested by its index. Empty if no states are found in the graph. */
  readonly states: readonly HiddenState[];
  /** The fused operator that computes the states inside itself, so that they cannot be read; undefined if none does. */
  readonly hiddenBy?: string;
  /** Whether vectors of positions are added to those of tokens; some models have only relative positions. */
  readonly hasPositions: boolean;
}

/**
 * A part of one layer's attention. `scores` are the input of the softmax: scaled, masked, and with position biases.
 * `queries` and `keys` are the operands of their product, so they include the scale if the model applies it before the
 * product. `heads` is the product of weights and `values`. Of a graph that multiplies in integers not every part is given.
 */
export type AttentionPart = 'queries' | 'keys' | 'values' | 'scores' | 'heads';

export type InternalsRequest = { readonly explanation: number; readonly row: number } & (
  | { readonly part: AttentionPart; readonly kind: AttentionKind; readonly layer: number }
  /** `state` is an index into `Stack.states`. */
  | { readonly part: 'state'; readonly stack: StackName; readonly state: number }
  /**
   * The vectors of `tokens` (scaled, if the model scales them) and of `positions`; their sum is the last state
   * of the kind `embedding`.
   */
  | { readonly part: 'tokens' | 'positions'; readonly stack: StackName }
);

/** The values of one row, padding of its batch included. */
export interface Internals {
  /**
   * `scores`: [head, target, source]. `queries` and `heads`: [head, target, width]. `keys` and `values`:
   * [head, source, width]. A state, `tokens` and `positions`: [token, width].
   */
  readonly dims: readonly number[];
  readonly data: Float32Array<ArrayBuffer>;
}
