// Vectorized: the beam search of transformers 5 (GenerationMixin._beam_search and its helpers), translated line by line with
// the original names. It computes all beams of the whole batch at all steps, and is the reference for the beam search of
// the product.
import type { GenerationSettings } from '../../../../src/engine/api/contract';
import type { ToyModel } from './toy';

export interface Hypothesis {
  readonly ids: readonly number[];
  readonly score: number;
}

/** The result of a batch, and the number of steps that it took. */
export interface Outcome {
  readonly hypotheses: readonly (readonly Hypothesis[])[]; // [source, numReturnSequences]
  readonly steps: number;
}

interface State {
  running_sequences: number[][][]; // [source, beam] of ids
  running_beam_scores: number[][]; // [source, beam]
  sequences: number[][][]; // [source, beam] of ids
  beam_scores: number[][]; // [source, beam]
  is_sent_finished: boolean[][]; // [source, beam]
  is_early_stop_heuristic_unsatisfied: boolean[]; // [source]
}

export function vectorizedBeamSearch(
  sources: readonly (readonly number[])[],
  settings: GenerationSettings,
  toy: ToyModel,
): Outcome {
  const num_beams = settings.numBeams;
  const beams_to_keep = Math.max(2, 1 + settings.eosTokenIds.length) * num_beams;
  const state = initial(sources.length, settings);
  let cur_len = 1;
  let this_peer_finished = false;
  while (!this_peer_finished) {
    const topk = state.running_sequences.map((beams, source) => {
      const log_probs = beams.flatMap((ids, beam) => {
        const row = processed(logSoftmax(toy(ids, source)), ids, settings, sources[source]);
        return row.map(value => value + state.running_beam_scores[source][beam]);
      });
      const vocab_size = log_probs.length / num_beams;
      return topkIndices(log_probs, beams_to_keep).map(index => ({
        log_prob: log_probs[index],
        ids: [...beams[Math.floor(index / vocab_size)], index % vocab_size],
      }));
    });
    const hits = topk.map(row => row.map(({ ids }) => stops(ids, settings)));
    topk.forEach((row, source) => {
      const masked = row.map(({ log_prob }, at) => log_prob + Number(hits[source][at]) * -1e9);
      const next = topkIndices(masked, num_beams);
      state.running_sequences[source] = next.map(at => row[at].ids);
      state.running_beam_scores[source] = next.map(at => masked[at]);
      updateFinished(state, source, row, hits[source], cur_len, settings);
    });
    cur_len++;
    for (let source = 0; source < sources.length; source++) checkHeuristic(state, source, cur_len, settings);
    this_peer_finished = !hasUnfinished(state, hits, settings);
  }
  const hypotheses = state.sequences.map((beams, source) =>
    beams.slice(0, settings.numReturnSequences).map((ids, at) => ({ ids, score: state.beam_scores[source][at] })),
  );
  return { hypotheses, steps: cur_len - 1 };
}

function initial(batch: number, settings: GenerationSettings): State {
  const rows = <T>(make: (beam: number) => T): T[][] =>
    Array.from({ length: batch }, () => Array.from({ length: settings.numBeams }, (_, beam) => make(beam)));
  return {
    running_sequences: rows(() => [settings.decoderStartTokenId]),
    running_beam_scores: rows(beam => (beam === 0 ? 0 : -1e9)),
    sequences: rows(() => [settings.decoderStartTokenId]),
    beam_scores: rows(() => -1e9),
    is_sent_finished: rows(() => false),
    is_early_stop_heuristic_unsatisfied: new Array<boolean>(batch).fill(true),
  };
}

function updateFinished(
  state: State,
  source: number,
  topk: readonly { readonly log_prob: number; readonly ids: number[] }[],
  hits: readonly boolean[],
  cur_len: number,
  settings: GenerationSettings,
): void {
  const full = state.is_sent_finished[source].every(Boolean) && settings.earlyStopping === true;
  const did_top_num_beams_just_finished = hits.map((hit, at) => hit && at < settings.numBeams);
  const scores = topk.map(({ log_prob }, at) => {
    let score = log_prob / (cur_len + 1 - 1) ** settings.lengthPenalty;
    score += Number(full) * -1e9;
    score += Number(!state.is_early_stop_heuristic_unsatisfied[source]) * -1e9;
    score += Number(!did_top_num_beams_just_finished[at]) * -1e9;
    return score;
  });
  const merged_sequences = [...state.sequences[source], ...topk.map(({ ids }) => ids)];
  const merged_scores = [...state.beam_scores[source], ...scores];
  const merged_is_sent_finished = [...state.is_sent_finished[source], ...did_top_num_beams_just_finished];
  const indices = topkIndices(merged_scores, settings.numBeams);
  state.sequences[source] = indices.map(at => merged_sequences[at]);
  state.beam_scores[source] = indices.map(at => merged_scores[at]);
  state.is_sent_finished[source] = indices.map(at => merged_is_sent_finished[at]);
}

function checkHeuristic(state: State, source: number, cur_len: number, settings: GenerationSettings): void {
  const { earlyStopping, lengthPenalty, maxLength } = settings;
  const best_hypothetical_length = earlyStopping === 'never' && lengthPenalty > 0 ? maxLength - 1 : cur_len - 1;
  const best_possible = state.running_beam_scores[source][0] / best_hypothetical_length ** lengthPenalty;
  const min = Math.min(...state.beam_scores[source]);
  const improvable = state.is_sent_finished[source].some(finished => best_possible > (finished ? min : -1e9));
  state.is_early_stop_heuristic_unsatisfied[source] &&= improvable;
}

function hasUnfinished(state: State, hits: readonly (readonly boolean[])[], settings: GenerationSettings): boolean {
  const improvement_possible = state.is_early_stop_heuristic_unsatisfied.some(Boolean);
  const exists_open_beam = !(state.is_sent_finished.flat().every(Boolean) && settings.earlyStopping === true);
  const valid_continuations = !hits.flat().every(Boolean);
  return improvement_possible && exists_open_beam && valid_continuations;
}

function stops(ids: readonly number[], settings: GenerationSettings): boolean {
  return settings.eosTokenIds.includes(ids[ids.length - 1]) || ids.length >= settings.maxLength;
}

function topkIndices(values: readonly number[], k: number): number[] {
  const order = values.map((_, at) => at);
  return order.sort((a, b) => (values[a] === values[b] ? a - b : values[b] - values[a])).slice(0, k);
}

/** Log-softmax in float32, as torch computes it. */
function logSoftmax(logits: readonly number[]): number[] {
  const row = logits.map(Math.fround);
  const max = Math.max(...row);
  const total = max + Math.log(row.reduce((sum, x) => sum + Math.exp(x - max), 0));
  return row.map(x => Math.fround(x - total));
}

/** Applies the logits processors by their definitions, with n-grams and bad words as text. */
function processed(
  log_probs: readonly number[],
  ids: readonly number[],
  s: GenerationSettings,
  encoder: readonly number[],
): number[] {
  const eos = (token: number): boolean => s.eosTokenIds.includes(token);
  const key = (list: readonly number[]): string => list.join(' ');
  const ngrams = (list: readonly number[], n: number): Set<string> =>
    new Set(n === 0 ? [] : list.map((_, at) => key(list.slice(at, at + n))).filter((_, at) => at + n <= list.length));
  const targetNgrams = ngrams(ids, s.noRepeatNgramSize);
  const sourceNgrams = ngrams(encoder, s.encoderNoRepeatNgramSize);
  const bad = new Set(s.badWordsIds.filter(word => !(word.length === 1 && eos(word[0]))).map(key));
  return log_probs.map((raw, token) => {
    let score = ids.includes(token)
      ? Math.fround(raw < 0 ? raw * s.repetitionPenalty : raw / s.repetitionPenalty)
      : raw;
    const next = [...ids, token];
    const ends = next.map((_, at) => key(next.slice(at)));
    if (ends.some(end => bad.has(end) || targetNgrams.has(end) || sourceNgrams.has(end))) score = -Infinity;
    if (eos(token) && (ids.length < s.minLength || ids.length - 1 < s.minNewTokens)) score = -Infinity;
    if (ids.length === 1 && s.forcedBosTokenId !== undefined) score = token === s.forcedBosTokenId ? 0 : -Infinity;
    if (ids.length === s.maxLength - 1 && s.forcedEosTokenIds.length > 0) {
      score = s.forcedEosTokenIds.includes(token) ? 0 : -Infinity;
    }
    if (s.suppressTokens.includes(token)) score = -Infinity;
    const begin = s.forcedBosTokenId === undefined ? 1 : 2;
    return ids.length === begin && s.beginSuppressTokens.includes(token) ? -Infinity : score;
  });
}
