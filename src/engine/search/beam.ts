// Beam search, as transformers has done it since 4.50 (GenerationMixin._beam_search), for one source at a time.
import type { GenerationSettings } from '../api/contract';
import type { Processor } from './logitsProcessors';
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

/** What transformers adds to a score that must not win. It is finite on purpose: such beams still fill empty places. */
const OUT = -1e9;

/** A sequence that goes on. */
interface Beam {
  readonly ids: readonly number[];
  /** Sum of log-probabilities, not divided by length. */
  readonly sum: number;
  /** Which row of the sourceSearch computes it. Beams that hold the same ids share one. */
  readonly row: number;
  /** Its node in the history; -1 for the start, and if there is no history. */
  readonly node: number;
}

/** A row, with all that it holds when it is computed. */
interface HeldRow extends SearchRow {
  readonly ids: readonly number[];
}

/** A place among the results. */
interface Result extends ScoredIds {
  /** False while the place is empty. */
  readonly taken: boolean;
  /** As of a beam. */
  readonly node: number;
}

/** One token after one beam. */
interface Continuation {
  readonly beam: Beam;
  readonly token: number;
  /** Its place among all of the step, best first. */
  readonly rank: number;
  readonly logProbability: number;
  readonly sum: number;
  /** It ends here, by EOS or because it is full. */
  readonly stops: boolean;
}

/**
 * A sourceSearch that holds `numBeams` sequences. Processors see log-probabilities, as in transformers.
 *
 * transformers loops over the whole batch until no source can change; here each source leaves as soon as it is done.
 * The results are the same, for two reasons. While the batch goes on, a source that is done takes nothing more: once
 * its stop heuristic is satisfied (which is never taken back), or its places are full under early stopping, OUT is
 * added to every newcomer, sums are never above 0, and even an empty place scores OUT and stands before it among
 * equals. And the batch never stops before a source is done: it stops if none can improve, if all are full under
 * early stopping, or if every continuation stops, and each of these holds for the batch only if it holds for every
 * source. So the two masks that keep newcomers out of a finished source need not be written down here.
 */
export function beamSearch(settings: GenerationSettings, process: Processor, recorder?: HistoryRecorder): SourceSearch {
  const start = [settings.decoderStartTokenId];
  // All beams begin alike; only the first one counts, or they would all say the same.
  let beams: readonly Beam[] = filled(settings.numBeams, at => {
    return { ids: start, sum: at === 0 ? 0 : OUT, row: 0, node: -1 };
  });
  let results: readonly Result[] = filled(settings.numBeams, () => {
    return { ids: start, score: OUT, taken: false, node: -1 };
  });
  let rows: readonly HeldRow[] = [{ parent: 0, token: settings.decoderStartTokenId, ids: start }];

  function advance(logits: readonly Float32Array[]): readonly SourceSearchEvent[] {
    logits.forEach((scores, row) => {
      logSoftmax(scores);
      process(scores, rows[row].ids);
    });
    const continuations = bestContinuations(beams, logits, settings);
    // Only what stands among the first may become a result.
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
    const given = results.slice(0, settings.numReturnSequences);
    recorder?.end(given.map(({ node }) => node));
    const hypotheses = given.map(({ ids, score }) => ({ ids, score }));
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
 * The best continuations of all beams, best first; of equals, the one of the earlier beam and lower token. There are
 * enough that `numBeams` of them go on even if all beams could end with every EOS. One pass, no sort: almost every
 * token fails the first comparison.
 */
function bestContinuations(
  beams: readonly Beam[],
  logits: readonly Float32Array[],
  settings: GenerationSettings,
): readonly Continuation[] {
  const most = Math.max(2, 1 + settings.eosTokenIds.length) * settings.numBeams;
  const sums = new Float64Array(most).fill(-Infinity);
  const places: (readonly [beam: Beam, token: number])[] = [];
  // Compares false with everything until all places are taken.
  let worst = NaN;
  for (const beam of beams) {
    const scores = logits[beam.row];
    for (let token = 0; token < scores.length; token++) {
      const sum = beam.sum + scores[token];
      if (sum <= worst) continue;
      let at = Math.min(places.length, most - 1);
      for (; at > 0 && sum > sums[at - 1]; at--) {
        sums[at] = sums[at - 1];
        places[at] = places[at - 1];
      }
      sums[at] = sum;
      places[at] = [beam, token];
      if (places.length === most) worst = sums[most - 1];
    }
  }
  return places.map(([beam, token], at) => {
    const full = beam.ids.length + 1 >= settings.maxLength;
    const stops = full || settings.eosTokenIds.includes(token);
    return { beam, token, rank: at, logProbability: logits[beam.row][token], sum: sums[at], stops };
  });
}

/** The number of each continuation's node, by its rank; those that were not kept have none. */
type Nodes = ReadonlyMap<number, number>;

const NO_NODES: Nodes = new Map();

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

/** The results after this step. */
function updatedResults(
  results: readonly Result[],
  ended: readonly Continuation[],
  nodes: Nodes,
  settings: GenerationSettings,
): readonly Result[] {
  const merged = ended.map(({ beam, token, rank, sum }) => {
    const score = lengthPenalized(sum, beam.ids.length, settings);
    return { ids: [...beam.ids, token], score, taken: true, node: nodes.get(rank) ?? -1 };
  });
  return best([...results, ...merged], ({ score }) => score, settings.numBeams);
}

/** The continuations that go on; one that stops fills a place only if there is nothing else. */
function nextOpen(continuations: readonly Continuation[], count: number): Continuation[] {
  const open = continuations.map(each => (each.stops ? { ...each, sum: each.sum + OUT } : each));
  return best(open, ({ sum }) => sum, count);
}

/** The sequences that go on, and the rows that compute them. */
function nextBeams(open: readonly Continuation[], nodes: Nodes): { beams: Beam[]; rows: HeldRow[] } {
  const rows: HeldRow[] = [];
  const beams = open.map(({ beam, token, rank, sum }) => {
    // One parent row and one token make one text. So it is after a forced token, which leaves all beams alike.
    let row = rows.findIndex(known => known.parent === beam.row && known.token === token);
    if (row < 0) row = rows.push({ parent: beam.row, token, ids: [...beam.ids, token] }) - 1;
    return { ids: rows[row].ids, sum, row, node: nodes.get(rank) ?? -1 };
  });
  return { beams, rows };
}

/** Whether the best beam might still beat a result, were it to end at a length that is guessed as transformers does. */
function canImprove(leader: Beam, results: readonly Result[], settings: GenerationSettings): boolean {
  const longest = settings.earlyStopping === 'never' && settings.lengthPenalty > 0;
  const newTokens = (longest ? settings.maxLength : leader.ids.length) - 1;
  const possible = lengthPenalized(leader.sum, newTokens, settings);
  // While a place is empty the worst is OUT, which is as good as always beaten.
  return possible > Math.min(...results.map(({ score }) => score));
}

/** The `count` items of the highest value, highest first, equals in their order. */
function best<T>(items: readonly T[], value: (item: T) => number, count: number): T[] {
  // Two infinities differ by NaN, which is falsy like 0; the sort is stable, so that equals keep their order.
  return [...items].sort((a, b) => value(b) - value(a) || 0).slice(0, count);
}

function filled<T>(count: number, make: (at: number) => T): T[] {
  return Array.from({ length: count }, (_, at) => make(at));
}
