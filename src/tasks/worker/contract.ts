// Contract: the methods of the tasks' worker: the tasks themselves, and the parsers of formats, which the tasks use.
//
// A task needs an engine, which the worker does not have. The caller serves one on a channel of the worker's port while the task
// runs.
import { call, stream } from '../../base/rpc';
import { formatsContract } from '../../formats/api/contract';
import type { ModelTask } from '../../models/card';
import type { FormattedDocument } from '../run/formattedTexts';
import type { RewriteEvent, RewriteResult } from '../run/rewrite';
import type { SummarizeRequest } from '../summarize';
import type { TranslateRequest } from '../translate';

/** Where the engine of a task is served. */
interface WithEngine {
  /** The name of the channel. */
  readonly engine: string;
}

export type TranslateOrder = WithEngine &
  Omit<TranslateRequest, 'engine' | 'signal' | 'formatted'> & {
    /** The documents whose ranges are the texts, in the order of the texts. The texts are plain if it is left out. */
    readonly documents?: readonly FormattedDocument[];
  };

export type SummarizeOrder = WithEngine & Omit<SummarizeRequest, 'engine' | 'signal'>;

export interface CharactersRequest {
  readonly texts: readonly string[];
  readonly task: ModelTask;
}

export const tasksContract = {
  ...formatsContract,
  translate: stream<TranslateOrder, RewriteEvent, RewriteResult>(),
  summarize: stream<SummarizeOrder, RewriteEvent, RewriteResult>(),
  /** How many UTF-16 units of some texts go through the model. */
  characters: call<CharactersRequest, number>(),
  /** The language of a text, such as `de`; undefined if it cannot be told. */
  language: call<string, string | undefined>(),
};
