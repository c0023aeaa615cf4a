// Placeholder runs: runs sentences with placeholders for the code, addresses and tags inside. A sentence with more of them
// than there are placeholders is run in clauses. One whose placeholders or protected words the model does not keep is cut at
// them, and the parts between them are run.
import { mapped } from '../../base/streams';
import type { GenerateStats } from '../../engine/api/contract';
import { inlineSpans } from '../../text/inline/inlineSpans';
import { canMask, isSymbol, mask, splitAtSymbols, symbolsOf } from '../../text/inline/placeholders';
import type { Range } from '../../text/range';
import { TextPart } from './textPart';
import { addStats, type RowsEvent, type RowsRequest, rowOf, runRows } from './rows';
import { mapPassages } from './trace';

const LETTER = /\p{L}/u;

/** What placeholders stand for besides symbols, signs and protected words. */
type Others = (text: string) => readonly Range[];

/**
 * Runs texts as `runRows` does. Each symbol and protected word of a text stands in its result unchanged.
 *
 * @param characters the placeholders that the model knows; none if it knows none
 * @param others further ranges to put placeholders for, if there are enough
 * @throws AttentiveError what the engine throws; `cancelled`
 */
export async function* runWithPlaceholders(
  request: RowsRequest,
  characters: readonly string[],
  others: Others = () => [],
): AsyncGenerator<RowsEvent, GenerateStats, void> {
  const masks = request.texts.map(text => mask(text, characters, others(text)));
  const whole = [...masks.keys()].filter(row => masks[row] !== undefined);
  const crowded = [...masks.keys()].filter(row => masks[row] === undefined);
  const lost: number[] = [];
  const texts = whole.map(row => masks[row]?.text ?? '');
  const stats = yield* mapped(runRows({ ...request, texts }), function* (event): Generator<RowsEvent> {
    if (event.kind === 'progress') {
      yield event;
      return;
    }
    const row = whole[event.row];
    const masked = masks[row];
    if (event.kind === 'partial') {
      yield { ...event, row, text: masked?.show(event.text) ?? event.text };
      return;
    }
    const text = masked?.restore(event.text);
    // A sentence without symbols cannot be cut; after a broken answer it stays as it was.
    const canCut = event.outcome === 'broken' && splitAtSymbols(request.texts[row]).length > 1;
    if (masked === undefined || text === undefined || canCut) lost.push(row);
    else {
      const passages = mapPassages(event.passages, { text: masked.spans, result: masked.spansOf(event.text) });
      yield { ...event, row, text, passages };
    }
  });
  const before = crowded.length === 0 ? stats : addStats(stats, yield* runInClauses());
  return lost.length === 0 ? before : addStats(before, yield* runCut(request, lost, before));

  /** Runs the clauses of the rows with too many symbols. Rows that have no such clauses are lost. */
  async function* runInClauses(): AsyncGenerator<RowsEvent, GenerateStats, void> {
    const clauses = crowded.flatMap(row => {
      const parts = clausesOf(request, row, characters.length);
      if (parts.length === 0) lost.push(row);
      return parts;
    });
    const run = runWithPlaceholders({ ...request, texts: clauses.map(part => part.text) }, characters, others);
    return yield* settled(run, clauses, stats);
  }
}

/** The fewest clauses of a row with so many symbols at most; none if a cut would go through a symbol, or left no words. */
function clausesOf({ texts, split }: RowsRequest, row: number, most: number): readonly TextPart[] {
  const text = texts[row];
  const symbols = symbolsOf(text);
  const isApart = (parts: readonly string[]): boolean =>
    parts.every(part => canMask(part, most) && hasWords(part)) &&
    parts.flatMap(symbolsOf).join('\n') === symbols.join('\n');
  for (let count = 2; most > 0 && count <= symbols.length; count++) {
    const parts = split(text, count);
    if (parts.length > 1 && isApart(parts)) return new TextPart(text, row).divide(() => parts, 1);
  }
  return [];
}

/** Whether a text has letters outside of its symbols. */
function hasWords(text: string): boolean {
  const bare = inlineSpans(text).reduceRight((rest, { start, end }) => rest.slice(0, start) + rest.slice(end), text);
  return LETTER.test(bare);
}

/** Runs the parts between the symbols of some rows. */
async function* runCut(
  request: RowsRequest,
  rows: readonly number[],
  before: GenerateStats,
): AsyncGenerator<RowsEvent, GenerateStats, void> {
  const parts = rows.flatMap(row => {
    const whole = new TextPart(request.texts[row], row);
    const divided = whole.divide(splitAtSymbols, 1);
    return divided.length > 0 ? divided : [whole];
  });
  const prose: TextPart[] = [];
  for (const part of parts) {
    if (LETTER.test(part.text) && !isSymbol(part.text.trim())) prose.push(part);
    else yield* rowOf(part.settle(part.text, 'done', 0));
  }
  return yield* settled(runRows({ ...request, texts: prose.map(part => part.text) }), prose, before);
}

/** The rows whose parts are run; a row comes when all of its parts have a result. */
function settled(
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
