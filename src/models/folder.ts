// Folder: reads a model folder in the layout of the Hugging Face hub. A missing file is reported before large files are
// read.
import { asAttentive, AttentiveError, badRequest, brokenFile } from '../base/errors';
import { refuseOtherArchitectures } from './architecture';
import { CARD_FILE, type ModelCard, parseCard } from './card';
import { chooseLayout, type Layout, completePrecisions } from './layout';
import type { GraphFile, ModelFiles, NamedWeights, WeightsFile } from './modelFiles';
import { type Precision, PRECISIONS } from './precision';
import type { FileStore } from './store';

const SOURCE_SPM = 'source.spm';
const TARGET_VOCABULARY = 'target_vocab.json';

/**
 * Finds the weights files that a graph names, all of them in the graph's own folder.
 *
 * @throws AttentiveError `model-broken-file` if the graph names a file outside of its folder
 */
export type WeightsReader = (file: string, graph: Uint8Array) => readonly NamedWeights[];

/**
 * Reads the card of a folder.
 *
 * @throws AttentiveError `model-missing-file`, `model-broken-file`
 */
export async function readCard(store: FileStore): Promise<ModelCard> {
  const text = utf8(await store.read(CARD_FILE));
  return withFolderName(store, () => parseCard(text));
}

/** Runs `work` and adds the folder to its `model-broken-file` errors, because a user may have several model folders. */
export async function withFolderName<T>(store: FileStore, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    const error = asAttentive(thrown);
    if (error.code !== 'model-broken-file') throw error;
    const data = { folder: store.location, ...error.data };
    throw new AttentiveError(error.code, `${store.location}: ${error.message}`, data, { cause: error });
  }
}

/**
 * Reads all files of a model, in the given precision, or in the best one that the folder has.
 *
 * @throws AttentiveError `model-missing-file` (data.file, data.folder); `model-unsupported` for a model that is no
 *   encoder-decoder; `model-broken-file` for a graph or its weights; `bad-request` for a precision that the folder
 *   lacks while it has others
 */
export async function readFolder(
  store: FileStore,
  weightsOf: WeightsReader,
  precision?: Precision,
): Promise<ModelFiles> {
  const names = new Set(await store.list());
  if (!names.has('config.json')) throw missing(store, 'config.json');
  const text = async (name: string): Promise<string> => utf8(await store.read(name));
  const config = await text('config.json');
  refuseOtherArchitectures(config);
  for (const name of ['tokenizer.json', 'tokenizer_config.json']) if (!names.has(name)) throw missing(store, name);
  if (precision !== undefined) checkPrecision(store, names, precision);
  const order = precision === undefined ? PRECISIONS : [precision];
  const { encoder, decoder, decoderWithPast } = layoutOf(store, names, order);
  const graph = (name: string): Promise<GraphFile> => readGraph(store, names, name, weightsOf);
  return {
    config,
    ...(names.has('generation_config.json') ? { generationConfig: await text('generation_config.json') } : {}),
    tokenizer: await text('tokenizer.json'),
    tokenizerConfig: await text('tokenizer_config.json'),
    ...(names.has(SOURCE_SPM) ? { sourceSentencePiece: await store.read(SOURCE_SPM) } : {}),
    ...(names.has(TARGET_VOCABULARY) ? { targetVocabulary: await text(TARGET_VOCABULARY) } : {}),
    encoder: await graph(encoder),
    decoder: await graph(decoder),
    ...(decoderWithPast === undefined ? {} : { decoderWithPast: await graph(decoderWithPast) }),
  };
}

/** Reads a graph file, and then the weights files that it names. */
async function readGraph(
  store: FileStore,
  names: ReadonlySet<string>,
  name: string,
  weightsOf: WeightsReader,
): Promise<GraphFile> {
  const bytes = await store.read(name);
  const folder = name.slice(0, name.lastIndexOf('/') + 1);
  const named = weightsOf(name, bytes).map(each => ({
    ...each,
    file: folder + each.location.replace(/^(?:\.\/)+/, ''),
  }));
  for (const { file } of named) if (!names.has(file)) throw missing(store, file);
  const weights: WeightsFile[] = [];
  for (const { location, size, file } of named) {
    const data = await store.read(file);
    if (data.length < size) {
      throw brokenFile(file, `it has ${data.length} bytes, and ${name} reads ${size}`);
    }
    weights.push({ location, bytes: data });
  }
  return { name, bytes, ...(weights.length === 0 ? {} : { weights }) };
}

/**
 * Refuses a precision that the folder lacks; the error names those that it has. A folder without a complete model passes,
 * because the later error names the file that is missing.
 */
function checkPrecision(store: FileStore, names: ReadonlySet<string>, precision: Precision): void {
  const available = completePrecisions(names);
  if (available.length === 0 || available.includes(precision)) return;
  throw badRequest(precision, `${store.location} has only ${available.join(', ')}`);
}

function layoutOf(store: FileStore, names: ReadonlySet<string>, order: readonly Precision[]): Layout {
  const found = chooseLayout(names, order);
  if (found.kind === 'missing') throw missing(store, found.file);
  return found.layout;
}

function missing(store: FileStore, file: string): AttentiveError {
  const data = { file, folder: store.location };
  return new AttentiveError('model-missing-file', `${store.location} has no ${file}`, data);
}

function utf8(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
