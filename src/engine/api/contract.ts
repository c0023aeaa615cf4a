// The engine's contract: what a worker can be asked for, and the types that cross the border.
import type { SearchHistory } from '../../attention/decoding/history';
import { call, type Client, type Handlers, stream } from '../../base/rpc';
import type {
  AttentionRequest,
  Explained,
  ExplainedStep,
  ExplainRequest,
  Internals,
  InternalsRequest,
  LogitsRequest,
  Stack,
  StacksRequest,
  StepsRequest,
} from './explanation';
import type { IdSource, TextSource } from './encoderInput';
import type { ModelFiles } from '../../models/modelFiles';

export type { IdSource, TextSource } from './encoderInput';
export type {
  AttentionPart,
  AttentionRequest,
  AttentionShape,
  Explained,
  ExplainedRow,
  ExplainedStep,
  ExplainRequest,
  Internals,
  InternalsRequest,
  LikelyToken,
  LogitsRequest,
  Stack,
  StackName,
  StacksRequest,
  StepsRequest,
  TokenizedText,
} from './explanation';

export interface LoadRequest {
  /** The name under which the model is addressed afterwards. Loading a name again replaces what it held. */
  readonly model: string;
  readonly files: ModelFiles;
  /** The longest source, special tokens included, where that is less than the model itself takes. */
  readonly maxSourceTokens?: number;
}

export interface LoadProgress {
  readonly stage: 'tokenizer' | 'encoder' | 'decoder';
  /** Stages finished so far, of `total`. */
  readonly done: number;
  readonly total: number;
}

export interface LoadedModel {
  readonly model: string;
  readonly modelType: string;
  /** How many tokens the decoder knows; the source may have a vocabulary of its own. */
  readonly vocabularySize: number;
  /** The most source tokens the model takes in one sequence, special tokens included. */
  readonly maxSourceTokens: number;
}

/**
 * How to search, every setting resolved. The names are those of transformers' GenerationConfig in camel case, and so
 * are the meanings (https://huggingface.co/docs/transformers/main_classes/text_generation).
 */
export interface GenerationSettings {
  readonly decoderStartTokenId: number;
  readonly padTokenId: number;
  /** A token that ends a sequence; several are allowed. */
  readonly eosTokenIds: readonly number[];
  /** Most tokens of a decoder sequence, the start token included. */
  readonly maxLength: number;
  /** Least tokens before EOS may come, the start token included; 0 for none. */
  readonly minLength: number;
  /** Least tokens before EOS may come, the start token not counted; 0 for none. */
  readonly minNewTokens: number;
  readonly numBeams: number;
  readonly numReturnSequences: number;
  readonly lengthPenalty: number;
  readonly earlyStopping: boolean | 'never';
  /** 1 for none (Keskar et al. 2019). */
  readonly repetitionPenalty: number;
  /** 0 for none. */
  readonly noRepeatNgramSize: number;
  /** 0 for none. */
  readonly encoderNoRepeatNgramSize: number;
  readonly badWordsIds: readonly (readonly number[])[];
  readonly suppressTokens: readonly number[];
  readonly beginSuppressTokens: readonly number[];
  readonly forcedBosTokenId?: number;
  readonly forcedEosTokenIds: readonly number[];
}

/** What a caller may say of the search. What is left out comes from the model's generation_config.json. */
export type GenerationOverrides = Partial<Omit<GenerationSettings, 'maxLength'>> & {
  readonly maxLength?: number;
  readonly maxNewTokens?: number;
};

export interface GenerateRequest {
  readonly model: string;
  readonly source: TextSource | IdSource;
  readonly settings?: GenerationOverrides;
  /**
   * Bounds the new tokens of a batch by `perSourceToken` times its longest source, plus `extra`, so that a row that
   * never ends does not run to the model's maximum. A row that reaches the bound is reported as cut.
   */
  readonly newTokenBound?: { readonly perSourceToken: number; readonly extra: number };
  /** Most rows that are decoded together; the engine's own choice if left out. */
  readonly maxBatchRows?: number;
  /** Whether each row tells the paths that its search followed. */
  readonly history?: boolean;
}

export interface Hypothesis {
  /** The decoder's tokens, the start token and EOS included, not padded. */
  readonly ids: readonly number[];
  /** The text, special tokens left out; empty for a request by ids. */
  readonly text: string;
  /** Sum of log-probabilities over (new tokens ** length penalty), for greedy search too. */
  readonly score: number;
  /** Mean log-probability of a new token, whatever the length penalty: how sure the model was; 0 is certain. */
  readonly meanLogProbability: number;
}

export type GenerateEvent =
  /** A row that was not run because it is longer than the model takes. It gets no `row` event. */
  | { readonly kind: 'tooLong'; readonly row: number; readonly tokens: number; readonly limit: number }
  /** What a greedily decoded row says so far. Only for a request of one row, and only if the text grew. */
  | { readonly kind: 'partial'; readonly row: number; readonly text: string }
  /** A row is finished; best hypothesis first. Rows come in the order in which they finish. */
  | {
      readonly kind: 'row';
      readonly row: number;
      /** What the encoder read, special tokens included. */
      readonly sourceIds: readonly number[];
      readonly hypotheses: readonly Hypothesis[];
      readonly cut: boolean;
      /** Only if the request asked for it. */
      readonly history?: SearchHistory;
    }
  /** Work done so far, at most a few times a second. */
  | { readonly kind: 'progress'; readonly stats: GenerateStats };

export interface GenerateStats {
  readonly sourceTokens: number;
  readonly newTokens: number;
  readonly steps: number;
  readonly encoderMs: number;
  readonly decoderMs: number;
}

export interface UnloadRequest {
  readonly model: string;
}

export const engineContract = {
  load: stream<LoadRequest, LoadProgress, LoadedModel>(),
  generate: stream<GenerateRequest, GenerateEvent, GenerateStats>(),
  explain: call<ExplainRequest, Explained>(),
  /** The attention of one layer, of the last explanation. */
  attention: call<AttentionRequest, Float32Array<ArrayBuffer>>(), // [head, target, source]
  /** The steps of one row, of the last explanation. One less than its target has tokens: nothing follows the last. */
  steps: call<StepsRequest, readonly ExplainedStep[]>(),
  /** What the model thought of every token at one step, of the last explanation. */
  logits: call<LogitsRequest, Float32Array<ArrayBuffer>>(), // [vocabulary]
  /** The hidden states and embeddings that there are, of the last explanation. */
  stacks: call<StacksRequest, readonly Stack[]>(),
  /** What the pass of the last explanation computed on the way. It is run again for it, with just that coming out. */
  internals: call<InternalsRequest, Internals>(),
  unload: call<UnloadRequest, void>(),
};

export type Engine = Client<typeof engineContract>;
export type EngineHandlers = Handlers<typeof engineContract>;
