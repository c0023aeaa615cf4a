// Saved run: what a panel needs of its run to come back after a reload of the editor, and its reader, which checks every
// field: the value may come from another version, or from anybody who can write the editor's files.
import type { FinishedRun, RunFacts, TextLocation } from '../../tasks/run/finishedRun';
import type { RunTrace, RunPassage } from '../../tasks/run/trace';
import type { Span } from '../../text/inline/spans';

/** A run, where its results went, if they did, and whether its panel is pinned to it. */
export interface SavedRun {
  readonly run: FinishedRun;
  readonly results: TextLocation | undefined;
  readonly isPinned: boolean;
}

const VERSION = 3;
/** The limit in characters of JSON, so that the editor's store stays small: some hundred sentences. */
export const MOST_SAVED = 500_000;

/** Plain data. Of a run that is larger than the limit, its first passages; undefined if not even one fits. */
export function savedRunOf({ run, results, isPinned }: SavedRun, most = MOST_SAVED): unknown {
  const { passages } = run.trace;
  const savedWith = (some: RunTrace['passages']): unknown => {
    return { version: VERSION, run: { ...run, trace: { ...run.trace, passages: some } }, results, isPinned };
  };
  let left = most - sizeOf(savedWith([]));
  const fitting = passages.findIndex(passage => (left -= sizeOf(passage) + 1) < 0);
  if (fitting === 0) return undefined;
  return savedWith(fitting < 0 ? passages : passages.slice(0, fitting));
}

/** Reads what `savedRunOf` gave; undefined if the value is anything else. */
export function readSavedRun(value: unknown): SavedRun | undefined {
  try {
    const saved = record(value);
    if (saved['version'] !== VERSION) return undefined;
    const run = record(saved['run']);
    const trace = traceOf(record(run['trace']));
    const location = locationOf(record(run['location']), trace.sources.length);
    const results =
      saved['results'] === undefined ? undefined : locationOf(record(saved['results']), trace.results.length);
    const facts = factsOf(record(run['facts']));
    const isPinned = flag(saved['isPinned']);
    return {
      run: { id: text(run['id']), facts, trace, finishedAt: number(run['finishedAt']), location },
      results,
      isPinned,
    };
  } catch (error) {
    if (error instanceof Unreadable) return undefined;
    throw error;
  }
}

type Json = Readonly<Record<string, unknown>>;

class Unreadable extends Error {}

function sizeOf(value: unknown): number {
  return JSON.stringify(value).length;
}

function factsOf(facts: Json): RunFacts {
  const [languages, model] = [record(facts['languages']), record(facts['model'])];
  return {
    title: text(facts['title']),
    document: text(facts['document']),
    languages: { source: text(languages['source']), result: text(languages['result']) },
    model: { name: text(model['name']), quality: text(model['quality']), license: text(model['license']) },
  };
}

function locationOf(location: Json, texts: number): TextLocation {
  const starts = list(location['starts'], index);
  if (starts.length !== texts) throw new Unreadable();
  const without = location['without'] === undefined ? {} : { without: list(location['without'], index) };
  return { uri: text(location['uri']), starts, ...without };
}

function traceOf(trace: Json): RunTrace {
  const [sources, results] = [list(trace['sources'], text), list(trace['results'], text)];
  const passages = list(trace['passages'], passageOf);
  const isThere = ({ text, read, written }: RunPassage): boolean =>
    text < sources.length && lieIn(read, sources[text].length) && lieIn(written, (results[text] ?? '').length);
  if (sources.length !== results.length || passages.length === 0 || !passages.every(isThere)) throw new Unreadable();
  const bound = record(trace['newTokenBound']);
  return {
    model: text(trace['model']),
    sources,
    results,
    passages,
    // The engine checks these when the search is run again.
    input: record(trace['input']),
    settings: record(trace['settings']),
    newTokenBound: { perSourceToken: number(bound['perSourceToken']), extra: number(bound['extra']) },
  };
}

function passageOf(value: unknown): RunPassage {
  const passage = record(value);
  return {
    source: text(passage['source']),
    sourceIds: list(passage['sourceIds'], index),
    target: text(passage['target']),
    targetIds: list(passage['targetIds'], index),
    cut: flag(passage['cut']),
    isRetry: flag(passage['isRetry']),
    round: index(passage['round']),
    read: list(passage['read'], spanOf),
    written: list(passage['written'], spanOf),
    text: index(passage['text']),
    segment: index(passage['segment']),
  };
}

function spanOf(value: unknown): Span {
  const span = record(value);
  const [start, end, from, to] = ['start', 'end', 'from', 'to'].map(key => index(span[key]));
  if (start > end || from > to) throw new Unreadable();
  return { start, end, from, to, whole: flag(span['whole']) };
}

function lieIn(spans: readonly Span[], length: number): boolean {
  return spans.every(({ to }) => to <= length);
}

function record(value: unknown): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Unreadable();
  return value as Json;
}

function list<T>(value: unknown, read: (item: unknown) => T): readonly T[] {
  if (!Array.isArray(value)) throw new Unreadable();
  return value.map(read);
}

function text(value: unknown): string {
  if (typeof value !== 'string') throw new Unreadable();
  return value;
}

function number(value: unknown): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw new Unreadable();
  return value;
}

function index(value: unknown): number {
  const found = number(value);
  if (!Number.isInteger(found) || found < 0) throw new Unreadable();
  return found;
}

function flag(value: unknown): boolean {
  if (typeof value !== 'boolean') throw new Unreadable();
  return value;
}
