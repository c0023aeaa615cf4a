// Explained: the part of the contract that is about one pass over whole texts, and what it is fetched by.
import type { AttentionKind, AttentionToken } from '../../attention/record/record';
import type { HiddenState } from '../../attention/decoding/states';
import type { IdSource, TextSource } from './encoderInput';

export interface ExplainRequest {
  readonly model: string;
  readonly source: TextSource | IdSource;
  /**
   * What the decoder reads, for each row of the source: the start token first, and the last token too, so that it has a
   * row in the attention. The ids of a hypothesis are just that.
   */
  readonly targets: readonly (readonly number[])[];
}

/** Numbers of one kind of attention, the same in every layer. */
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
   * Offsets are of `text` as it was given, without the white space around a token's characters. What the tokenizer's
   * template and a prefix put there is special, and so is what stands for no text in what was generated.
   */
  readonly tokens: readonly AttentionToken[];
}

export interface LikelyToken {
  readonly id: number;
  /** As it is to be shown. */
  readonly text: string;
  /** By the model alone: what the search forbids or prefers is not in it. */
  readonly logProbability: number;
}

/** How the token after a place in the target came about: step t has read token t, and chose token t + 1. */
export interface ExplainedStep {
  readonly chosen: LikelyToken;
  /** The likeliest tokens, best first, the chosen one among them if it is one. */
  readonly alternatives: readonly LikelyToken[];
}

export interface ExplainedRow {
  /** The user's text; for a request by ids, the text that they make. */
  readonly source: TokenizedText;
  /** What the decoder read, and the text that it makes. */
  readonly target: TokenizedText;
}

/**
 * One pass over whole texts. Its large parts stay in the worker until the next explanation, and are fetched by number.
 * Rows that were given together are one batch, padded at the end, as in transformers; a row alone is never padded.
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
  /** The place in the target that was read; the logits are of what follows it. */
  readonly step: number;
}

export interface StepsRequest {
  readonly explanation: number;
  readonly row: number;
  /** How many of the likeliest tokens to tell for each step; 5 if left out. */
  readonly alternatives?: number;
}

export interface StacksRequest {
  readonly explanation: number;
}

export type StackName = 'encoder' | 'decoder';

/** What there is to ask for of one stack of the model. */
export interface Stack {
  readonly stack: StackName;
  /** In the order of computation; a state is asked for by its place among them. Empty if the model shows none. */
  readonly states: readonly HiddenState[];
  /** The operator that does several steps in one and so hides the states. */
  readonly hiddenBy?: string;
  /** Whether vectors of positions are added to those of tokens; some models know only relative ones. */
  readonly hasPositions: boolean;
}

/**
 * A part of one layer's attention. `scores` are what the softmax takes: scaled, masked, and with position biases.
 * `queries` and `keys` are as they enter their product, so with the scale if the model applies it before; `values` as they
 * are weighed, and `heads` are what comes of that. A graph that multiplies in integers does not give every part.
 */
export type AttentionPart = 'queries' | 'keys' | 'values' | 'scores' | 'heads';

export type InternalsRequest = { readonly explanation: number; readonly row: number } & (
  | { readonly part: AttentionPart; readonly kind: AttentionKind; readonly layer: number }
  /** `state` counts the states of `stacks`. */
  | { readonly part: 'state'; readonly stack: StackName; readonly state: number }
  /** `tokens`: their vectors, as `positions` are added to them (scaled, say); the sum is the last `embedding` state. */
  | { readonly part: 'tokens' | 'positions'; readonly stack: StackName }
);

/** One row, with what it was padded with in its batch. */
export interface Internals {
  /**
   * Of a part of attention [head, target or source, width], of scores [head, target, source], else [token, width].
   */
  readonly dims: readonly number[];
  readonly data: Float32Array<ArrayBuffer>;
}
