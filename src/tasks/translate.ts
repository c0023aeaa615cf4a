// Translate: translates texts sentence by sentence and keeps everything that is not prose byte for byte.
import { AttentiveError } from '../base/errors';
import { mapped } from '../base/streams';
import { rewrap, unwrap } from '../text/inline/wrapping';
import { segment } from '../text/segment';
import { splitClauses } from '../text/sentences/sentences';
import { spansBySpace } from '../text/inline/spans';
import { keepsAll } from './run/integrity';
import { type Layout, Ledger } from './run/ledger';
import { runKeepingNumbers } from './run/numberRuns';
import type { TaskRun } from './run/rows';
import { noNotes, type RewriteEvent, type RewriteResult, type SegmentPlace } from './run/rewrite';
import { mapPassages } from './run/trace';
import { mayHaveWarnings, warningsOfTranslation } from './run/warnings';

export interface TranslateRequest extends TaskRun {
  /** Each becomes one text of the result. */
  readonly texts: readonly string[];
  /** The language of the texts, a BCP 47 tag. */
  readonly from: string;
  /** The language of the results, a BCP 47 tag; `und` if left out. Warnings about numbers and words depend on it. */
  readonly to?: string;
  /** Characters that the model copies: they stand for code, addresses and tags while a sentence is translated. */
  readonly placeholders?: readonly string[];
}

/**
 * A bound for runs that do not end: German takes about 1.3 tokens for one of English, and no translation takes twice as
 * many.
 */
const NEW_TOKEN_BOUND = { perSourceToken: 2, extra: 12 };

/**
 * Translates texts. `append` events come in the order of the texts.
 *
 * @throws AttentiveError `nothing-to-do` if no text holds a sentence in the source language, and what the engine throws
 */
export async function* translate(request: TranslateRequest): AsyncGenerator<RewriteEvent, RewriteResult, void> {
  const { sentences, ...layout } = layOut(request);
  const ledger = new Ledger(request.texts, layout);
  yield* ledger.plan();
  const { sources } = layout;
  const { from, to = 'und', placeholders = [] } = request;
  const bound = { newTokenBound: NEW_TOKEN_BOUND };
  const rows = { ...request, ...bound, texts: sources, split: splitClauses, accepts: keepsAll };
  const stats = yield* mapped(runKeepingNumbers(rows, placeholders, to), function* (event): Generator<RewriteEvent> {
    if (event.kind === 'partial') yield* ledger.partial(event.row, event.text);
    else if (event.kind === 'progress') yield* ledger.progress(event.stats);
    else {
      const { row, text: result, outcome, score } = event;
      const written = rewrap(result, sentences[row]);
      const spans = { text: spansBySpace(sources[row], sentences[row]), result: spansBySpace(result, written) };
      const warnings = mayHaveWarnings(outcome) ? warningsOfTranslation(sources[row], result, { from, to }) : [];
      const passages = mapPassages(event.passages, spans);
      yield* ledger.settle(row, { result, written, outcome, score, passages, warnings });
    }
  });
  return ledger.result({ ...request, ...bound }, stats);
}

interface SentenceLayout extends Layout {
  /** The sentence at each place, with its line ends. */
  readonly sentences: readonly string[];
}

function layOut(request: TranslateRequest): SentenceLayout {
  const places: SegmentPlace[] = [];
  const sentences: string[] = [];
  const notes = noNotes();
  const options = { language: request.from, symbolsInside: request.placeholders !== undefined };
  for (const [text, source] of request.texts.entries()) {
    let start = 0;
    for (const piece of segment(source, options)) {
      const end = start + piece.text.length;
      if (piece.kind === 'prose') {
        places.push({ text, start, end });
        sentences.push(piece.text);
      } else if (piece.reason === 'script') notes.otherScript++;
      else if (piece.reason === 'noise') notes.noise++;
      else if (piece.reason === 'code') notes.code++;
      start = end;
    }
  }
  if (sentences.length === 0) {
    const why = notes.otherScript > 0 ? 'script' : notes.noise > 0 ? 'noise' : notes.code > 0 ? 'code' : 'empty';
    throw new AttentiveError('nothing-to-do', `nothing to translate: ${why}`, { why });
  }
  return { places, sentences, sources: sentences.map(unwrap), notes };
}
