// Translate: texts sentence by sentence, everything that is not prose untouched.
import { AttentiveError } from '../base/errors';
import { mapped } from '../base/streams';
import { rewrap, unwrap } from '../text/lines';
import { type Piece, segment } from '../text/segment';
import { splitClauses } from '../text/sentences';
import { spansBySpace } from '../text/spans';
import { runMasked } from './masked';
import { runRows, type TaskRun } from './rows';
import { type Notes, noteOutcome, noNotes, type RewriteEvent, type RewriteResult, type Stretch } from './rewrite';
import { behind, carried, type RunTrace, type RunWindow, type Window } from './trace';

export interface TranslateRequest extends TaskRun {
  /** Each becomes one text of the result. */
  readonly texts: readonly string[];
  /** The language of the texts, a BCP 47 tag. */
  readonly from: string;
  /** Characters that the model copies: they stand for code, addresses and tags while a sentence is translated. */
  readonly placeholders?: readonly string[];
}

/** German takes about 1.3 tokens for one of English; a translation of twice the length does not happen. */
const NEW_TOKEN_BOUND = { perSourceToken: 2, extra: 12 };

/**
 * Translates texts. What is finished is told in the order of the texts.
 *
 * @throws AttentiveError `nothing-to-do` if no text holds a sentence in the source language, and what the engine throws
 */
export async function* translate(request: TranslateRequest): AsyncGenerator<RewriteEvent, RewriteResult, void> {
  const layout = layOut(request);
  yield { kind: 'plan', total: layout.sentences.length, characters: sumLength(layout.sentences) };
  const notes = layout.notes;
  const results: (string | undefined)[] = layout.sentences.map(() => undefined);
  const telling = new InOrder(layout.texts);
  yield* telling.tell(results);
  let done = 0;
  const stretches: Stretch[] = [];
  const windows: (readonly Window[])[] = [];
  const texts = layout.sentences.map(unwrap);
  const rows = { ...request, texts, newTokenBound: NEW_TOKEN_BOUND, split: splitClauses };
  const run = request.placeholders === undefined ? runRows(rows) : runMasked(rows, request.placeholders);
  const stats = yield* mapped(run, function* (event): Generator<RewriteEvent> {
    if (event.kind === 'partial') yield { kind: 'partial', text: event.text };
    else if (event.kind === 'progress') yield { kind: 'progress', done, total: results.length, stats: event.stats };
    else {
      const { row, text, outcome, score } = event;
      const [sentence, result] = [layout.sentences[row], rewrap(text, layout.sentences[row])];
      results[row] = result;
      windows[row] = carried(event.windows, {
        text: spansBySpace(texts[row], sentence),
        result: spansBySpace(text, result),
      });
      stretches[row] = { source: texts[row], result: text, outcome, score };
      noteOutcome(notes, outcome);
      done++;
      yield* telling.tell(results);
    }
  });
  const trace: RunTrace = {
    model: request.model,
    sources: request.texts,
    results: telling.texts(),
    windows: placed(layout, results, windows),
    input: request.input,
    settings: request.settings,
    newTokenBound: NEW_TOKEN_BOUND,
  };
  return { texts: trace.results, stretches, trace, notes, stats };
}

/** The windows of each sentence as those of the text that it stands in. */
function placed(
  { texts, sentences }: Layout,
  results: readonly (string | undefined)[],
  windows: readonly (readonly Window[])[],
): RunWindow[] {
  return texts.flatMap((slots, text) => {
    let [source, result] = [0, 0];
    return slots.flatMap(slot => {
      const [given, made] = typeof slot === 'string' ? [slot, slot] : [sentences[slot], results[slot] ?? ''];
      const own = typeof slot === 'string' ? [] : behind(windows[slot] ?? [], source, result);
      source += given.length;
      result += made.length;
      return own.map(window => ({ ...window, text, stretch: Number(slot) }));
    });
  });
}

/** A piece of a text as it goes into the result: what is kept, or the number of the sentence that comes there. */
type Slot = string | number;

interface Layout {
  readonly texts: readonly (readonly Slot[])[];
  readonly sentences: readonly string[];
  readonly notes: Notes;
}

function layOut(request: TranslateRequest): Layout {
  const sentences: string[] = [];
  const notes = noNotes();
  const slotOf = (piece: Piece): Slot => {
    if (piece.kind === 'prose') return sentences.push(piece.text) - 1;
    if (piece.reason === 'script') notes.otherScript++;
    if (piece.reason === 'noise') notes.noise++;
    return piece.text;
  };
  const options = { language: request.from, symbolsInside: request.placeholders !== undefined };
  const texts = request.texts.map(text => segment(text, options).map(slotOf));
  if (sentences.length === 0) {
    const why = notes.otherScript > 0 ? 'script' : notes.noise > 0 ? 'noise' : 'empty';
    throw new AttentiveError('nothing-to-do', `nothing to translate: ${why}`, { why });
  }
  return { texts, sentences, notes };
}

/** Tells texts from the front as far as their sentences are finished. */
class InOrder {
  private text = 0;
  private slot = 0;
  private readonly finished: string[];

  constructor(private readonly layout: readonly (readonly Slot[])[]) {
    this.finished = layout.map(() => '');
  }

  *tell(results: readonly (string | undefined)[]): Generator<RewriteEvent, void, void> {
    while (this.text < this.layout.length) {
      const slots = this.layout[this.text];
      let added = '';
      for (; this.slot < slots.length; this.slot++) {
        const slot = slots[this.slot];
        const words = typeof slot === 'string' ? slot : results[slot];
        if (words === undefined) break;
        added += words;
      }
      this.finished[this.text] += added;
      if (added !== '') yield { kind: 'append', index: this.text, text: added };
      if (this.slot < slots.length) return;
      this.text++;
      this.slot = 0;
    }
  }

  texts(): readonly string[] {
    return this.finished;
  }
}

function sumLength(texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + text.length, 0);
}
