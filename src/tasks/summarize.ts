// Summarize: summarizes each text as a whole. A text longer than the model takes is summarized part by part, and its
// headline is made from the headlines of its parts.
import { AttentiveError } from '../base/errors';
import { mapped } from '../base/streams';
import type { GenerateStats } from '../engine/api/contract';
import { NOISE } from '../text/inline/inlineSpans';
import { foreignTo } from '../text/sentences/script';
import { splitClauses, splitSentences } from '../text/sentences/sentences';
import { spansBySpace } from '../text/inline/spans';
import { inventsNothing } from './rows/integrity';
import { type Layout, Ledger } from './run/ledger';
import { addStats, NO_STATS, type RowsEvent, type RowsRequest, runRows, type TaskRun } from './rows/rows';
import { noNotes, type RewriteEvent, type RewriteResult, type SegmentPlace } from './run/rewrite';
import { chainPassages, mapPassages, type Passage } from './rows/trace';
import { mayHaveWarnings, warningsOfSummary } from './run/warnings';

export interface SummarizeRequest extends TaskRun {
  /** For each of them the result has one summary. */
  readonly texts: readonly string[];
  /** The language of the texts, a BCP 47 tag. */
  readonly language: string;
  /** The form of the summary, as the model's card calls it. */
  readonly form?: string;
}

/** The limit of new tokens: a summary is shorter than its source, but that of a short source may be a few words longer. */
const NEW_TOKEN_BOUND = { perSourceToken: 1, extra: 16 };

/**
 * Summarizes texts, one summary each, without line breaks. A text that is not run (no words, another script, broken
 * characters) or whose summary cannot be used stays as it is.
 *
 * @throws AttentiveError `nothing-to-do` if there is nothing to run, and what the engine throws
 */
export async function* summarize(request: SummarizeRequest): AsyncGenerator<RewriteEvent, RewriteResult, void> {
  const layout = layOut(request);
  const ledger = new Ledger(request.texts, layout);
  yield* ledger.plan();
  const { places, sources } = layout;
  const split = (text: string, parts: number): string[] => splitIntoParts(text, parts, request.language);
  const bound = { newTokenBound: NEW_TOKEN_BOUND };
  const rows = { ...request, ...bound, texts: sources, split, accepts: inventsNothing };
  const run = request.form === 'headline' ? runToOne(rows) : runRows(rows);
  const stats = yield* mapped(run, function* (event): Generator<RewriteEvent> {
    if (event.kind === 'partial') yield* ledger.partial(event.row, event.text);
    else if (event.kind === 'progress') yield* ledger.progress(event.stats);
    else {
      const { row, text: result, outcome, score } = event;
      const source = request.texts[places[row].text];
      // A text that is kept as a whole keeps its line ends too.
      const written = outcome !== 'done' && result === sources[row] ? source : result;
      const passages = mapPassages(event.passages, { text: spansBySpace(sources[row], source) });
      const warnings = mayHaveWarnings(outcome) ? warningsOfSummary(sources[row], result) : [];
      yield* ledger.settle(row, { result, written, outcome, score, passages, warnings });
    }
  });
  return ledger.result({ ...request, ...bound }, stats);
}

/** Which texts are run, and what the model reads of each: its text on one line. */
function layOut({ texts, language }: SummarizeRequest): Layout {
  const places: SegmentPlace[] = [];
  const sources: string[] = [];
  const notes = noNotes();
  const isForeign = foreignTo(language);
  for (const [text, whole] of texts.entries()) {
    // The model reads spaces in place of control characters and lone surrogates.
    const source = whole.replace(NOISE, ' ').replace(/\s+/g, ' ').trim();
    if (!/\p{L}/u.test(source)) continue;
    if (isForeign(source)) notes.otherScript++;
    else {
      places.push({ text, start: 0, end: whole.length });
      sources.push(source);
    }
  }
  if (places.length === 0) {
    const why = notes.otherScript > 0 ? 'script' : 'empty';
    throw new AttentiveError('nothing-to-do', `nothing to summarize: ${why}`, { why });
  }
  return { places, sources, notes };
}

/**
 * The most rounds, that of the texts themselves included. In each later round the joined headlines of the parts, which
 * are several times shorter, are summarized again.
 */
const MOST_ROUNDS = 4;

/** Makes one headline of each text. If a text had to be split, the joined headlines of its parts are run again. */
async function* runToOne(request: RowsRequest): AsyncGenerator<RowsEvent, GenerateStats, void> {
  const earlierPassages = new Map<number, readonly Passage[]>();
  let stats = NO_STATS;
  let rows = [...request.texts.keys()];
  let texts = request.texts;
  for (let round = 1; rows.length > 0; round++) {
    const nextRound: { readonly row: number; readonly text: string }[] = [];
    const before = stats;
    const rowsOfRound = rows;
    const sources = texts;
    const done = yield* mapped(runRows({ ...request, texts }), function* (event): Generator<RowsEvent> {
      if (event.kind === 'partial') {
        yield { ...event, row: rowsOfRound[event.row] };
        return;
      }
      if (event.kind === 'progress') {
        yield { kind: 'progress', stats: addStats(before, event.stats) };
        return;
      }
      const row = rowsOfRound[event.row];
      const canShrink = event.text.length < sources[event.row].length && round < MOST_ROUNDS;
      const earlier = earlierPassages.get(row);
      const passages = earlier === undefined ? event.passages : chainPassages(earlier, event.passages);
      if (event.isSplit && event.outcome === 'done' && canShrink) {
        nextRound.push({ row, text: event.text });
        earlierPassages.set(row, passages);
      } else yield { ...event, row, passages };
    });
    stats = addStats(before, done);
    rows = nextRound.map(({ row }) => row);
    texts = nextRound.map(({ text }) => text);
  }
  return stats;
}

/** Splits a text into parts of whole sentences and about equal length; a single sentence is split into clauses. */
function splitIntoParts(text: string, parts: number, language: string): string[] {
  const sentences = splitSentences(text, language);
  if (sentences.length < 2) return splitClauses(text, parts);
  const wantedLength = text.length / Math.min(parts, sentences.length);
  const grouped = [''];
  for (const sentence of sentences) {
    const last = grouped.length - 1;
    if (grouped[last] !== '' && grouped[last].length + sentence.length / 2 > wantedLength) grouped.push(sentence);
    else grouped[last] += sentence;
  }
  return grouped;
}
