// Greedy search: always the most likely token.
import type { GenerationSettings } from '../api/contract';
import type { Processor } from './logitsProcessors';
import type { HistoryRecorder } from './historyRecorder';
import { logSumExp } from '../runtime/logSoftmax';
import {
  isCut,
  isEnded,
  lengthPenalized,
  type SearchRow,
  type SourceSearch,
  type SourceSearchEvent,
} from './searchState';

/**
 * A sourceSearch that holds one sequence. Processors see logits, as in transformers; its score sums what is left after them,
 * normalized anew at each step, so that a forced token costs nothing.
 */
export function greedySearch(
  settings: GenerationSettings,
  process: Processor,
  recorder?: HistoryRecorder,
): SourceSearch {
  let ids: readonly number[] = [settings.decoderStartTokenId];
  let sum = 0;
  let rows: readonly SearchRow[] = [{ parent: 0, token: settings.decoderStartTokenId }];
  let node = -1;

  function advance([scores]: readonly Float32Array[]): readonly SourceSearchEvent[] {
    process(scores, ids);
    const token = highest(scores);
    const total = logSumExp(scores);
    // A row in which nothing is possible still gives a token (the first, as torch.argmax does), at the worst score.
    const logProbability = total === -Infinity ? -Infinity : scores[token] - total;
    sum += logProbability;
    ids = [...ids, token];
    rows = [{ parent: 0, token }];
    const said: SourceSearchEvent = { kind: 'token', ids };
    const goesOn = !isEnded(ids, settings) && ids.length < settings.maxLength;
    const score = lengthPenalized(sum, ids.length - 1, settings);
    if (recorder !== undefined) {
      [node] = recorder.step([{ parent: node, token, logProbability, sum, ...(goesOn ? {} : { score }) }]);
    }
    if (goesOn) return [said];
    recorder?.end([node]);
    const hypotheses = [{ ids, score }];
    return [said, { kind: 'finished', hypotheses, cut: isCut(ids, settings) }];
  }

  return {
    get rows() {
      return rows;
    },
    advance,
  };
}

/** The first of the highest. */
function highest(scores: Float32Array): number {
  let best = 0;
  for (let token = 1; token < scores.length; token++) if (scores[token] > scores[best]) best = token;
  return best;
}
