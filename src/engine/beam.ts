// Beam search, as transformers has done it since 4.50 (GenerationMixin._beam_search), for one source at a time.
import type { GenerationSettings } from './api';
import type { Processor } from './logits';
import { logSoftmax } from './softmax';
import { isCut, normalized, type Row, type ScoredIds, type Track, type TrackEvent } from './track';

/** What transformers adds to a score that must not win. It is finite on purpose: such beams still fill empty places. */
const OUT = -1e9;

/** A sequence that goes on. */
interface Beam {
  readonly ids: readonly number[];
  /** Sum of log-probabilities, not divided by length. */
  readonly sum: number;
  /** Which row of the track computes it. Beams that hold the same ids share one. */
  readonly row: number;
}

/** A row, with all that it holds when it is computed. */
interface HeldRow extends Row {
  readonly ids: readonly number[];
}

/** A place among the results. */
interface Result extends ScoredIds {
  /** False while the place is empty. */
  readonly taken: boolean;
}

/** One token after one beam. */
interface Continuation {
  readonly beam: Beam;
  readonly token: number;
  readonly sum: number;
  /** It ends here, by EOS or because it is full. */
  readonly stops: boolean;
}

/**
 * A track that holds `numBeams` sequences. Processors see log-probabilities, as in transformers.
 *
 * transformers loops over the whole batch until no source can change; here each source leaves as soon as it is done.
 * The results are the same, for two reasons. While the batch goes on, a source that is done takes nothing more: once
 * its stop heuristic is satisfied (which is never taken back), or its places are full under early stopping, OUT is
 * added to every newcomer, sums are never above 0, and even an empty place scores OUT and stands before it among
 * equals. And the batch never stops before a source is done: it stops if none can improve, if all are full under
 * early stopping, or if every continuation stops, and each of these holds for the batch only if it holds for every
 * source. So the two masks that keep newcomers out of a finished source need not be written down here.
 */
export function beamTrack(settings: GenerationSettings, process: Processor): Track {
  const start = [settings.decoderStartTokenId];
  // All beams begin alike; only the first one counts, or they would all say the same.
  let beams: readonly Beam[] = filled(settings.numBeams, at => ({ ids: start, sum: at === 0 ? 0 : OUT, row: 0 }));
  let results: readonly Result[] = filled(settings.numBeams, () => ({ ids: start, score: OUT, taken: false }));
  let rows: readonly HeldRow[] = [{ parent: 0, token: settings.decoderStartTokenId, ids: start }];

  function advance(logits: readonly Float32Array[]): readonly TrackEvent[] {
    logits.forEach((scores, row) => {
      logSoftmax(scores);
      process(scores, rows[row].ids);
    });
    const continuations = bestContinuations(beams, logits, settings);
    results = updatedResults(results, continuations, settings);
    ({ beams, rows } = nextBeams(continuations, settings.numBeams));
    const done =
      continuations.every(({ stops }) => stops) ||
      (settings.earlyStopping === true && results.every(({ taken }) => taken)) ||
      !canImprove(beams[0], results, settings);
    if (!done) return [];
    const hypotheses = results.slice(0, settings.numReturnSequences).map(({ ids, score }) => ({ ids, score }));
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
    return { beam, token, sum: sums[at], stops: full || settings.eosTokenIds.includes(token) };
  });
}

/** The results after this step. Only what stands among the first `numBeams` continuations may become one. */
function updatedResults(
  results: readonly Result[],
  continuations: readonly Continuation[],
  settings: GenerationSettings,
): readonly Result[] {
  const newcomers = continuations.slice(0, settings.numBeams).filter(({ stops }) => stops);
  const merged = newcomers.map(({ beam, token, sum }) => {
    return { ids: [...beam.ids, token], score: normalized(sum, beam.ids.length, settings), taken: true };
  });
  return best([...results, ...merged], ({ score }) => score, settings.numBeams);
}

/** The sequences that go on, and the rows that compute them. */
function nextBeams(continuations: readonly Continuation[], count: number): { beams: Beam[]; rows: HeldRow[] } {
  const open = continuations.map(each => (each.stops ? { ...each, sum: each.sum + OUT } : each));
  const rows: HeldRow[] = [];
  const beams = best(open, ({ sum }) => sum, count).map(({ beam, token, sum }) => {
    // One parent row and one token make one text. So it is after a forced token, which leaves all beams alike.
    let row = rows.findIndex(known => known.parent === beam.row && known.token === token);
    if (row < 0) row = rows.push({ parent: beam.row, token, ids: [...beam.ids, token] }) - 1;
    return { ids: rows[row].ids, sum, row };
  });
  return { beams, rows };
}

/** Whether the best beam might still beat a result, were it to end at a length that is guessed as transformers does. */
function canImprove(leader: Beam, results: readonly Result[], settings: GenerationSettings): boolean {
  const longest = settings.earlyStopping === 'never' && settings.lengthPenalty > 0;
  const newTokens = (longest ? settings.maxLength : leader.ids.length) - 1;
  const possible = normalized(leader.sum, newTokens, settings);
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
