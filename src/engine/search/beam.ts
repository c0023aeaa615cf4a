// Beam: runs beam search for one source, as transformers does since 4.50 (GenerationMixin._beam_search).
import type { GenerationSettings } from '../api/contract';
import type { LogitsProcessor } from './logitsProcessors';
import type { HistoryRecorder } from './historyRecorder';
import { logSoftmax } from '../runtime/logSoftmax';
import {
  isCut,
  lengthPenalized,
  type SearchRow,
  type ScoredIds,
  type SourceSearch,
  type SourceSearchEvent,
} from './searchState';

/**
 * The number that transformers adds to a score to exclude a sequence. It is finite, so an excluded sequence still fills a
 * place for which there is no other.
 */
const EXCLUDED = -1e9;

/** A sequence that has not ended. */
interface Beam {
  readonly ids: readonly number[];
  /** Sum of log-probabilities, not divided by length. */
  readonly sum: number;
  /** The index of the decoder row that computes this beam. Beams with the same ids share a row. */
  readonly row: number;
  /** The beam's node in the history; -1 for the start, and if no history is recorded. */
  readonly node: number;
}

/** A decoder row, with all ids of its sequence, including `token`, which the decoder reads next. */
interface BeamRow extends SearchRow {
  readonly ids: readonly number[];
}

/** One of the `numBeams` places for ended sequences. */
interface Result extends ScoredIds {
  /** False while the place is empty. */
  readonly taken: boolean;
  /** The node of the sequence in the history; -1 for an empty place, and if no history is recorded. */
  readonly node: number;
}

/** A beam extended by one token. */
interface Continuation {
  readonly beam: Beam;
  readonly token: number;
  /** The rank among all continuations of the step, from 0 for the best. */
  readonly rank: number;
  readonly logProbability: number;
  readonly sum: number;
  /** Whether the sequence ends here, by EOS or at `maxLength`. */
  readonly stops: boolean;
}

/**
 * Makes a search that keeps `numBeams` sequences. Processors change log-probabilities, as in transformers.
 *
 * transformers continues with the whole batch until no source can change. Here each source ends as soon as it is done. The
 * results are the same, for two reasons.
 *
 * 1. In transformers a source that is done gets no further results while the batch continues. A source is done when its
 *    stop heuristic is satisfied (which is never revoked), or when its places are full under early stopping. From then on
 *    -1e9 (EXCLUDED) is added to the score of every new result. Sums are never above 0, and even an empty place has the
 *    score -1e9 and precedes a new result of the same score. So no new result enters.
 * 2. The batch never stops before a source is done. It stops if no source can improve, if all places are full under early
 *    stopping, or if every continuation stops. Each of these conditions holds for the batch only if it holds for every
 *    source.
 *
 * So the two masks by which transformers keeps new results out of a finished source are not needed here.
 */
export function beamSearch(
  settings: GenerationSettings,
  process: LogitsProcessor,
  recorder?: HistoryRecorder,
): SourceSearch {
  const start = [settings.decoderStartTokenId];
  // All beams begin with the same ids. All but the first are excluded, or all would have the same continuations.
  let beams: readonly Beam[] = filled(settings.numBeams, at => {
    return { ids: start, sum: at === 0 ? 0 : EXCLUDED, row: 0, node: -1 };
  });
  let results: readonly Result[] = filled(settings.numBeams, () => {
    return { ids: start, score: EXCLUDED, taken: false, node: -1 };
  });
  let rows: readonly BeamRow[] = [{ parent: 0, token: settings.decoderStartTokenId, ids: start }];

  function advance(logits: readonly Float32Array[]): readonly SourceSearchEvent[] {
    logits.forEach((scores, row) => {
      logSoftmax(scores);
      process(scores, rows[row].ids);
    });
    const continuations = bestContinuations(beams, logits, settings);
    // Only the best `numBeams` continuations may become results.
    const ended = continuations.slice(0, settings.numBeams).filter(({ stops }) => stops);
    const open = nextOpen(continuations, settings.numBeams);
    const nodes = recorder === undefined ? NO_NODES : recordStep(recorder, continuations, ended, open, settings);
    results = updatedResults(results, ended, nodes, settings);
    ({ beams, rows } = nextBeams(open, nodes));
    const done =
      continuations.every(({ stops }) => stops) ||
      (settings.earlyStopping === true && results.every(({ taken }) => taken)) ||
      !canImprove(beams[0], results, settings);
    if (!done) return [];
    const returned = results.slice(0, settings.numReturnSequences);
    recorder?.end(returned.map(({ node }) => node));
    const hypotheses = returned.map(({ ids, score }) => ({ ids, score }));
    return [{ kind: 'finished', hypotheses, cut: isCut(hypotheses[0].ids, settings) }];
  }

  return {
    get rows() {
      return rows;
    },
    advance,
  };
}

/**
 * The best continuations of all beams, best first; among equal ones that of the earlier beam and lower token comes first.
 * Their number suffices for `numBeams` continuations that do not end, even if every beam is also continued by every EOS token.
 * They are found in one pass without sorting all tokens, because almost every token fails the first comparison.
 */
function bestContinuations(
  beams: readonly Beam[],
  logits: readonly Float32Array[],
  settings: GenerationSettings,
): readonly Continuation[] {
  const most = Math.max(2, 1 + settings.eosTokenIds.length) * settings.numBeams;
  const sums = new Float64Array(most).fill(-Infinity);
  const candidates: (readonly [beam: Beam, token: number])[] = [];
  // The comparison with NaN is false, so that every token is accepted until there are `most` candidates.
  let worst = NaN;
  for (const beam of beams) {
    const scores = logits[beam.row];
    for (let token = 0; token < scores.length; token++) {
      const sum = beam.sum + scores[token];
      if (sum <= worst) continue;
      let at = Math.min(candidates.length, most - 1);
      for (; at > 0 && sum > sums[at - 1]; at--) {
        sums[at] = sums[at - 1];
        candidates[at] = candidates[at - 1];
      }
      sums[at] = sum;
      candidates[at] = [beam, token];
      if (candidates.length === most) worst = sums[most - 1];
    }
  }
  return candidates.map(([beam, token], at) => {
    const full = beam.ids.length + 1 >= settings.maxLength;
    const stops = full || settings.eosTokenIds.includes(token);
    return { beam, token, rank: at, logProbability: logits[beam.row][token], sum: sums[at], stops };
  });
}

/**
 * The index of a continuation's node in the history, by the continuation's rank; only for those that the search keeps.
 */
type Nodes = ReadonlyMap<number, number>;

const NO_NODES: Nodes = new Map();

/** Records the continuations that the search keeps at this step. */
function recordStep(
  recorder: HistoryRecorder,
  continuations: readonly Continuation[],
  ended: readonly Continuation[],
  open: readonly Continuation[],
  settings: GenerationSettings,
): Nodes {
  const ranks = [...new Set([...ended, ...open].map(({ rank }) => rank))].sort((a, b) => a - b);
  const ends = new Set(ended.map(({ rank }) => rank));
  const numbers = recorder.step(
    ranks.map(rank => {
      const { beam, token, logProbability, sum } = continuations[rank];
      const score = ends.has(rank) ? { score: lengthPenalized(sum, beam.ids.length, settings) } : {};
      return { parent: beam.node, token, logProbability, sum, ...score };
    }),
  );
  return new Map(ranks.map((rank, at) => [rank, numbers[at]]));
}

/** The results after this step: the best of the previous ones and the sequences that ended. */
function updatedResults(
  results: readonly Result[],
  ended: readonly Continuation[],
  nodes: Nodes,
  settings: GenerationSettings,
): readonly Result[] {
  const added = ended.map(({ beam, token, rank, sum }) => {
    const score = lengthPenalized(sum, beam.ids.length, settings);
    return { ids: [...beam.ids, token], score, taken: true, node: nodes.get(rank) ?? -1 };
  });
  return best([...results, ...added], ({ score }) => score, settings.numBeams);
}

/** The continuations that become the next beams. A continuation that stops is taken only if there are too few others. */
function nextOpen(continuations: readonly Continuation[], count: number): Continuation[] {
  const open = continuations.map(each => (each.stops ? { ...each, sum: each.sum + EXCLUDED } : each));
  return best(open, ({ sum }) => sum, count);
}

/** The beams of the next step, and the decoder rows that compute them. */
function nextBeams(open: readonly Continuation[], nodes: Nodes): { beams: Beam[]; rows: BeamRow[] } {
  const rows: BeamRow[] = [];
  const beams = open.map(({ beam, token, rank, sum }) => {
    // Beams with the same parent row and token are the same sequence. That happens after a forced token.
    let row = rows.findIndex(known => known.parent === beam.row && known.token === token);
    if (row < 0) row = rows.push({ parent: beam.row, token, ids: [...beam.ids, token] }) - 1;
    return { ids: rows[row].ids, sum, row, node: nodes.get(rank) ?? -1 };
  });
  return { beams, rows };
}

/** Whether the best beam may still become a result. This is transformers' heuristic, which assumes a length for the beam. */
function canImprove(leader: Beam, results: readonly Result[], settings: GenerationSettings): boolean {
  const assumesMaxLength = settings.earlyStopping === 'never' && settings.lengthPenalty > 0;
  const newTokens = (assumesMaxLength ? settings.maxLength : leader.ids.length) - 1;
  const possible = lengthPenalized(leader.sum, newTokens, settings);
  // While a place is empty the lowest score is EXCLUDED, and nearly every beam has a higher one.
  return possible > Math.min(...results.map(({ score }) => score));
}

/** The `count` items of the highest value, highest first; items of equal value keep their order. */
function best<T>(items: readonly T[], value: (item: T) => number, count: number): T[] {
  // The difference of two infinities is NaN; `|| 0` makes them equal. The sort is stable, so equal items keep their order.
  return [...items].sort((a, b) => value(b) - value(a) || 0).slice(0, count);
}

function filled<T>(count: number, make: (at: number) => T): T[] {
  return Array.from({ length: count }, (_, at) => make(at));
}
