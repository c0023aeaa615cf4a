// Folder: a model folder in the hub's layout: which files it must have, and which precision is taken.
import { AttentiveError } from '../base/errors';
import { CARD_FILE, type ModelCard, parseCard } from './card';
import type { FileStore } from './store';

/** The name endings of the hub for one precision each; '' is float32. */
export const PRECISIONS = ['q8', 'int8', 'uint8', 'fp32', 'fp16'] as const;
export type Precision = (typeof PRECISIONS)[number];

const SUFFIXES: Readonly<Record<Precision, string>> = {
  q8: '_quantized',
  int8: '_int8',
  uint8: '_uint8',
  fp16: '_fp16',
  fp32: '',
};

/**
 * Which precision is taken on WASM if a folder holds several: int8 takes a quarter of the memory of float32 and is
 * faster in batches; float16 comes last, because WASM has no arithmetic for it and converts.
 */
const PREFERENCE: readonly Precision[] = ['q8', 'int8', 'uint8', 'fp32', 'fp16'];

/** The two graphs of a model. */
const STEMS = ['encoder_model', 'decoder_model_merged'] as const;
type Stem = (typeof STEMS)[number];

const SOURCE_SPM = 'source.spm';
const TARGET_VOCABULARY = 'target_vocab.json';

/** A graph that was chosen, with its bytes. */
export interface ChosenGraph {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
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
}

/**
 * Reads the card of a folder.
 *
 * @throws AttentiveError `model-missing-file`, `model-broken-file`
 */
export async function readCard(store: FileStore): Promise<ModelCard> {
  return parseCard(utf8(await store.read(CARD_FILE)));
}

/**
 * Reads all of a model's files, in the precision that is asked for or the best that is there. What is missing is found
 * before the large files are read.
 *
 * @throws AttentiveError `model-missing-file` (data.file, data.folder); `bad-request` for a precision that the folder
 *   lacks while it has others
 */
export async function readModelFolder(store: FileStore, precision?: Precision): Promise<ModelFolder> {
  const names = new Set(await store.list());
  for (const name of ['config.json', 'tokenizer.json', 'tokenizer_config.json']) {
    if (!names.has(name)) throw missing(store, name);
  }
  if (precision !== undefined) checkPrecision(store, names, precision);
  const order = precision === undefined ? PREFERENCE : [precision];
  const encoder = choose(store, names, 'encoder_model', order);
  const decoder = choose(store, names, 'decoder_model_merged', order);
  const text = async (name: string): Promise<string> => utf8(await store.read(name));
  return {
    config: await text('config.json'),
    ...(names.has('generation_config.json') ? { generationConfig: await text('generation_config.json') } : {}),
    tokenizer: await text('tokenizer.json'),
    tokenizerConfig: await text('tokenizer_config.json'),
    ...(names.has(SOURCE_SPM) ? { sourceSentencePiece: await store.read(SOURCE_SPM) } : {}),
    ...(names.has(TARGET_VOCABULARY) ? { targetVocabulary: await text(TARGET_VOCABULARY) } : {}),
    encoder: { name: encoder, bytes: await store.read(encoder) },
    decoder: { name: decoder, bytes: await store.read(decoder) },
  };
}

/** Names what the folder has; where it has nothing whole, the file that is missing says more. */
function checkPrecision(store: FileStore, names: ReadonlySet<string>, precision: Precision): void {
  const there = PRECISIONS.filter(name => STEMS.every(stem => names.has(graphFile(stem, name))));
  if (there.length === 0 || there.includes(precision)) return;
  const why = `${store.location} has only ${there.join(', ')}`;
  throw new AttentiveError('bad-request', `${precision}: ${why}`, { name: precision, why });
}

function graphFile(stem: Stem, precision: Precision): string {
  return `onnx/${stem}${SUFFIXES[precision]}.onnx`;
}

function choose(store: FileStore, names: ReadonlySet<string>, stem: Stem, order: readonly Precision[]): string {
  const candidates = order.map(precision => graphFile(stem, precision));
  const found = candidates.find(name => names.has(name));
  if (found === undefined) throw missing(store, candidates[0]);
  return found;
}

function missing(store: FileStore, file: string): AttentiveError {
  const data = { file, folder: store.location };
  return new AttentiveError('model-missing-file', `${store.location} has no ${file}`, data);
}

function utf8(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
