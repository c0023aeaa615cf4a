// Contract: the methods of the engine, which runs in a worker, and the types of their requests and results.
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
  /** The name under which the model is addressed afterwards. Loading a name again replaces its model. */
  readonly model: string;
  readonly files: ModelFiles;
  /** A maximum of source tokens, special tokens included, that is smaller than the model's own. */
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
  /** The size of the decoder's vocabulary; the source may have another one. */
  readonly vocabularySize: number;
  /** The most source tokens of one sequence, special tokens included. */
  readonly maxSourceTokens: number;
}

/**
 * The settings of a search, all resolved. The names are those of transformers' GenerationConfig in camel case, and so
 * are the meanings (https://huggingface.co/docs/transformers/main_classes/text_generation).
 */
export interface GenerationSettings {
  readonly decoderStartTokenId: number;
  readonly padTokenId: number;
  /** The tokens that end a sequence. */
  readonly eosTokenIds: readonly number[];
  /** The most tokens of a decoder sequence, the start token included. */
  readonly maxLength: number;
  /** The fewest tokens before EOS, the start token included; 0 for no minimum. */
  readonly minLength: number;
  /** The fewest tokens before EOS, the start token not counted; 0 for no minimum. */
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

/** The settings that a caller may give. Those that are left out come from the model's generation_config.json. */
export type GenerationOverrides = Partial<Omit<GenerationSettings, 'maxLength'>> & {
  readonly maxLength?: number;
  readonly maxNewTokens?: number;
};

export interface GenerateRequest {
  readonly model: string;
  readonly source: TextSource | IdSource;
  readonly settings?: GenerationOverrides;
  /**
   * Bounds the new tokens of a batch by `perSourceToken` times its longest source, plus `extra`, so that a row without
   * EOS does not run to the model's maximum. A row that reaches the bound is reported as cut.
   */
  readonly newTokenBound?: { readonly perSourceToken: number; readonly extra: number };
  /** The most rows that are decoded together; the engine chooses if left out. */
  readonly maxBatchRows?: number;
  /** Whether each row reports the paths that its search followed. */
  readonly history?: boolean;
}

export interface Hypothesis {
  /** The ids of the decoder's sequence, the start token and EOS included, not padded. */
  readonly ids: readonly number[];
  /** The text, special tokens left out; empty for a request by ids. */
  readonly text: string;
  /** Sum of log-probabilities over (new tokens ** length penalty), for greedy search too. */
  readonly score: number;
  /** Mean log-probability of a new token, whatever the length penalty: the confidence of the model; 0 is certain. */
  readonly meanLogProbability: number;
}

export type GenerateEvent =
  /** A row that was not run because it has more tokens than the model takes. It has no `row` event. */
  | { readonly kind: 'tooLong'; readonly row: number; readonly tokens: number; readonly limit: number }
  /** The text of a greedily decoded row so far. Only for a request of one row. */
  | { readonly kind: 'partial'; readonly row: number; readonly text: string }
  /** A finished row, best hypothesis first. Rows come in the order in which they finish. */
  | {
      readonly kind: 'row';
      readonly row: number;
      /** The encoder's input, special tokens included. */
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
  /** The attention of one layer of the last explanation. */
  attention: call<AttentionRequest, Float32Array<ArrayBuffer>>(), // [head, target, source]
  /** The steps of one row of the last explanation: one fewer than target tokens, as none follows the last. */
  steps: call<StepsRequest, readonly ExplainedStep[]>(),
  /** The logits of every token at one step of the last explanation. */
  logits: call<LogitsRequest, Float32Array<ArrayBuffer>>(), // [vocabulary]
  /** Which hidden states and embeddings the last explanation has. */
  stacks: call<StacksRequest, readonly Stack[]>(),
  /** An intermediate value of the last explanation. The pass is run again for it, with just that output. */
  internals: call<InternalsRequest, Internals>(),
  unload: call<UnloadRequest, void>(),
};

export type Engine = Client<typeof engineContract>;
export type EngineHandlers = Handlers<typeof engineContract>;
