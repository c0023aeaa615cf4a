// Masked: sentences with code, addresses and tags inside, run whole with placeholders; where a placeholder got lost, the
// sentence is cut at its symbols, and what is between them is run.
import { mapped } from '../../base/streams';
import type { GenerateStats } from '../../engine/api/contract';
import { isSymbol, mask, splitAtSymbols } from '../../text/inline/placeholders';
import { TextPart } from './textPart';
import { addStats, type RowsEvent, type RowsRequest, rowOf, runRows } from './rows';
import { mapPassages } from './trace';

const LETTER = /\p{L}/u;

/**
 * Runs texts as `runRows` does. What stands in a text as a symbol stands in its result, letter by letter.
 *
 * @param characters the placeholders that the model knows
 * @throws AttentiveError what the engine throws; `cancelled`
 */
export async function* runWithPlaceholders(
  request: RowsRequest,
  characters: readonly string[],
): AsyncGenerator<RowsEvent, GenerateStats, void> {
  const masks = request.texts.map(text => mask(text, characters));
  const whole = [...masks.keys()].filter(row => masks[row] !== undefined);
  const lost = [...masks.keys()].filter(row => masks[row] === undefined);
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
    // Without symbols there is nowhere to cut: a broken answer leaves the sentence as it was.
    const canCut = masked !== undefined && masked.text !== request.texts[row];
    if (masked === undefined || text === undefined || (event.outcome === 'broken' && canCut)) lost.push(row);
    else {
      const passages = mapPassages(event.passages, { text: masked.spans, result: masked.spansOf(event.text) });
      yield { ...event, row, text, passages };
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
  const parts = rows.flatMap(row => {
    const whole = new TextPart(request.texts[row], row);
    const divided = whole.divide(splitAtSymbols, 1);
    return divided.length > 0 ? divided : [whole];
  });
  const worded: TextPart[] = [];
  for (const part of parts) {
    if (LETTER.test(part.text) && !isSymbol(part.text.trim())) worded.push(part);
    else yield* rowOf(part.settle(part.text, 'done', 0));
  }
  const texts = worded.map(part => part.text);
  return yield* mapped(runRows({ ...request, texts }), function* (event): Generator<RowsEvent> {
    if (event.kind === 'progress') yield { kind: 'progress', stats: addStats(before, event.stats) };
    else if (event.kind === 'row') {
      yield* rowOf(worded[event.row].settle(event.text, event.outcome, event.score, event.passages));
    }
  });
}
