// Search: finds the likeliest sequences of a batch, step by step. It knows neither tensors nor the model: the caller gives a
// function that runs one decoder step.
import type { GenerationSettings } from '../api/contract';
import { beamSearch } from './beam';
import { greedySearch } from './greedy';
import { processorsFor } from './logitsProcessors';
import { type RecordedHistory, HistoryRecorder } from './historyRecorder';
import type { ScoredIds, SourceSearch } from './searchState';

export type { ScoredIds } from './searchState';

/** The rows that the decoder computes next. */
export interface StepRequest {
  /** For each row, the row of the previous step whose cache it continues; at the first step, the source of the row. */
  readonly parents: Int32Array; // [rows]
  /** For each row, the token that the decoder reads. */
  readonly tokens: Int32Array; // [rows]
  /** For each row, its source: a row of the encoder's batch. The sources are in ascending order. */
  readonly sources: Int32Array; // [rows]
}

/**
 * Runs one decoder step and returns the logits of the next token. The next call may reuse the array, and the search
 * overwrites it.
 */
export type Step = (request: StepRequest) => Promise<Float32Array>; // [rows, vocabulary]

export type SearchEvent =
  /** The decoder has run one step. The events of this step follow. */
  | { readonly kind: 'step' }
  /** Greedy search only, for each token: all ids of the row so far, start token included. */
  | { readonly kind: 'token'; readonly source: number; readonly ids: readonly number[] }
  | {
      readonly kind: 'finished';
      readonly source: number;
      /** Best first, `numReturnSequences` of them. */
      readonly hypotheses: readonly ScoredIds[];
      /** Whether the best hypothesis ends at `maxLength`, without EOS or with a forced EOS. */
      readonly cut: boolean;
      /** The history of the source's search, if it is recorded. */
      readonly history?: RecordedHistory;
    };

/** A source that is not finished. */
interface ActiveSource {
  readonly source: number;
  readonly sourceSearch: SourceSearch;
  /** The index of the source's first row in the previous step; at the first step, the index of the source. */
  readonly offset: number;
  readonly recorder: HistoryRecorder | undefined;
}

/**
 * Searches all sources together. A source that is finished has no rows in later steps.
 *
 * @param sources the encoder's ids of each source, which some logits processors need
 * @param recordsHistory whether the events `finished` contain the history of the search
 */
export async function* search(
  sources: readonly (readonly number[])[],
  settings: GenerationSettings,
  step: Step,
  recordsHistory = false,
): AsyncGenerator<SearchEvent, void, void> {
  const begin = settings.numBeams === 1 ? greedySearch : beamSearch;
  let active: readonly ActiveSource[] = sources.map((encoderIds, source) => {
    const recorder = recordsHistory ? new HistoryRecorder() : undefined;
    const sourceSearch = begin(settings, processorsFor(settings, encoderIds), recorder);
    return { source, sourceSearch, offset: source, recorder };
  });
  while (active.length > 0) {
    const request = requestOf(active);
    const logits = await step(request);
    yield { kind: 'step' };
    const vocabulary = logits.length / request.tokens.length;
    const unfinished: ActiveSource[] = [];
    let next = 0;
    for (const { source, sourceSearch, recorder } of active) {
      const offset = next;
      next += sourceSearch.rows.length;
      const scores = sourceSearch.rows.map((_, at) => {
        return logits.subarray((offset + at) * vocabulary, (offset + at + 1) * vocabulary);
      });
      const events = sourceSearch.advance(scores);
      if (!events.some(({ kind }) => kind === 'finished')) unfinished.push({ source, sourceSearch, offset, recorder });
      for (const event of events) {
        if (event.kind === 'token' || recorder === undefined) yield { ...event, source };
        else yield { ...event, source, history: recorder.recorded(settings.numBeams) };
      }
    }
    active = unfinished;
  }
}

function requestOf(active: readonly ActiveSource[]): StepRequest {
  const rows = active.flatMap(({ source, sourceSearch, offset }) => {
    return sourceSearch.rows.map(({ parent, token }) => ({ parent: offset + parent, token, source }));
  });
  return {
    parents: Int32Array.from(rows, ({ parent }) => parent),
    tokens: Int32Array.from(rows, ({ token }) => token),
    sources: Int32Array.from(rows, ({ source }) => source),
  };
}
