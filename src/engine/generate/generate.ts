// Generate: runs rows of text or ids through a loaded model, batch by batch, and reports their results as events.
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

/** The most rows of a batch, unless the request sets a number. Larger batches gain little on WASM and cost memory. */
const MAX_BATCH_ROWS = 16;
const MAX_BATCH_TOKENS = 4096;
/** How many batches the rows of one group fill; rows are sorted by length within a group only (batches.ts). */
const BATCHES_PER_GROUP = 4;
const PROGRESS_INTERVAL_MS = 200;

/** A model that can generate. */
export interface RunnableModel {
  readonly loaded: LoadedModel;
  readonly config: Readonly<Record<string, unknown>>;
  readonly generationConfig: Readonly<Record<string, unknown>> | undefined;
  readonly tokenizer: Tokenizer;
  readonly network: Seq2seq;
  /** The size of the source's vocabulary. */
  readonly sourceVocabularySize: number;
}

type Stats = { -readonly [K in keyof GenerateStats]: GenerateStats[K] };

/** A row of the request with its ids, special tokens included. */
interface EncodedRow {
  readonly row: number;
  readonly ids: readonly number[];
}

/**
 * Runs a request on a model.
 *
 * @throws AttentiveError `bad-request`, `model-run-failed`, `cancelled`
 */
export async function* generate(
  model: RunnableModel,
  request: GenerateRequest,
  signal: AbortSignal,
): AsyncGenerator<GenerateEvent, GenerateStats, void> {
  const { source } = request;
  const encoded = source.kind === 'ids' ? source.ids : model.tokenizer.encode(source);
  const limit = model.loaded.maxSourceTokens;
  const rows: EncodedRow[] = [];
  for (const [row, ids] of encoded.entries()) {
    checkIds(row, ids, model.sourceVocabularySize);
    if (ids.length <= limit) rows.push({ row, ids });
    else yield { kind: 'tooLong', row, tokens: ids.length, limit };
  }
  const overrides = overridesOf(model, request);
  const stats: Stats = { sourceTokens: 0, newTokens: 0, steps: 0, encoderMs: 0, decoderMs: 0 };
  const tokenizer = source.kind === 'text' ? model.tokenizer : undefined;
  const sendsPartial = encoded.length === 1;
  const tokenText = (id: number): string => model.tokenizer.displayText(id);
  const eventLoop = new EventLoopYield();
  let lastProgressAt = performance.now();
  try {
    for (const batch of batchesOf(rows, request)) {
      const settings = withNewTokenBound(
        resolveSettings(model.config, model.generationConfig, overrides),
        request,
        batch,
      );
      const context = { batch, tokenizer, sendsPartial, settings, tokenText };
      const run = { network: model.network, batch, settings, recordsHistory: request.history === true };
      for await (const event of runBatch(run, stats, eventLoop, signal)) {
        const generateEvent = toGenerateEvent(event, context);
        if (generateEvent !== undefined) yield generateEvent;
        if (performance.now() - lastProgressAt < PROGRESS_INTERVAL_MS) continue;
        lastProgressAt = performance.now();
        yield { kind: 'progress', stats: { ...stats } };
      }
    }
  } finally {
    eventLoop.dispose();
  }
  return stats;
}

function batchesOf(rows: readonly EncodedRow[], request: GenerateRequest): EncodedRow[][] {
  const maxRows = request.maxBatchRows ?? MAX_BATCH_ROWS;
  if (!Number.isInteger(maxRows) || maxRows < 1) {
    throw badRequest('maxBatchRows', `${maxRows} is not a whole number of at least 1`);
  }
  const lengths = rows.map(row => row.ids.length);
  const batches = planBatches(lengths, {
    maxRows,
    maxTokens: MAX_BATCH_TOKENS,
    groupSize: maxRows * BATCHES_PER_GROUP,
  });
  return batches.map(batch => batch.map(index => rows[index]));
}

interface BatchRun {
  readonly network: Seq2seq;
  readonly batch: readonly EncodedRow[];
  readonly settings: GenerationSettings;
  readonly recordsHistory: boolean;
}

/** Encodes a batch and runs the search on it. Steps, tokens and times are added to `stats`. */
async function* runBatch(
  { network, batch, settings, recordsHistory }: BatchRun,
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
    // Messages are handled only between macrotasks, so without this an abort would never be delivered.
    await eventLoop.next();
    throwIfAborted(signal);
    const before = performance.now();
    const logits = await decode(request);
    stats.decoderMs += performance.now() - before;
    stats.steps++;
    stats.newTokens += request.tokens.length;
    return logits;
  };
  yield* search(sources, settings, step, recordsHistory);
}

/** What is needed to turn the search events of a batch into events of the contract. */
interface EventContext {
  readonly batch: readonly EncodedRow[];
  /** Decodes ids; undefined for a request by ids. */
  readonly tokenizer: Tokenizer | undefined;
  readonly sendsPartial: boolean;
  readonly settings: GenerationSettings;
  /** The text of a token, for display. */
  readonly tokenText: (id: number) => string;
}

/** Turns a search event into an event of the contract; undefined for an event that is not sent. */
function toGenerateEvent(event: SearchEvent, context: EventContext): GenerateEvent | undefined {
  if (event.kind === 'step') return undefined;
  const { batch, tokenizer, sendsPartial, settings } = context;
  const { row, ids: sourceIds } = batch[event.source];
  if (event.kind === 'token') {
    if (!sendsPartial || tokenizer === undefined) return undefined;
    return { kind: 'partial', row, text: withoutBrokenEnd(tokenizer.decode(event.ids)) };
  }
  const hypotheses = event.hypotheses.map(({ ids, score }): Hypothesis => ({
    ids,
    score,
    // For n new tokens the score is sum / n ** lengthPenalty, and the mean is sum / n.
    meanLogProbability: score * (ids.length - 1) ** (settings.lengthPenalty - 1),
    text: tokenizer?.decode(ids) ?? '',
  }));
  const rowEvent = { kind: 'row', row, sourceIds, hypotheses, cut: event.cut } as const;
  if (event.history === undefined) return rowEvent;
  const history = withNames(event.history, context.tokenText);
  return transferring({ ...rowEvent, history }, buffersOf(history));
}

function withNames(recorded: RecordedHistory, tokenText: (id: number) => string): SearchHistory {
  return { ...recorded, names: [...new Set(recorded.tokens)].map(id => ({ id, text: tokenText(id) })) };
}

function buffersOf(history: SearchHistory): ArrayBuffer[] {
  return Object.values(history).flatMap((value: unknown) => {
    return ArrayBuffer.isView(value) && value.buffer instanceof ArrayBuffer ? [value.buffer] : [];
  });
}

/** Removes U+FFFD at the end, which stands for byte tokens that are not a complete character yet. */
function withoutBrokenEnd(text: string): string {
  return text.replace(/\uFFFD+$/, '');
}

function overridesOf(model: RunnableModel, request: GenerateRequest): GenerationOverrides {
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
 * The settings for one batch, with the request's bound on new tokens. The bound lowers `maxLength`, whether a file or the
 * caller set it, but leaves room for `minLength` and EOS.
 */
function withNewTokenBound(
  settings: GenerationSettings,
  request: GenerateRequest,
  batch: readonly EncodedRow[],
): GenerationSettings {
  const bound = request.newTokenBound;
  if (bound === undefined) return settings;
  const longest = Math.max(...batch.map(row => row.ids.length));
  const mostTokens = 1 + Math.ceil(bound.perSourceToken * longest + bound.extra);
  const maxLength = Math.min(settings.maxLength, Math.max(settings.minLength + 1, mostTokens));
  return { ...settings, maxLength };
}

/** @throws AttentiveError `bad-request` if a row is empty or holds a number that is no token id */
export function checkIds(row: number, ids: readonly number[], vocabularySize: number): void {
  if (ids.length === 0) throw badRequest('ids', `row ${row} has none`);
  const top = vocabularySize > 0 ? vocabularySize : Infinity;
  const wrong = ids.find(id => !Number.isInteger(id) || id < 0 || id >= top);
  if (wrong !== undefined) {
    throw badRequest('ids', `${wrong} in row ${row} is not an id of this vocabulary (0 to ${top - 1})`);
  }
}
