// Resumed rows: a request to generate that another engine finishes if the first one fails. Rows that have had their result keep it,
// and the others are run again, so that each row has exactly one.
import { mapped } from '../../base/streams';
import type { Engine, GenerateEvent, GenerateRequest, GenerateStats } from '../../engine/api/contract';
import { addStats, NO_STATS } from '../rows/rows';

/**
 * Generates on an engine, and what is left of the rows on the engine that `replace` gives for an error.
 *
 * @param replace throws the error if no other engine is to try
 */
export async function* resumedRows(
  engine: Engine,
  request: GenerateRequest,
  signal: AbortSignal | undefined,
  replace: (error: unknown) => Promise<Engine>,
): AsyncGenerator<GenerateEvent, GenerateStats, void> {
  const open = new Set(Array.from({ length: rowsOf(request) }, (_, row) => row));
  let done = NO_STATS;
  let other: Engine;
  try {
    return yield* mapped(engine.generate(request, signal), event => {
      if (event.kind === 'progress') done = event.stats;
      else if (event.kind !== 'partial') open.delete(event.row);
      return [event];
    });
  } catch (error) {
    other = await replace(error);
  }
  if (open.size === 0) return done;
  const rows = [...open];
  const rest = yield* mapped(other.generate(withRows(request, rows), signal), event =>
    // A request of several rows has no `partial` events. The second engine would send them if one row is left, so they are
    // dropped.
    event.kind === 'partial' && rowsOf(request) > 1 ? [] : [eventOfRest(event, rows, done)],
  );
  return addStats(done, rest);
}

/** How many rows a request has. */
export function rowsOf({ source }: GenerateRequest): number {
  return source.kind === 'ids' ? source.ids.length : source.texts.length;
}

function withRows(request: GenerateRequest, rows: readonly number[]): GenerateRequest {
  const { source } = request;
  return source.kind === 'ids'
    ? { ...request, source: { ...source, ids: rows.map(row => source.ids[row]) } }
    : { ...request, source: { ...source, texts: rows.map(row => source.texts[row]) } };
}

/** An event of the second engine, with the row's index in the whole request and the work of both engines. */
function eventOfRest(event: GenerateEvent, rows: readonly number[], done: GenerateStats): GenerateEvent {
  if (event.kind === 'progress') return { kind: 'progress', stats: addStats(done, event.stats) };
  return { ...event, row: rows[event.row] };
}
