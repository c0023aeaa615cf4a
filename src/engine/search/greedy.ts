// Greedy: runs greedy search for one source, which takes the most likely token at each step.
import type { GenerationSettings } from '../api/contract';
import type { LogitsProcessor } from './logitsProcessors';
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
 * Makes a search that keeps one sequence. Processors change logits, as in transformers. The score is the sum of the
 * log-probabilities that the changed logits give, so a forced token has the log-probability 0.
 */
export function greedySearch(
  settings: GenerationSettings,
  process: LogitsProcessor,
  recorder?: HistoryRecorder,
): SourceSearch {
  let ids: readonly number[] = [settings.decoderStartTokenId];
  let sum = 0;
  let rows: readonly SearchRow[] = [{ parent: 0, token: settings.decoderStartTokenId }];
  // The index of the recorder's last node; -1 for the start token.
  let node = -1;

  function advance([scores]: readonly Float32Array[]): readonly SourceSearchEvent[] {
    process(scores, ids);
    const token = highest(scores);
    const total = logSumExp(scores, scores[token]);
    // If all logits are -Infinity, the first token is taken, as torch.argmax does, with a log-probability of -Infinity.
    const logProbability = total === -Infinity ? -Infinity : scores[token] - total;
    sum += logProbability;
    ids = [...ids, token];
    rows = [{ parent: 0, token }];
    const tokenEvent: SourceSearchEvent = { kind: 'token', ids };
    const isOpen = !isEnded(ids, settings) && ids.length < settings.maxLength;
    const score = lengthPenalized(sum, ids.length - 1, settings);
    if (recorder !== undefined) {
      [node] = recorder.step([{ parent: node, token, logProbability, sum, ...(isOpen ? {} : { score }) }]);
    }
    if (isOpen) return [tokenEvent];
    recorder?.end([node]);
    const hypotheses = [{ ids, score }];
    return [tokenEvent, { kind: 'finished', hypotheses, cut: isCut(ids, settings) }];
  }

  return {
    get rows() {
      return rows;
    },
    advance,
  };
}

/** The index of the highest score; the first of several equal ones. */
function highest(scores: Float32Array): number {
  let best = 0;
  for (let token = 1; token < scores.length; token++) if (scores[token] > scores[best]) best = token;
  return best;
}
