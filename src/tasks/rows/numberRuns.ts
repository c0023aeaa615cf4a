// Number runs: a sentence whose translation lacks a number is run a second time with placeholders for its numbers, and the
// translation that lacks fewer is taken.
import { mapped } from '../../base/streams';
import type { GenerateStats } from '../../engine/api/contract';
import { lostNumbers, numberRanges } from '../../text/weakness/numbers';
import { type MaskedRowsRequest, runWithPlaceholders } from './placeholderRuns';
import { addStats, type RowsEvent } from './rows';

/**
 * Runs texts as `runWithPlaceholders` does, and runs those whose translations lack numbers a second time, with placeholders for
 * numbers too.
 *
 * @param characters the placeholders that the model knows; if it knows none, no sentence is run a second time
 * @param language of the translations, a BCP 47 tag
 * @throws AttentiveError what the engine throws; `cancelled`
 */
export async function* runKeepingNumbers(
  request: MaskedRowsRequest,
  characters: readonly string[],
  language: string,
): AsyncGenerator<RowsEvent, GenerateStats, void> {
  const lost = (row: number, text: string): number => lostNumbers(request.texts[row], text, language).length;
  const firsts: Extract<RowsEvent, { kind: 'row' }>[] = [];
  const stats = yield* mapped(runWithPlaceholders(request, characters), function* (event): Generator<RowsEvent> {
    const mayGain = event.kind === 'row' && event.outcome === 'done' && characters.length > 0;
    if (mayGain && lost(event.row, event.text) > 0) firsts.push(event);
    else yield event;
  });
  if (firsts.length === 0) return stats;
  const texts = firsts.map(({ row }) => request.texts[row]);
  const spans = firsts.map(({ row }) => request.spans[row]);
  const again = runWithPlaceholders({ ...request, texts, spans }, characters, numberRanges);
  const more = yield* mapped(again, function* (event): Generator<RowsEvent> {
    if (event.kind === 'progress') yield { kind: 'progress', stats: addStats(stats, event.stats) };
    else if (event.kind === 'row') {
      const first = firsts[event.row];
      const isBetter = event.outcome === 'done' && lost(first.row, event.text) < lost(first.row, first.text);
      yield isBetter ? { ...event, row: first.row } : first;
    }
  });
  return addStats(stats, more);
}
