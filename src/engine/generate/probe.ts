// Probe: runs a fixed small job through a model, to compare the numbers and the speed of two runtimes.
import { throwIfAborted } from '../../base/errors';
import type { Probe, ProbeRun } from '../api/contract';
import { padTokenOf } from '../network/padding';
import { EventLoopYield } from '../runtime/eventLoopYield';
import { floatsOf } from '../runtime/float16';
import { resolveSettings } from '../search/settings';
import type { RunnableModel } from './generate';

/** One row stands for a word or a sentence, and a full batch for a document. */
const ROWS = [1, 16];
const SOURCE_TOKENS = 24;
const STEPS = 8;

/** A job that took longer than this, in milliseconds, is not repeated. The first one includes what a runtime does only once. */
const LONGEST_FIRST_MS = 1000;

/** @throws AttentiveError `model-run-failed`, `cancelled` */
export async function probe(model: RunnableModel, signal: AbortSignal): Promise<Probe> {
  const eventLoop = new EventLoopYield();
  try {
    const runs: ProbeRun[] = [];
    for (const rows of ROWS) {
      const first = await runOf(model, rows, eventLoop, signal);
      const isSlow = first.encoderMs + first.decoderMs > LONGEST_FIRST_MS;
      runs.push(isSlow ? first : await runOf(model, rows, eventLoop, signal));
    }
    return { runs };
  } finally {
    eventLoop.dispose();
  }
}

async function runOf(
  { network, config, generationConfig, loaded, sourceVocabularySize }: RunnableModel,
  rows: number,
  eventLoop: EventLoopYield,
  signal: AbortSignal,
): Promise<ProbeRun> {
  const settings = resolveSettings(config, generationConfig, {});
  const longest = Math.min(SOURCE_TOKENS, loaded.maxSourceTokens);
  // Every third row is shorter, so that the masks are used too.
  const sources = Array.from({ length: rows }, (_, row) =>
    idsOf(row, row % 3 === 2 ? Math.ceil(longest / 2) : longest, sourceVocabularySize),
  );
  const targets = sources.map((_, row) => idsOf(rows + row, STEPS, loaded.vocabularySize));
  throwIfAborted(signal);
  const start = performance.now();
  const encoded = await network.encode(sources, padTokenOf(settings));
  const encoderMs = performance.now() - start;
  const width = encoded.hidden.dims.at(-1) ?? 0;
  const hidden = floatsOf(encoded.hidden).slice(0, sources[0].length * width);
  const decode = network.decode(encoded);
  const all = Int32Array.from(sources.keys());
  const logits: Float32Array<ArrayBuffer>[] = [];
  let decoderMs = 0;
  for (let step = 0; step < STEPS; step++) {
    await eventLoop.next();
    throwIfAborted(signal);
    const tokens = Int32Array.from(targets, row => (step === 0 ? settings.decoderStartTokenId : row[step]));
    const before = performance.now();
    const found = await decode({ parents: all, sources: all, tokens });
    decoderMs += performance.now() - before;
    logits.push(found.slice(-found.length / rows));
  }
  return { rows, sourceTokens: longest, hidden, logits, encoderMs, decoderMs };
}

/** Ids that are spread over a vocabulary, the same on every machine. The first ids, which are special in most models, are left out. */
function idsOf(seed: number, length: number, vocabularySize: number): number[] {
  const special = Math.min(8, Math.floor(vocabularySize / 2));
  const size = Math.max(1, vocabularySize - special);
  return Array.from({ length }, (_, at) => special + ((((seed + 1) * 7919 + at * 104_729) % 1_000_003) % size));
}
