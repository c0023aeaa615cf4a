// Masked: sentences with code, addresses and tags inside, run whole with placeholders; where a placeholder got lost, the
// sentence is cut at its symbols, and what is between them is run.
import { mapped } from '../base/streams';
import type { GenerateStats } from '../engine/api';
import { isSymbol, mask, splitAtSymbols } from '../text/placeholders';
import { Part } from './part';
import { addStats, type RowsEvent, type RowsRequest, rowOf, runRows } from './rows';
import { carried } from './trace';

const LETTER = /\p{L}/u;

/**
 * Runs texts as `runRows` does. What stands in a text as a symbol stands in its result, letter by letter.
 *
 * @param characters the placeholders that the model knows
 * @throws AttentiveError what the engine throws; `cancelled`
 */
export async function* runMasked(
  request: RowsRequest,
  characters: readonly string[],
): AsyncGenerator<RowsEvent, GenerateStats, void> {
  const masks = request.texts.map(text => mask(text, characters));
  const whole = [...masks.keys()].filter(row => masks[row] !== undefined);
  const lost = [...masks.keys()].filter(row => masks[row] === undefined);
  const texts = whole.map(row => masks[row]?.text ?? '');
  const stats = yield* mapped(runRows({ ...request, texts }), function* (event): Generator<RowsEvent> {
    if (event.kind === 'progress') yield event;
    else if (event.kind === 'partial') {
      const row = whole[event.row];
      yield { ...event, row, text: masks[row]?.show(event.text) ?? event.text };
    } else {
      const row = whole[event.row];
      const masked = masks[row];
      const text = masked?.restore(event.text);
      if (masked === undefined || text === undefined) lost.push(row);
      else {
        const windows = carried(event.windows, { text: masked.spans, result: masked.spansOf(event.text) });
        yield { ...event, row, text, windows };
      }
    }
  });
  if (lost.length === 0) return stats;
  return addStats(stats, yield* runCut(request, lost, stats));
}

/** Runs what is between the symbols of some rows. */
async function* runCut(
  request: RowsRequest,
  rows: readonly number[],
  before: GenerateStats,
): AsyncGenerator<RowsEvent, GenerateStats, void> {
  const parts = rows.flatMap(row => new Part(request.texts[row], row).divide(splitAtSymbols, 1));
  const worded = parts.filter(part => LETTER.test(part.text) && !isSymbol(part.text.trim()));
  for (const part of parts) if (!worded.includes(part)) yield* rowOf(part.settle(part.text, 'done', 0));
  const texts = worded.map(part => part.text);
  return yield* mapped(runRows({ ...request, texts }), function* (event): Generator<RowsEvent> {
    if (event.kind === 'progress') yield { kind: 'progress', stats: addStats(before, event.stats) };
    else if (event.kind === 'row') {
      yield* rowOf(worded[event.row].settle(event.text, event.outcome, event.score, event.windows));
    }
  });
}
