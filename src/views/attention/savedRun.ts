// Saved run: the run of a panel as plain data, from which the panel is restored after a reload of the editor. The reader
// checks every field, because the value may come from another version, or from anybody who can write the editor's files.
import { finiteNumber, flag, index, isObject, JsonFields, listOf, object, text } from '../../base/json';
import type { FinishedRun, RunFacts, TextLocation } from '../../tasks/run/finishedRun';
import type { RunTrace, RunPassage } from '../../tasks/rows/trace';
import type { Span } from '../../text/inline/spans';

/** A run, the location of its results if they were inserted, and whether its panel is pinned to it. */
export interface SavedRun {
  readonly run: FinishedRun;
  readonly results: TextLocation | undefined;
  readonly isPinned: boolean;
}

const VERSION = 3;
/** The limit in characters of JSON, enough for a few hundred sentences. It keeps the editor's store small. */
export const MOST_SAVED = 500_000;

/** The run as plain data. A run larger than the limit loses its last passages; undefined if not even one passage fits. */
export function savedRunOf({ run, results, isPinned }: SavedRun, most = MOST_SAVED): unknown {
  const { passages } = run.trace;
  const savedWith = (some: RunTrace['passages']): unknown => {
    return { version: VERSION, run: { ...run, trace: { ...run.trace, passages: some } }, results, isPinned };
  };
  let remaining = most - sizeOf(savedWith([]));
  const firstTooMuch = passages.findIndex(passage => (remaining -= sizeOf(passage) + 1) < 0);
  if (firstTooMuch === 0) return undefined;
  return savedWith(firstTooMuch < 0 ? passages : passages.slice(0, firstTooMuch));
}

/** Reads a value that `savedRunOf` made; undefined if the value is anything else. */
export function readSavedRun(value: unknown): SavedRun | undefined {
  try {
    const saved = fieldsOf(value);
    if (saved.values['version'] !== VERSION) return undefined;
    const run = objectIn(saved, 'run');
    const trace = traceOf(objectIn(run, 'trace'));
    const location = locationOf(objectIn(run, 'location'), trace.sources.length);
    const results = saved.inside('results');
    return {
      run: {
        id: run.required('id', text),
        facts: factsOf(objectIn(run, 'facts')),
        trace,
        finishedAt: run.required('finishedAt', finiteNumber),
        location,
      },
      results: results && locationOf(results, trace.results.length),
      isPinned: saved.required('isPinned', flag),
    };
  } catch (error) {
    if (error instanceof Unreadable) return undefined;
    throw error;
  }
}

class Unreadable extends Error {}

const indices = listOf(index, 'indices');
const texts = listOf(text, 'texts');

function sizeOf(value: unknown): number {
  return JSON.stringify(value).length;
}

function fieldsOf(value: unknown): JsonFields {
  if (!isObject(value)) throw new Unreadable();
  return new JsonFields(value, why => new Unreadable(why));
}

function objectIn(fields: JsonFields, name: string): JsonFields {
  return fieldsOf(fields.values[name]);
}

function factsOf(facts: JsonFields): RunFacts {
  const [languages, model] = [objectIn(facts, 'languages'), objectIn(facts, 'model')];
  return {
    title: facts.required('title', text),
    document: facts.required('document', text),
    languages: { source: languages.required('source', text), result: languages.required('result', text) },
    model: {
      name: model.required('name', text),
      quality: model.required('quality', text),
      license: model.required('license', text),
    },
  };
}

function locationOf(location: JsonFields, count: number): TextLocation {
  const starts = location.required('starts', indices);
  if (starts.length !== count) throw new Unreadable();
  const rejected = location.optional('rejected', indices);
  return { uri: location.required('uri', text), starts, ...(rejected === undefined ? {} : { rejected }) };
}

function traceOf(trace: JsonFields): RunTrace {
  const [sources, results] = [trace.required('sources', texts), trace.required('results', texts)];
  const passages = trace.objects('passages', 'passage').map(passageOf);
  const isConsistent = ({ text, read, written }: RunPassage): boolean =>
    text < sources.length && areWithin(read, sources[text].length) && areWithin(written, (results[text] ?? '').length);
  if (sources.length !== results.length || passages.length === 0 || !passages.every(isConsistent))
    throw new Unreadable();
  const bound = objectIn(trace, 'newTokenBound');
  return {
    model: trace.required('model', text),
    sources,
    results,
    passages,
    // The engine checks the fields of these two when the search is run again.
    input: trace.required('input', object),
    settings: trace.required('settings', object),
    newTokenBound: {
      perSourceToken: bound.required('perSourceToken', finiteNumber),
      extra: bound.required('extra', finiteNumber),
    },
  };
}

function passageOf(passage: JsonFields): RunPassage {
  return {
    source: passage.required('source', text),
    sourceIds: passage.required('sourceIds', indices),
    target: passage.required('target', text),
    targetIds: passage.required('targetIds', indices),
    cut: passage.required('cut', flag),
    isRetry: passage.required('isRetry', flag),
    round: passage.required('round', index),
    read: passage.objects('read', 'span').map(spanOf),
    written: passage.objects('written', 'span').map(spanOf),
    text: passage.required('text', index),
    segment: passage.required('segment', index),
  };
}

function spanOf(span: JsonFields): Span {
  const [start, end] = [span.required('start', index), span.required('end', index)];
  const [from, to] = [span.required('from', index), span.required('to', index)];
  if (start > end || from > to) throw new Unreadable();
  return { start, end, from, to, whole: span.required('whole', flag) };
}

function areWithin(spans: readonly Span[], length: number): boolean {
  return spans.every(({ to }) => to <= length);
}
