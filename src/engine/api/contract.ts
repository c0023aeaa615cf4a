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
import type { Probe, ProbeRequest } from './probe';

export type { Probe, ProbeRequest, ProbeRun } from './probe';
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
  /** The most source tokens of one sequence, special tokens included, if that is to be less than the model takes. */
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
  /** The size of the decoder's vocabulary. The source may have a separate vocabulary. */
  readonly vocabularySize: number;
  /** The most source tokens of one sequence, special tokens included. */
  readonly maxSourceTokens: number;
}

/**
 * The settings of a search, with the defaults filled in. The names are those of transformers' GenerationConfig in camel
 * case, and so are the meanings (https://huggingface.co/docs/transformers/main_classes/text_generation).
 */
export interface GenerationSettings {
  readonly decoderStartTokenId: number;
  readonly padTokenId: number;
  /** The tokens that end a sequence. */
  readonly eosTokenIds: readonly number[];
  /** The most tokens of a decoder sequence, the start token included. */
  readonly maxLength: number;
  /** The least number of tokens before EOS, the start token included; 0 for no minimum. */
  readonly minLength: number;
  /** The least number of tokens before EOS, the start token not counted; 0 for no minimum. */
  readonly minNewTokens: number;
  readonly numBeams: number;
  readonly numReturnSequences: number;
  readonly lengthPenalty: number;
  readonly earlyStopping: boolean | 'never';
  /** 1 for no penalty (Keskar et al. 2019). */
  readonly repetitionPenalty: number;
  /** No n-gram of this many tokens may occur twice in a target; 0 for no limit. */
  readonly noRepeatNgramSize: number;
  /** No n-gram of this many tokens of the source may occur in the target; 0 for no limit. */
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
   * Limits the new tokens of each row to `perSourceToken` times the tokens of the longest source of its batch, plus `extra`.
   * Without the limit, a row that never reaches EOS runs to the model's maximum. A row that reaches the limit is reported as
   * cut.
   */
  readonly newTokenBound?: { readonly perSourceToken: number; readonly extra: number };
  /** The most rows that are decoded together. If left out, the engine chooses a number. */
  readonly maxBatchRows?: number;
  /** Whether each `row` event contains the history of its search. */
  readonly history?: boolean;
}

export interface Hypothesis {
  /** The ids of the decoder's sequence, the start token and EOS included, without padding. */
  readonly ids: readonly number[];
  /** The text without special tokens; empty for a request by ids. */
  readonly text: string;
  /** The sum of log-probabilities, divided by (new tokens ** length penalty), in greedy search too. */
  readonly score: number;
  /** The mean log-probability of the new tokens, whatever the length penalty: the model's confidence. 0 is certainty. */
  readonly meanLogProbability: number;
}

export type GenerateEvent =
  /** A row was not run, because it has more tokens than the model takes. No `row` event follows for it. */
  | { readonly kind: 'tooLong'; readonly row: number; readonly tokens: number; readonly limit: number }
  /** The text of a row so far. It is sent only for a request of one row with greedy search. */
  | { readonly kind: 'partial'; readonly row: number; readonly text: string }
  /** A row is finished. Its best hypothesis comes first. Rows are sent in the order in which they finish. */
  | {
      readonly kind: 'row';
      readonly row: number;
      /** The encoder's input, special tokens included. */
      readonly sourceIds: readonly number[];
      readonly hypotheses: readonly Hypothesis[];
      /**
       * Whether the best hypothesis was stopped by the maximum length: it has no EOS, or an EOS that was forced there.
       */
      readonly cut: boolean;
      /** Only if the request has `history`. */
      readonly history?: SearchHistory;
    }
  /** The work done so far. It is sent a few times a second at most. */
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

/** The methods of the engine; the types of its client and handlers are derived from them. */
export const engineContract = {
  load: stream<LoadRequest, LoadProgress, LoadedModel>(),
  generate: stream<GenerateRequest, GenerateEvent, GenerateStats>(),
  explain: call<ExplainRequest, Explained>(),
  /** The attention of one layer of the last explanation. */
  attention: call<AttentionRequest, Float32Array<ArrayBuffer>>(), // [head, target, source]
  /**
   * The decoding steps of one row of the last explanation: one fewer than target tokens, because no token follows the
   * last one.
   */
  steps: call<StepsRequest, readonly ExplainedStep[]>(),
  /** The logits of every token at one step of the last explanation. */
  logits: call<LogitsRequest, Float32Array<ArrayBuffer>>(), // [vocabulary]
  /** Which hidden states and embeddings the last explanation has. */
  stacks: call<StacksRequest, readonly Stack[]>(),
  /** An intermediate value of the last explanation. The pass is run again to compute it. */
  internals: call<InternalsRequest, Internals>(),
  /** The numbers and times of a fixed small job, to compare two runtimes with the same model. */
  probe: call<ProbeRequest, Probe>(),
  unload: call<UnloadRequest, void>(),
};

export type Engine = Client<typeof engineContract>;
export type EngineHandlers = Handlers<typeof engineContract>;
