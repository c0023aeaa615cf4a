// Generate: rows of text or ids through a loaded model, batch by batch, told as events.
import type { SearchHistory } from '../../attention/decoding/history';
import { badRequest, throwIfAborted } from '../../base/errors';
import { transferring } from '../../base/rpc';
import type {
  GenerateEvent,
  GenerateRequest,
  GenerateStats,
  GenerationOverrides,
  GenerationSettings,
  Hypothesis,
  LoadedModel,
} from '../api/contract';
import { planBatches } from './batches';
import { resolveSettings } from '../search/settings';
import type { RecordedHistory } from '../search/historyRecorder';
import { search, type SearchEvent, type Step } from '../search/search';
import type { Seq2seq } from '../network/seq2seq';
import type { Tokenizer } from '../tokenizer/tokenizer';
import { EventLoopYield } from '../runtime/eventLoopYield';

/** Rows decoded together unless the caller says otherwise: more gains little on WASM and costs memory. */
const MAX_BATCH_ROWS = 16;
const MAX_BATCH_TOKENS = 4096;
const BATCHES_PER_WINDOW = 4;
const PROGRESS_INTERVAL_MS = 200;

/** What is needed to run a model. */
export interface Model {
  readonly loaded: LoadedModel;
  readonly config: Readonly<Record<string, unknown>>;
  readonly generationConfig: Readonly<Record<string, unknown>> | undefined;
  readonly tokenizer: Tokenizer;
  readonly network: Seq2seq;
  /** How many tokens the encoder knows. */
  readonly sourceVocabularySize: number;
}

type Stats = { -readonly [K in keyof GenerateStats]: GenerateStats[K] };

/** A row of the request with its ids, special tokens included. */
interface Row {
  readonly row: number;
  readonly ids: readonly number[];
}

/** @throws AttentiveError `bad-request`, `model-run-failed`, `cancelled` */
export async function* generate(
  model: Model,
  request: GenerateRequest,
  signal: AbortSignal,
): AsyncGenerator<GenerateEvent, GenerateStats, void> {
  const { source } = request;
  const encoded = source.kind === 'ids' ? source.ids : model.tokenizer.encode(source);
  const limit = model.loaded.maxSourceTokens;
  const rows: Row[] = [];
  for (const [row, ids] of encoded.entries()) {
    checkIds(row, ids, model.sourceVocabularySize);
    if (ids.length <= limit) rows.push({ row, ids });
    else yield { kind: 'tooLong', row, tokens: ids.length, limit };
  }
  const overrides = overridesOf(model, request);
  const stats: Stats = { sourceTokens: 0, newTokens: 0, steps: 0, encoderMs: 0, decoderMs: 0 };
  const tokenizer = source.kind === 'text' ? model.tokenizer : undefined;
  const tellsPartial = encoded.length === 1;
  const eventLoop = new EventLoopYield();
  let told = performance.now();
  try {
    for (const batch of plan(rows, request)) {
      const settings = bounded(resolveSettings(model.config, model.generationConfig, overrides), request, batch);
      const telling = { batch, tokenizer, tellsPartial, settings, shown: (id: number) => model.tokenizer.shown(id) };
      const run = { network: model.network, batch, settings, tellsHistory: request.history === true };
      for await (const event of runBatch(run, stats, eventLoop, signal)) {
        const words = wordsOf(event, telling);
        if (words !== undefined) yield words;
        if (performance.now() - told < PROGRESS_INTERVAL_MS) continue;
        told = performance.now();
        yield { kind: 'progress', stats: { ...stats } };
      }
    }
  } finally {
    eventLoop.dispose();
  }
  return stats;
}

function plan(rows: readonly Row[], request: GenerateRequest): Row[][] {
  const maxRows = request.maxBatchRows ?? MAX_BATCH_ROWS;
  if (!Number.isInteger(maxRows) || maxRows < 1) {
    throw badRequest('maxBatchRows', `${maxRows} is not a whole number of at least 1`);
  }
  const lengths = rows.map(row => row.ids.length);
  const batches = planBatches(lengths, { maxRows, maxTokens: MAX_BATCH_TOKENS, window: maxRows * BATCHES_PER_WINDOW });
  return batches.map(batch => batch.map(index => rows[index]));
}

interface BatchRun {
  readonly network: Seq2seq;
  readonly batch: readonly Row[];
  readonly settings: GenerationSettings;
  readonly tellsHistory: boolean;
}

/** Encodes a batch once and searches over it, counting and timing what is done. */
async function* runBatch(
  { network, batch, settings, tellsHistory }: BatchRun,
  stats: Stats,
  eventLoop: EventLoopYield,
  signal: AbortSignal,
): AsyncGenerator<SearchEvent, void, void> {
  const sources = batch.map(row => row.ids);
  throwIfAborted(signal);
  const start = performance.now();
  const encoded = await network.encode(sources, settings.padTokenId);
  stats.encoderMs += performance.now() - start;
  stats.sourceTokens += sources.reduce((sum, ids) => sum + ids.length, 0);
  const decode = network.decode(encoded);
  const step: Step = async request => {
    // The loop must leave the microtask queue before each step, or an abort could never arrive.
    await eventLoop.next();
    throwIfAborted(signal);
    const before = performance.now();
    const logits = await decode(request);
    stats.decoderMs += performance.now() - before;
    stats.steps++;
    stats.newTokens += request.tokens.length;
    return logits;
  };
  yield* search(sources, settings, step, tellsHistory);
}

/** What is needed to tell of a batch. */
interface Telling {
  readonly batch: readonly Row[];
  /** Makes text of ids; none for a request by ids. */
  readonly tokenizer: Tokenizer | undefined;
  readonly tellsPartial: boolean;
  readonly settings: GenerationSettings;
  /** A token as it is to be shown. */
  readonly shown: (id: number) => string;
}

/** A search event in the contract's words. */
function wordsOf(event: SearchEvent, telling: Telling): GenerateEvent | undefined {
  if (event.kind === 'step') return undefined;
  const { batch, tokenizer, tellsPartial, settings } = telling;
  const { row, ids: sourceIds } = batch[event.source];
  if (event.kind === 'token') {
    if (!tellsPartial || tokenizer === undefined) return undefined;
    return { kind: 'partial', row, text: withoutBrokenEnd(tokenizer.decode(event.ids)) };
  }
  const hypotheses = event.hypotheses.map(({ ids, score }): Hypothesis => ({
    ids,
    score,
    meanLogProbability: score * (ids.length - 1) ** (settings.lengthPenalty - 1),
    text: tokenizer?.decode(ids) ?? '',
  }));
  const told = { kind: 'row', row, sourceIds, hypotheses, cut: event.cut } as const;
  if (event.history === undefined) return told;
  const history = named(event.history, telling.shown);
  return transferring({ ...told, history }, buffersOf(history));
}

function named(recorded: RecordedHistory, shown: (id: number) => string): SearchHistory {
  return { ...recorded, names: [...new Set(recorded.tokens)].map(id => ({ id, text: shown(id) })) };
}

function buffersOf(history: SearchHistory): ArrayBuffer[] {
  return Object.values(history).flatMap((value: unknown) => {
    return ArrayBuffer.isView(value) && value.buffer instanceof ArrayBuffer ? [value.buffer] : [];
  });
}

/** Byte pieces that do not make a whole character yet are decoded as U+FFFD. */
function withoutBrokenEnd(text: string): string {
  return text.replace(/\uFFFD+$/, '');
}

function overridesOf(model: Model, request: GenerateRequest): GenerationOverrides {
  const overrides = request.settings ?? {};
  const token = request.source.kind === 'text' ? request.source.forcedBosToken : undefined;
  if (token === undefined) return overrides;
  const id = model.tokenizer.idOf(token);
  if (id === undefined) {
    throw badRequest('forcedBosToken', `the model has no token ${token}`);
  }
  return { ...overrides, forcedBosTokenId: id };
}

/**
 * The settings with the request's bound on new tokens, for one batch. It lowers the longest length, whoever set that, but
 * leaves room for the shortest one and the end.
 */
function bounded(settings: GenerationSettings, request: GenerateRequest, batch: readonly Row[]): GenerationSettings {
  const bound = request.newTokenBound;
  if (bound === undefined) return settings;
  const longest = Math.max(...batch.map(row => row.ids.length));
  const mostTokens = 1 + Math.ceil(bound.perSourceToken * longest + bound.extra);
  const maxLength = Math.min(settings.maxLength, Math.max(settings.minLength + 1, mostTokens));
  return { ...settings, maxLength };
}

/** @throws AttentiveError `bad-request` if a row is empty or holds what is no token */
export function checkIds(row: number, ids: readonly number[], vocabularySize: number): void {
  if (ids.length === 0) throw badRequest('ids', `row ${row} has none`);
  const top = vocabularySize > 0 ? vocabularySize : Infinity;
  const wrong = ids.find(id => !Number.isInteger(id) || id < 0 || id >= top);
  if (wrong !== undefined) {
    throw badRequest('ids', `${wrong} in row ${row} is not an id of this vocabulary (0 to ${top - 1})`);
  }
}
