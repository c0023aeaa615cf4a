// Model files: the files of a model folder, read into memory.

/** A file beside a graph file that holds weights of the graph. */
export interface WeightsFile {
  /** The file's name as the graph writes it, relative to the graph's folder. */
  readonly location: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** One ONNX graph of a model folder. */
export interface GraphFile {
  /** The file's name inside the folder, for messages. */
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The files that hold weights of the graph, if they are not all in its own. */
  readonly weights?: readonly WeightsFile[];
}

/** The files of a model in the layout of the Hugging Face hub. JSON files are given as text. */
export interface ModelFiles {
  readonly config: string;
  readonly generationConfig?: string;
  readonly tokenizer: string;
  readonly tokenizerConfig: string;
  /** Marian's source.spm, which splits source texts into tokens. (target.spm is needed in training only, and is not read.) */
  readonly sourceSentencePiece?: Uint8Array<ArrayBuffer>;
  /** Marian's target_vocab.json, if the target language has ids of its own. */
  readonly targetVocabulary?: string;
  readonly encoder: GraphFile;
  /** The decoder of the first step, and of every step if there is no `decoderWithPast`. */
  readonly decoder: GraphFile;
  /** The decoder of the later steps, if it is a file of its own. */
  readonly decoderWithPast?: GraphFile;
}

/** The graphs of a model, or their names: the encoder, and the decoders in the order of their first use. */
export function graphFilesOf<Graph>({
  encoder,
  decoder,
  decoderWithPast,
}: {
  readonly encoder: Graph;
  readonly decoder: Graph;
  readonly decoderWithPast?: Graph;
}): readonly Graph[] {
  return [encoder, decoder, ...(decoderWithPast === undefined ? [] : [decoderWithPast])];
}

/** The bytes of all graphs of a model and of their weights files. */
export function graphBytesOf(files: ModelFiles): Uint8Array<ArrayBuffer>[] {
  return graphFilesOf(files).flatMap(({ bytes, weights = [] }) => [bytes, ...weights.map(file => file.bytes)]);
}

/** A weights file that a graph names, and the least number of bytes that it must have. */
export interface NamedWeights {
  readonly location: string;
  readonly size: number;
}
