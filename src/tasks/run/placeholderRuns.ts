// Placeholder runs: runs sentences with placeholders for the code, addresses and tags inside. A sentence whose placeholders
// the model does not keep is cut at its symbols, and the parts between them are run.
import { mapped } from '../../base/streams';
import type { GenerateStats } from '../../engine/api/contract';
import type { Range } from '../../text/range';
import { mask, splitAtSymbols } from '../../text/inline/placeholders';
import { TextPart } from './textPart';
import { addStats, type RowsEvent, type RowsRequest, rowOf, runRows } from './rows';
import { mapPassages } from './trace';

const LETTER = /\p{L}/u;

/**
 * Runs texts as `runRows` does. Each symbol of a text stands in its result unchanged.
 *
 * @param characters the placeholders that the model knows
 * @param symbols the ranges of each text that are kept byte for byte
 * @throws AttentiveError what the engine throws; `cancelled`
 */
export async function* runWithPlaceholders(
  request: RowsRequest,
  characters: readonly string[],
  symbols: readonly (readonly Range[])[],
): AsyncGenerator<RowsEvent, GenerateStats, void> {
  const masks = request.texts.map((text, row) => mask(text, characters, symbols[row]));
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
    // A sentence without symbols cannot be cut; after a broken answer it stays as it was.
    const canCut = masked !== undefined && masked.text !== request.texts[row];
    if (masked === undefined || text === undefined || (event.outcome === 'broken' && canCut)) lost.push(row);
    else {
      const passages = mapPassages(event.passages, { text: masked.spans, result: masked.spansOf(event.text) });
      yield { ...event, row, text, passages };
    }
  });
  if (lost.length === 0) return stats;
  return addStats(stats, yield* runCut(request, lost, symbols, stats));
}

/** Runs the parts between the symbols of some rows. */
async function* runCut(
  request: RowsRequest,
  rows: readonly number[],
  symbols: readonly (readonly Range[])[],
  before: GenerateStats,
): AsyncGenerator<RowsEvent, GenerateStats, void> {
  const parts = rows.flatMap(row => {
    const whole = new TextPart(request.texts[row], row);
    const divided = whole.divide(text => splitAtSymbols(text, symbols[row]), 1);
    return divided.length > 0 ? divided : [whole];
  });
  const prose: TextPart[] = [];
  for (const part of parts) {
    const text = request.texts[part.row];
    const isSymbol = symbols[part.row].some(({ start, end }) => text.slice(start, end) === part.text.trim());
    if (LETTER.test(part.text) && !isSymbol) prose.push(part);
    else yield* rowOf(part.settle(part.text, 'done', 0));
  }
  const texts = prose.map(part => part.text);
  return yield* mapped(runRows({ ...request, texts }), function* (event): Generator<RowsEvent> {
    if (event.kind === 'progress') yield { kind: 'progress', stats: addStats(before, event.stats) };
    else if (event.kind === 'row') {
      yield* rowOf(prose[event.row].settle(event.text, event.outcome, event.score, event.passages));
    }
  });
}
