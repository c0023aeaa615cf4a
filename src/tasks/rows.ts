// Rows: texts through the engine until each has an answer: what is too long is split, what never ends is tried again.
import { throwIfAborted } from '../base/errors';
import type { Engine, GenerateStats, GenerationOverrides } from '../engine/api';
import type { TaskInput } from '../models/card';

/** Where and how a task runs. */
export interface TaskRun {
  readonly engine: Engine;
  /** The name under which the engine holds the model. */
  readonly model: string;
  readonly input: TaskInput;
  readonly settings: GenerationOverrides;
  readonly signal: AbortSignal;
}

export interface RowsRequest extends TaskRun {
  readonly texts: readonly string[];
  /** Bounds the new tokens by the source's length; a row that reaches the bound has no end of its own. */
  readonly newTokenBound: { readonly perSourceToken: number; readonly extra: number };
  /** Splits a text that is too long into about so many parts whose concatenation is the text; one part if it cannot. */
  readonly split: (text: string, parts: number) => string[];
}

/**
 * `cut`: the model did not come to an end and was stopped, twice. `tooLong`: a stretch that cannot be split is longer
 * than the model takes and stands in the result as it was. `done`: neither.
 */
export type RowOutcome = 'done' | 'cut' | 'tooLong';

export type RowsEvent =
  | { readonly kind: 'row'; readonly row: number; readonly text: string; readonly outcome: RowOutcome }
  | { readonly kind: 'partial'; readonly row: number; readonly text: string }
  | { readonly kind: 'progress'; readonly stats: GenerateStats };

/** Texts that are run to their end before the next are begun, so that one that needs a second pass holds few back. */
const TEXTS_PER_TURN = 256;

/** What a second try of an endless row is given: no three tokens may come twice. */
const RETRY: GenerationOverrides = { noRepeatNgramSize: 3 };

/**
 * Runs every text; one that occurs several times is run once. Rows come as they are finished.
 *
 * @throws AttentiveError what the engine throws; `cancelled`
 */
export async function* runRows(request: RowsRequest): AsyncGenerator<RowsEvent, GenerateStats, void> {
  const rowsOf = new Map<string, number[]>();
  request.texts.forEach((text, row) => rowsOf.set(text, [...(rowsOf.get(text) ?? []), row]));
  const texts = [...rowsOf.keys()];
  let before = NO_STATS;
  for (let start = 0; start < texts.length; start += TEXTS_PER_TURN) {
    const run = runTurn(request, texts.slice(start, start + TEXTS_PER_TURN), texts.length === 1);
    let step = await run.next();
    while (step.done !== true) {
      const event = step.value;
      if (event.kind === 'progress') yield { kind: 'progress', stats: add(before, event.stats) };
      else for (const row of rowsOf.get(texts[start + event.row]) ?? []) yield { ...event, row };
      step = await run.next();
    }
    before = add(before, step.value);
  }
  return before;
}

/** A text, or a part of one that was too long. */
interface Part {
  readonly text: string;
  readonly parent: Part | undefined;
  readonly row: number;
  children: readonly Part[];
  /** Children without a result. */
  open: number;
  result: string;
  outcome: RowOutcome;
}

interface Pass {
  readonly parts: readonly Part[];
  readonly isRetry: boolean;
}

async function* runTurn(
  request: RowsRequest,
  texts: readonly string[],
  isAlone: boolean,
): AsyncGenerator<RowsEvent, GenerateStats, void> {
  const passes: Pass[] = [{ parts: texts.map((text, row) => partOf(text, row, undefined)), isRetry: false }];
  let before = NO_STATS;
  for (let pass = passes.shift(); pass !== undefined; pass = passes.shift()) {
    throwIfAborted(request.signal);
    const shorter: Part[] = [];
    const endless: Part[] = [];
    const run = generatePass(request, pass);
    let step = await run.next();
    while (step.done !== true) {
      const event = step.value;
      if (event.kind === 'progress') yield { kind: 'progress', stats: add(before, event.stats) };
      else if (event.kind === 'partial') {
        if (isAlone && pass.parts[event.row].parent === undefined) yield { ...event, row: 0 };
      } else {
        const part = pass.parts[event.row];
        let settled: Part | undefined;
        if (event.kind === 'tooLong') {
          const children = splitPart(request, part, event.tokens, event.limit);
          shorter.push(...children);
          if (children.length === 0) settled = settle(part, part.text, 'tooLong');
        } else if (event.cut && !pass.isRetry) endless.push(part);
        else settled = settle(part, withEdges(part.text, event.hypotheses[0].text), event.cut ? 'cut' : 'done');
        if (settled !== undefined)
          yield { kind: 'row', row: settled.row, text: settled.result, outcome: settled.outcome };
      }
      step = await run.next();
    }
    before = add(before, step.value);
    if (shorter.length > 0) passes.push({ parts: shorter, isRetry: false });
    if (endless.length > 0) passes.push({ parts: endless, isRetry: true });
  }
  return before;
}

function generatePass(request: RowsRequest, pass: Pass): ReturnType<Engine['generate']> {
  const source = { kind: 'text', texts: pass.parts.map(part => part.text.trim()), ...request.input } as const;
  const settings = pass.isRetry ? { ...request.settings, ...RETRY } : request.settings;
  const { model, newTokenBound } = request;
  return request.engine.generate({ model, source, settings, newTokenBound }, request.signal);
}

function partOf(text: string, row: number, parent: Part | undefined): Part {
  return { text, parent, row, children: [], open: 0, result: '', outcome: 'done' };
}

/** Parts that should fit, each with its parent; none if the text cannot be split. */
function splitPart(request: RowsRequest, part: Part, tokens: number, limit: number): Part[] {
  const texts = request.split(part.text, Math.max(2, Math.ceil((tokens * 1.1) / limit)));
  // A part without words would have nothing to run; its neighbour takes it.
  const worded = texts.reduce<string[]>((kept, text) => {
    if (kept.length > 0 && text.trim() === '') kept[kept.length - 1] += text;
    else kept.push(text);
    return kept;
  }, []);
  if (worded.length < 2) return [];
  part.children = worded.map(text => partOf(text, part.row, part));
  part.open = worded.length;
  return [...part.children];
}

/** Gives a part its result, and the parents that it completes; the root, if that is now complete. */
function settle(part: Part, result: string, outcome: RowOutcome): Part | undefined {
  part.result = result;
  part.outcome = outcome;
  const parent = part.parent;
  if (parent === undefined) return part;
  parent.open--;
  if (parent.open > 0) return undefined;
  return settle(parent, parent.children.map(child => child.result).join(''), worst(parent.children));
}

function worst(parts: readonly Part[]): RowOutcome {
  const outcomes = parts.map(part => part.outcome);
  return outcomes.find(outcome => outcome === 'tooLong') ?? outcomes.find(outcome => outcome === 'cut') ?? 'done';
}

/** A result with the white space that stood around its source. */
function withEdges(source: string, result: string): string {
  const [leading] = /^\s*/.exec(source) ?? [''];
  const [trailing] = /\s*$/.exec(source) ?? [''];
  return leading + result.trim() + trailing;
}

const NO_STATS: GenerateStats = { sourceTokens: 0, newTokens: 0, steps: 0, encoderMs: 0, decoderMs: 0 };

function add(left: GenerateStats, right: GenerateStats): GenerateStats {
  return {
    sourceTokens: left.sourceTokens + right.sourceTokens,
    newTokens: left.newTokens + right.newTokens,
    steps: left.steps + right.steps,
    encoderMs: left.encoderMs + right.encoderMs,
    decoderMs: left.decoderMs + right.decoderMs,
  };
}
