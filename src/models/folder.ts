// Folder: a model folder in the hub's layout, read into memory; what it lacks is found before the large files are read.
import { asAttentive, AttentiveError } from '../base/errors';
import { refuseOtherArchitectures } from './architecture';
import { CARD_FILE, type ModelCard, parseCard } from './card';
import { chooseLayout, type Layout, wholePrecisions } from './layout';
import { type Backend, type Precision, preference } from './precision';
import type { FileStore } from './store';

const SOURCE_SPM = 'source.spm';
const TARGET_VOCABULARY = 'target_vocab.json';

/** A file with weights of a graph. */
export interface WeightsFile {
  /** Where the graph says that they stand. */
  readonly location: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** A graph that was chosen, with its bytes. */
export interface ChosenGraph {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The files in which weights of it stand, if they are not in its own. */
  readonly weights?: readonly WeightsFile[];
}

export interface ModelFolder {
  readonly config: string;
  readonly generationConfig?: string;
  readonly tokenizer: string;
  readonly tokenizerConfig: string;
  /** Marian's source.spm, which says how source texts are cut; target.spm is for training only, and not read. */
  readonly sourceSentencePiece?: Uint8Array<ArrayBuffer>;
  /** Marian's target_vocab.json, where the target language has ids of its own. */
  readonly targetVocabulary?: string;
  readonly encoder: ChosenGraph;
  readonly decoder: ChosenGraph;
  readonly decoderWithPast?: ChosenGraph;
}

/** A file that a graph names, and how many bytes it must have at least. */
export interface NamedWeights {
  readonly location: string;
  readonly size: number;
}

/**
 * Reads in a graph's bytes which files its weights stand in, all of them in the graph's own folder.
 *
 * @throws AttentiveError `model-broken-file` if it says something else
 */
export type WeightsReader = (file: string, graph: Uint8Array) => readonly NamedWeights[];

export interface FolderWish {
  /** The precision of every graph; the best one for the backend if left out. */
  readonly precision?: Precision | undefined;
  /** WASM if left out. */
  readonly backend?: Backend;
}

/**
 * Reads the card of a folder.
 *
 * @throws AttentiveError `model-missing-file`, `model-broken-file`
 */
export async function readCard(store: FileStore): Promise<ModelCard> {
  const text = utf8(await store.read(CARD_FILE));
  return inFolder(store, () => parseCard(text));
}

/** What `work` gives; an error that names a file names its folder too, for a person who has several. */
export async function inFolder<T>(store: FileStore, work: () => T | Promise<T>): Promise<T> {
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
 * Reads all of a model's files, in the precision that is asked for or the best that is there.
 *
 * @throws AttentiveError `model-missing-file` (data.file, data.folder); `model-unsupported` for a model that is no
 *   encoder-decoder; `model-broken-file` for a graph or its weights; `bad-request` for a precision that the folder
 *   lacks while it has others
 */
export async function readFolder(
  store: FileStore,
  weightsOf: WeightsReader,
  { precision, backend = 'wasm' }: FolderWish = {},
): Promise<ModelFolder> {
  const names = new Set(await store.list());
  if (!names.has('config.json')) throw missing(store, 'config.json');
  const text = async (name: string): Promise<string> => utf8(await store.read(name));
  const config = await text('config.json');
  refuseOtherArchitectures(config);
  for (const name of ['tokenizer.json', 'tokenizer_config.json']) if (!names.has(name)) throw missing(store, name);
  if (precision !== undefined) checkPrecision(store, names, precision);
  const { encoder, decoder, decoderWithPast } = layoutOf(
    store,
    names,
    precision === undefined ? preference(backend) : [precision],
  );
  const graph = (name: string): Promise<ChosenGraph> => readChosen(store, names, name, weightsOf);
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

/** Reads a graph, and then the files that it says its weights are in. */
async function readChosen(
  store: FileStore,
  names: ReadonlySet<string>,
  name: string,
  weightsOf: WeightsReader,
): Promise<ChosenGraph> {
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
      const why = `it has ${data.length} bytes, and ${name} reads ${size}`;
      throw new AttentiveError('model-broken-file', `${file}: ${why}`, { file, why });
    }
    weights.push({ location, bytes: data });
  }
  return { name, bytes, ...(weights.length === 0 ? {} : { weights }) };
}

/** Names what the folder has; where it has nothing whole, the file that is missing says more. */
function checkPrecision(store: FileStore, names: ReadonlySet<string>, precision: Precision): void {
  const there = wholePrecisions(names);
  if (there.length === 0 || there.includes(precision)) return;
  const why = `${store.location} has only ${there.join(', ')}`;
  throw new AttentiveError('bad-request', `${precision}: ${why}`, { name: precision, why });
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
