// Measure: the process of the batch benchmark that runs a model: rows one at a time, then in batches made in several
// ways.
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { planBatches } from '../../src/engine/generate/batches';
import { resolveSettings } from '../../src/engine/search/settings';
import { readModelFolder } from '../../src/engine/modelFolder';
import { type PaddingChoice, lastTextToken, paddingToken } from '../../src/engine/network/padding';
import { wasmRuntime } from '../../src/engine/runtime/wasm';
import { search } from '../../src/engine/search/search';
import { Seq2seq } from '../../src/engine/network/seq2seq';
import { createTokenizer, type Tokenizer } from '../../src/engine/tokenizer/tokenizer';
import type { Precision } from '../../src/models/precision';
import { diskFolder } from '../../src/node/files';

/** The rows to run: those of `sources`, or `madeUp` rows of generated ids if there are no sources. */
interface Work {
  /** The folder of the model. */
  readonly folder: string;
  /** The folder of the graphs to run. */
  readonly graphs: string;
  readonly precision?: Precision;
  readonly sources: readonly { readonly prefix?: string; readonly texts: readonly string[] }[];
  readonly madeUp: number;
  /** The most rows of a batch, for each size of batches to measure. */
  readonly sizes: readonly number[];
}

const runtime = path.join(__ROOT__, 'node_modules/onnxruntime-web/dist/ort-wasm-simd-threaded');
const wasm = wasmRuntime({
  loaderUrl: pathToFileURL(`${runtime}.mjs`).href,
  wasmUrl: pathToFileURL(`${runtime}.wasm`).href,
  threads: 1,
});

const MOST_NEW_TOKENS = 100;
/** The most ordinary tokens of a generated row; the fewest are 2. */
const LONGEST_MADE_UP = 49;
/** Longer source texts are cut to this many tokens. */
const LONGEST_SOURCE = 96;

const work = JSON.parse(fs.readFileSync(0, 'utf8')) as Work;
const graphs = diskFolder(work.graphs);
// The graphs may be in another folder, which has no configuration and no tokenizer: those are read from the model's
// folder.
const files = await readModelFolder(
  {
    ...graphs,
    list: async () => [...(await graphs.list()), 'config.json', 'tokenizer.json', 'tokenizer_config.json'],
    read: name => (name.startsWith('onnx/') ? graphs : diskFolder(work.folder)).read(name),
  },
  work.precision,
);
const json = (text: string): Record<string, unknown> => JSON.parse(text) as Record<string, unknown>;
const tokenizer = createTokenizer(json(files.tokenizer), json(files.tokenizerConfig));
const [encoder, decoder] = [files.encoder, files.decoder];
const network = new Seq2seq(
  { name: encoder.name, session: await wasm.createSession(encoder.name, encoder.bytes) },
  { name: decoder.name, session: await wasm.createSession(decoder.name, decoder.bytes) },
);
const config = json(files.config);
const settings = resolveSettings(config, undefined, {
  ...{ numBeams: 1, numReturnSequences: 1, maxNewTokens: MOST_NEW_TOKENS, minLength: 0, minNewTokens: 0 },
  ...{ noRepeatNgramSize: 0, forcedEosTokenIds: [] },
});
const rows = work.sources.length > 0 ? rowsOf(tokenizer) : madeUpRows();

/** One of the ways of making batches that are compared. */
interface Way {
  readonly name: string;
  /** The most rows of a batch. */
  readonly size: number;
  /** The token with which the shorter rows of a batch are padded. */
  readonly filling: PaddingChoice;
  /** Whether only rows of the same length share a batch, so that none is padded. */
  readonly equal?: true;
}

const padding = paddingToken(settings.padTokenId);
const ways: Way[] = [
  { name: 'one at a time', size: 1, filling: padding },
  ...work.sizes.flatMap((size): Way[] => [
    { name: `${size}, padding token`, size, filling: padding },
    { name: `${size}, as the product`, size, filling: lastTextToken },
    { name: `${size}, equal lengths`, size, filling: padding, equal: true },
  ]),
];
const results = [];
for (const way of ways) {
  // The time of the processor, so that other work on the machine does not count.
  const began = process.cpuUsage().user;
  const { ids, padded } = await run(way);
  const ms = (process.cpuUsage().user - began) / 1000;
  results.push({ name: way.name, ids, padded, ms, texts: ids.map(row => tokenizer.decode(row)) });
}
process.stdout.write(`${JSON.stringify({ graph: files.decoder.name, rows: rows.length, results })}\n`);

/** The ids of each row, and the share of the encoder's input that is padding. */
async function run(way: Way): Promise<{ ids: (readonly number[])[]; padded: number }> {
  const found: (readonly number[])[] = [];
  let [padded, all] = [0, 0];
  for (const batch of batchesOf(way)) {
    const sources = batch.map(row => rows[row]);
    const longest = Math.max(...sources.map(source => source.length));
    all += longest * batch.length;
    padded += sources.reduce((sum, source) => sum + longest - source.length, 0);
    const step = network.decode(await network.encode(sources, settings.padTokenId, way.filling));
    for await (const event of search(sources, settings, step)) {
      if (event.kind === 'finished') found[batch[event.source]] = event.hypotheses[0].ids;
    }
  }
  return { ids: found, padded: padded / all };
}

function batchesOf({ size, equal }: Way): number[][] {
  const lengths = rows.map(row => row.length);
  if (equal === undefined) return planBatches(lengths, { maxRows: size, maxTokens: 4096, groupSize: size * 4 });
  return [...new Set(lengths)].flatMap(length => {
    const same = lengths.flatMap((one, row) => (one === length ? [row] : []));
    return Array.from({ length: Math.ceil(same.length / size) }, (_, at) => same.slice(at * size, (at + 1) * size));
  });
}

/** The ids of each source text, cut to `LONGEST_SOURCE`. */
function rowsOf(textTokenizer: Tokenizer): number[][] {
  return work.sources.flatMap(({ prefix, texts }) =>
    textTokenizer
      .encode({ kind: 'text', texts, ...(prefix === undefined ? {} : { prefix }) })
      .map(row => row.slice(0, LONGEST_SOURCE)),
  );
}

/** Generated rows, the same in every run: ordinary tokens with EOS at the end. */
function madeUpRows(): number[][] {
  let seed = 1;
  const below = (most: number): number => (seed = (seed * 48271) % 2147483647) % most;
  const ordinary = Math.min(200, network.vocabularySize - 8);
  // Ids from 6 on: those before belong to special tokens.
  return Array.from({ length: work.madeUp }, () => [
    ...Array.from({ length: 2 + below(LONGEST_MADE_UP - 1) }, () => 6 + below(ordinary)),
    settings.eosTokenIds[0],
  ]);
}
