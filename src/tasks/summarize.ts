// Summarize: each text as a whole; one longer than the model takes is summarized part by part.
import { AttentiveError } from '../base/errors';
import { mapped } from '../base/streams';
import { splitClauses, splitSentences } from '../text/sentences';
import { runRows, type TaskRun } from './rows';
import { noteOutcome, noNotes, type RewriteEvent, type RewriteResult, type Stretch } from './rewrite';

export interface SummarizeRequest extends TaskRun {
  /** Each becomes one summary of the result. */
  readonly texts: readonly string[];
  /** The language of the texts, a BCP 47 tag. */
  readonly language: string;
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
  const run = runRows({ ...request, texts, newTokenBound: NEW_TOKEN_BOUND, split });
  const stats = yield* mapped(run, function* (event): Generator<RewriteEvent> {
    if (event.kind === 'partial') yield { kind: 'partial', text: event.text };
    else if (event.kind === 'progress') {
      yield { kind: 'progress', done: finished.size, total: texts.length, stats: event.stats };
    } else {
      const { row, text, outcome, score } = event;
      results[worded[row]] = text;
      stretches[row] = { source: texts[row], result: text, outcome, score };
      finished.add(row);
      noteOutcome(notes, outcome);
      for (; finished.has(next); next++) yield { kind: 'append', index: worded[next], text: results[worded[next]] };
    }
  });
  return { texts: results, stretches, notes, stats };
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
