// Placeholder runs: runs sentences with placeholders for the code, addresses and tags inside. A sentence with more of them
// than there are placeholders is run in clauses. If the model loses a placeholder or a protected word of a sentence, the
// sentence is cut at its code, addresses, tags, signs and protected words, and the parts between them are run.
import { mapped } from '../../base/streams';
import type { GenerateStats } from '../../engine/api/contract';
import type { InlineSpan } from '../../text/inline/inlineSpans';
import {
  countSymbols,
  isMasked,
  mask,
  type MaskedSentence,
  spansWithin,
  splitAtSymbols,
} from '../../text/inline/placeholders';
import { covered } from '../../text/covered';
import type { Range } from '../../text/range';
import { TextPart } from './textPart';
import { addStats, type RowsEvent, type RowsRequest, rowOf, runRows } from './rows';
import { mapPassages } from './trace';

const LETTER = /\p{L}/u;

/** Texts to run, and their inline spans: code, addresses and other ranges that are not prose. */
export interface MaskedRowsRequest extends RowsRequest {
  /** The inline spans of each text, in order, without overlaps. */
  readonly spans: readonly (readonly InlineSpan[])[];
}

/** Finds further ranges of a text to replace by placeholders, in addition to its symbols, signs and protected words. */
type Others = (text: string) => readonly Range[];

/**
 * Runs texts as `runRows` does, so that each symbol and protected word of a text stands in its result unchanged.
 *
 * @param characters the placeholders that the model knows; none if it knows none
 * @param others finds more ranges to mask, as far as placeholders are left
 * @throws AttentiveError what the engine throws; `cancelled`
 */
export async function* runWithPlaceholders(
  request: MaskedRowsRequest,
  characters: readonly string[],
  others: Others = () => [],
): AsyncGenerator<RowsEvent, GenerateStats, void> {
  const masks = request.texts.map((text, row) => mask(text, characters, others(text), request.spans[row]));
  // The rows that are run in one piece. The crowded ones have more symbols than there are placeholders.
  const whole = [...masks.keys()].filter(row => masks[row] !== undefined);
  const crowded = [...masks.keys()].filter(row => masks[row] === undefined);
  // The rows that are cut at their symbols, because the model lost one or they have no suitable clauses.
  const lost: number[] = [];
  const texts = whole.map(row => masks[row]?.text ?? '');
  const stats = yield* mapped(runRows({ ...request, texts }), function* (event): Generator<RowsEvent> {
    if (event.kind === 'progress') {
      yield event;
      return;
    }
    const row = whole[event.row];
    const restored = restoredEvent(event, row, masks[row], request.spans[row]);
    if (restored === undefined) lost.push(row);
    else yield restored;
  });
  const before = crowded.length === 0 ? stats : addStats(stats, yield* runInClauses());
  return lost.length === 0 ? before : addStats(before, yield* runCut(request, lost, before));

  /** Runs the rows with too many symbols clause by clause. A row without such clauses is added to `lost`. */
  async function* runInClauses(): AsyncGenerator<RowsEvent, GenerateStats, void> {
    const clauses = crowded.flatMap(row => {
      const parts = clausesOf(request, row, characters.length);
      if (parts.length === 0) lost.push(row);
      return parts;
    });
    const texts = clauses.map(({ part }) => part.text);
    const spans = clauses.map(clause => clause.spans);
    const run = runWithPlaceholders({ ...request, texts, spans }, characters, others);
    return yield* settledRows(
      run,
      clauses.map(({ part }) => part),
      stats,
    );
  }
}

/** The event of a row with symbols in place of placeholders; undefined if its answer is not usable and the row must be cut. */
function restoredEvent(
  event: Exclude<RowsEvent, { kind: 'progress' }>,
  row: number,
  masked: MaskedSentence | undefined,
  spans: readonly InlineSpan[],
): RowsEvent | undefined {
  if (event.kind === 'partial') return { ...event, row, text: masked?.show(event.text) ?? event.text };
  const text = masked?.restore(event.text);
  // A sentence without symbols cannot be cut; after a broken answer it stays as it was.
  const canCut = event.outcome === 'broken' && spans.some(isMasked);
  if (masked === undefined || text === undefined || canCut) return undefined;
  const passages = mapPassages(event.passages, { text: masked.spans, result: masked.spansOf(event.text) });
  return { ...event, row, text, passages };
}

/** A clause of a row, and its inline spans. */
interface Clause {
  readonly part: TextPart;
  readonly spans: readonly InlineSpan[];
}

/**
 * The clauses of a row, as few as possible, each with words and at most `most` symbols. None if every division of the row
 * cuts a symbol, or has a clause with too many symbols or without words.
 */
function clausesOf({ texts, spans, split }: MaskedRowsRequest, row: number, most: number): readonly Clause[] {
  const text = texts[row];
  const all = spans[row];
  for (let count = 2; most > 0 && count <= all.length; count++) {
    const parts = split(text, count);
    let at = 0;
    const within = parts.map(part => {
      const inside = spansWithin(all, { start: at, end: at + part.length });
      at += part.length;
      return inside !== undefined && countSymbols(inside) <= most && hasWords(part, inside) ? inside : undefined;
    });
    if (parts.length < 2 || within.includes(undefined)) continue;
    const divided = new TextPart(text, row).divide(() => parts, 1);
    // Parts of white space alone are joined to others; then the spans are no longer those of the parts.
    if (divided.length === parts.length) return divided.map((part, index) => ({ part, spans: within[index] ?? [] }));
  }
  return [];
}

/** Whether a text has letters outside of its spans. */
function hasWords(text: string, spans: readonly InlineSpan[]): boolean {
  return LETTER.test(covered(text, spans));
}

/** Runs the parts between the symbols of some rows. */
async function* runCut(
  request: MaskedRowsRequest,
  rows: readonly number[],
  before: GenerateStats,
): AsyncGenerator<RowsEvent, GenerateStats, void> {
  const parts = rows.flatMap(row => {
    const whole = new TextPart(request.texts[row], row);
    const divided = whole.divide(text => splitAtSymbols(text, request.spans[row]), 1);
    return divided.length > 0 ? divided : [whole];
  });
  const prose: TextPart[] = [];
  for (const part of parts) {
    const text = request.texts[part.row];
    const isSymbol = request.spans[part.row].some(
      span => isMasked(span) && text.slice(span.start, span.end) === part.text.trim(),
    );
    if (LETTER.test(part.text) && !isSymbol) prose.push(part);
    else yield* rowOf(part.settle(part.text, 'done', 0));
  }
  return yield* settledRows(runRows({ ...request, texts: prose.map(part => part.text) }), prose, before);
}

/**
 * The events of rows, given those of their parts: a row is given when all of its parts have a result.
 *
 * @param before the statistics of earlier runs, which are added to those of the progress events
 */
function settledRows(
  run: AsyncGenerator<RowsEvent, GenerateStats, void>,
  parts: readonly TextPart[],
  before: GenerateStats,
): AsyncGenerator<RowsEvent, GenerateStats, void> {
  return mapped(run, function* (event): Generator<RowsEvent> {
    if (event.kind === 'progress') yield { kind: 'progress', stats: addStats(before, event.stats) };
    else if (event.kind === 'row') {
      yield* rowOf(parts[event.row].settle(event.text, event.outcome, event.score, event.passages));
    }
  });
}
