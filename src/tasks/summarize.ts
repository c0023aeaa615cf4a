// Summarize: each text as a whole; one longer than the model takes is summarized part by part, and its headline is made of
// the headlines of its parts.
import { AttentiveError } from '../base/errors';
import { mapped } from '../base/streams';
import type { GenerateStats } from '../engine/api';
import { splitClauses, splitSentences } from '../text/sentences';
import { spansBySpace } from '../text/spans';
import { addStats, NO_STATS, type RowsEvent, type RowsRequest, runRows, type TaskRun } from './rows';
import { noteOutcome, noNotes, type RewriteEvent, type RewriteResult, type Stretch } from './rewrite';
import { afterOthers, carried, type RunTrace, type RunWindow, type Window } from './trace';

export interface SummarizeRequest extends TaskRun {
  /** Each becomes one summary of the result. */
  readonly texts: readonly string[];
  /** The language of the texts, a BCP 47 tag. */
  readonly language: string;
  /** The form of the summary, as the model's card calls it. */
  readonly form?: string;
}

/** A summary is shorter than its source; a short source may need a few words more. */
const NEW_TOKEN_BOUND = { perSourceToken: 1, extra: 16 };

/**
 * Summarizes texts, one summary each, without line breaks.
 *
 * @throws AttentiveError `nothing-to-do` if no text holds a letter, and what the engine throws
 */
export async function* summarize(request: SummarizeRequest): AsyncGenerator<RewriteEvent, RewriteResult, void> {
  const sources = request.texts.map(text => text.toWellFormed().replace(/\s+/g, ' ').trim());
  const worded = sources.flatMap((source, index) => (/\p{L}/u.test(source) ? [index] : []));
  if (worded.length === 0) throw new AttentiveError('nothing-to-do', 'nothing to summarize: empty', { why: 'empty' });
  const texts = worded.map(index => sources[index]);
  yield { kind: 'plan', total: texts.length, characters: texts.reduce((sum, text) => sum + text.length, 0) };
  const split = (text: string, parts: number): string[] => splitIntoParts(text, parts, request.language);
  const results = request.texts.map(() => '');
  const notes = noNotes();
  const finished = new Set<number>();
  let next = 0;
  const stretches: Stretch[] = [];
  const windows: (readonly RunWindow[])[] = [];
  const rows = { ...request, texts, newTokenBound: NEW_TOKEN_BOUND, split };
  const run = request.form === 'headline' ? runToOne(rows) : runRows(rows);
  const stats = yield* mapped(run, function* (event): Generator<RewriteEvent> {
    if (event.kind === 'partial') yield { kind: 'partial', text: event.text };
    else if (event.kind === 'progress') {
      yield { kind: 'progress', done: finished.size, total: texts.length, stats: event.stats };
    } else {
      const { row, text, outcome, score } = event;
      results[worded[row]] = text;
      stretches[row] = { source: texts[row], result: text, outcome, score };
      const own = carried(event.windows, { text: spansBySpace(texts[row], request.texts[worded[row]]) });
      windows[row] = own.map(window => ({ ...window, text: worded[row], stretch: row }));
      finished.add(row);
      noteOutcome(notes, outcome);
      for (; finished.has(next); next++) yield { kind: 'append', index: worded[next], text: results[worded[next]] };
    }
  });
  const trace: RunTrace = {
    model: request.model,
    sources: request.texts,
    results,
    windows: windows.flat(),
    input: request.input,
    settings: request.settings,
    newTokenBound: NEW_TOKEN_BOUND,
  };
  return { texts: results, stretches, trace, notes, stats };
}

/** How often headlines of parts are put together to be headlined again; each time they are several times shorter. */
const MOST_PASSES = 4;

/** Runs texts; what a text gave in parts is run again until it is one. */
async function* runToOne(request: RowsRequest): AsyncGenerator<RowsEvent, GenerateStats, void> {
  const earlier = new Map<number, readonly Window[]>();
  let stats = NO_STATS;
  let rows = [...request.texts.keys()];
  let texts = request.texts;
  for (let pass = 1; rows.length > 0; pass++) {
    const again: { readonly row: number; readonly text: string }[] = [];
    const before = stats;
    const numbers = rows;
    const sources = texts;
    const done = yield* mapped(runRows({ ...request, texts }), function* (event): Generator<RowsEvent> {
      if (event.kind === 'partial') {
        yield { ...event, row: numbers[event.row] };
        return;
      }
      if (event.kind === 'progress') {
        yield { kind: 'progress', stats: addStats(before, event.stats) };
        return;
      }
      const row = numbers[event.row];
      const canShrink = event.text.length < sources[event.row].length && pass < MOST_PASSES;
      const others = earlier.get(row);
      const windows = others === undefined ? event.windows : afterOthers(others, event.windows);
      if (event.isSplit && event.outcome === 'done' && canShrink) {
        again.push({ row, text: event.text });
        earlier.set(row, windows);
      } else yield { ...event, row, windows };
    });
    stats = addStats(before, done);
    rows = again.map(({ row }) => row);
    texts = again.map(({ text }) => text);
  }
  return stats;
}

/** Parts of whole sentences and like length; a single sentence is split at its clauses. */
function splitIntoParts(text: string, parts: number, language: string): string[] {
  const sentences = splitSentences(text, language);
  if (sentences.length < 2) return splitClauses(text, parts);
  const target = text.length / Math.min(parts, sentences.length);
  const grouped = [''];
  for (const sentence of sentences) {
    const last = grouped.length - 1;
    if (grouped[last] !== '' && grouped[last].length + sentence.length / 2 > target) grouped.push(sentence);
    else grouped[last] += sentence;
  }
  return grouped;
}
