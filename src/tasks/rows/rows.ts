// Rows: runs texts through the engine until each has a result. A text that is too long is split; one whose output does
// not end, or repeats itself in a loop, is run a second time.
import { AttentiveError, throwIfAborted } from '../../base/errors';
import { mapped } from '../../base/streams';
import type { Engine, GenerateEvent, GenerateStats, GenerationOverrides } from '../../engine/api/contract';
import type { TaskInput } from '../../models/card';
import { spanOf } from '../../text/inline/spans';
import { repetitionIn } from '../../text/weakness/repetition';
import type { Accepts } from './integrity';
import { TextPart, type SegmentOutcome } from './textPart';
import { retrySettings } from './retry';
import type { Passage } from './trace';

/** Where and how a task runs. */
export interface TaskRun {
  readonly engine: Engine;
  /** The name under which the engine holds the model. */
  readonly model: string;
  readonly input: TaskInput;
  readonly settings: GenerationOverrides;
  /** Most rows decoded together; the engine's own choice if left out. */
  readonly maxBatchRows?: number;
  readonly signal: AbortSignal;
}

export interface RowsRequest extends TaskRun {
  readonly texts: readonly string[];
  /** Bounds the new tokens by the source's length; a row that reaches the bound is `cut`. */
  readonly newTokenBound: { readonly perSourceToken: number; readonly extra: number };
  /** Splits a text that is too long into about `parts` parts, whose concatenation is the text; one if it cannot be split. */
  readonly split: (text: string, parts: number) => string[];
  /** A text whose output is not accepted stays as it was. */
  readonly accepts: Accepts;
  /** Changes an accepted output without changing its length; it stays as it is if left out. */
  readonly revise?: (source: string, output: string) => string;
}

export type RowsEvent =
  | {
      readonly kind: 'row';
      readonly row: number;
      readonly text: string;
      readonly outcome: SegmentOutcome;
      /** Mean log-probability of a new token; of several parts the lowest. */
      readonly score: number;
      /** Whether the text was longer than the model takes and went through it in parts. */
      readonly isSplit: boolean;
      /** What the model read of the text, and what it wrote into the result, in the order of the text. */
      readonly passages: readonly Passage[];
    }
  | { readonly kind: 'partial'; readonly row: number; readonly text: string }
  | { readonly kind: 'progress'; readonly stats: GenerateStats };

/** How many texts are run at once, second runs included, before the next ones begin: a second run delays few results. */
const TEXTS_PER_TURN = 256;

/**
 * Runs every text; one that occurs several times is run once. Rows are given as they are finished, in any order.
 *
 * @throws AttentiveError what the engine throws; `cancelled`
 */
export async function* runRows(request: RowsRequest): AsyncGenerator<RowsEvent, GenerateStats, void> {
  const rowsOf = new Map<string, number[]>();
  for (const [row, text] of request.texts.entries()) {
    const rows = rowsOf.get(text);
    if (rows === undefined) rowsOf.set(text, [row]);
    else rows.push(row);
  }
  const texts = [...rowsOf.keys()];
  let before = NO_STATS;
  for (let start = 0; start < texts.length; start += TEXTS_PER_TURN) {
    const earlier = before;
    const turn = runTurn(request, texts.slice(start, start + TEXTS_PER_TURN));
    const stats = yield* mapped(turn, function* (event): Generator<RowsEvent> {
      if (event.kind === 'progress') yield { kind: 'progress', stats: addStats(earlier, event.stats) };
      else for (const row of rowsOf.get(texts[start + event.row]) ?? []) yield { ...event, row };
    });
    before = addStats(before, stats);
  }
  return before;
}

/** The engine's answer to a text. */
type Answer = Extract<GenerateEvent, { kind: 'row' }>;

/** Parts that go through the engine in one request. */
interface Pass {
  readonly parts: readonly TextPart[];
  readonly isRetry: boolean;
  /** For a second run: the first answers, if they were complete but looped; each is used if the second cannot be. */
  readonly firsts?: ReadonlyMap<TextPart, Answer>;
}

/** Runs texts, then the parts of those that were too long and the second runs, until each text has a result. */
async function* runTurn(
  request: RowsRequest,
  texts: readonly string[],
): AsyncGenerator<RowsEvent, GenerateStats, void> {
  const passes: Pass[] = [{ parts: texts.map((text, row) => new TextPart(text, row)), isRetry: false }];
  let before = NO_STATS;
  for (let pass = passes.shift(); pass !== undefined; pass = passes.shift()) {
    throwIfAborted(request.signal);
    const { parts, isRetry, firsts = new Map<TextPart, Answer>() } = pass;
    const earlier = before;
    const shorter: TextPart[] = [];
    // The parts whose output did not end, and those whose output is a loop: both are run a second time.
    const endless: TextPart[] = [];
    const loops = new Map<TextPart, Answer>();
    const open = new Set(parts);
    const stats = yield* mapped(generatePass(request, pass), function* (event): Generator<RowsEvent> {
      if (event.kind === 'progress') {
        yield { kind: 'progress', stats: addStats(earlier, event.stats) };
        return;
      }
      const part = parts[event.row];
      if (event.kind === 'partial') {
        if (part.parent === undefined) yield { ...event, row: part.row };
        return;
      }
      if (!open.delete(part)) throw unanswered(`row ${event.row} was answered twice`);
      if (event.kind === 'tooLong') {
        const children = part.divide(request.split, event.tokens / event.limit);
        shorter.push(...children);
        if (children.length === 0) yield* rowOf(checkedWhole(part.keep('tooLong'), request.accepts));
      } else if (!isRetry && event.cut) endless.push(part);
      else if (!isRetry && isLoop(part, event)) loops.set(part, event);
      else yield* rowOf(checkedWhole(settle(part, event, isRetry, request, firsts.get(part)), request.accepts));
    });
    if (open.size > 0) throw unanswered(`${open.size} of ${parts.length} rows had no answer`);
    before = addStats(before, stats);
    if (shorter.length > 0) passes.push({ parts: shorter, isRetry: false });
    if (endless.length + loops.size > 0) {
      passes.push({ parts: [...endless, ...loops.keys()], isRetry: true, firsts: loops });
    }
  }
  return before;
}

function generatePass(request: RowsRequest, pass: Pass): ReturnType<Engine['generate']> {
  const source = { kind: 'text', texts: pass.parts.map(part => part.text.trim()), ...request.input } as const;
  const settings = pass.isRetry ? retrySettings(request.settings) : request.settings;
  const { model, newTokenBound, maxBatchRows } = request;
  const rows = maxBatchRows === undefined ? {} : { maxBatchRows };
  return request.engine.generate({ model, source, settings, newTokenBound, ...rows }, request.signal);
}

function isLoop(part: TextPart, { hypotheses: [best] }: Answer): boolean {
  return repetitionIn(part.text, best.text)?.isLoop === true;
}

/**
 * Sets the result of a part by the engine's answer; returns the row's root if all of its parts have a result now.
 *
 * @param first the answer of the first run, which is taken if that of the second cannot be used
 */
function settle(
  part: TextPart,
  event: Answer,
  isRetry: boolean,
  request: Pick<RowsRequest, 'accepts' | 'revise'>,
  first?: Answer,
): TextPart | undefined {
  const { accepts, revise = (_, output) => output } = request;
  const [best] = event.hypotheses;
  const { text: target, ids: targetIds } = best;
  const { sourceIds, cut } = event;
  const source = part.text.trim();
  const isUsable = !cut && target.trim() !== '' && accepts(source, target);
  if (first !== undefined && !isUsable) return settle(part, first, false, request);
  const read = spanOf(source.length, part.text.indexOf(source));
  const passage = { source, sourceIds, target, targetIds, cut, isRetry, round: 0, read };
  if (target.trim() === '') return part.keep('empty', [{ ...passage, written: [] }]);
  if (!accepts(source, target)) return part.keep('broken', [{ ...passage, written: [] }]);
  const words = target.trim();
  const at = target.indexOf(words);
  const written = [{ start: at, end: at + words.length, from: at, to: at + words.length, whole: false }];
  return part.settle(revise(source, target), cut ? 'cut' : 'done', best.meanLogProbability, [{ ...passage, written }]);
}

/**
 * A finished row. It stays as it was if the joined results of its parts are not accepted, as when a word was split between two
 * parts.
 */
function checkedWhole(root: TextPart | undefined, accepts: Accepts): TextPart | undefined {
  if (root === undefined || !root.isSplit || accepts(root.text, root.result)) return root;
  return root.keep(
    'broken',
    root.passages.map(passage => ({ ...passage, written: [] })),
  );
}

/** The event of a finished row; none if the row is undefined because some of its parts have no result yet. */
export function* rowOf(root: TextPart | undefined): Generator<RowsEvent> {
  if (root !== undefined) {
    const { row, result: text, outcome, score, isSplit, passages } = root;
    yield { kind: 'row', row, text, outcome, score, isSplit, passages };
  }
}

function unanswered(why: string): AttentiveError {
  return new AttentiveError('internal', `the engine's answers are not one for each row: ${why}`);
}

export const NO_STATS: GenerateStats = { sourceTokens: 0, newTokens: 0, steps: 0, encoderMs: 0, decoderMs: 0 };

/** The sums of the statistics of two runs. */
export function addStats(left: GenerateStats, right: GenerateStats): GenerateStats {
  return {
    sourceTokens: left.sourceTokens + right.sourceTokens,
    newTokens: left.newTokens + right.newTokens,
    steps: left.steps + right.steps,
    encoderMs: left.encoderMs + right.encoderMs,
    decoderMs: left.decoderMs + right.decoderMs,
  };
}
