// Model files: the files of a model folder, read into memory.

/** A file beside a graph file, with weights of the graph. */
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

/** The files of a model in the hub's layout. JSON files are given as text. */
export interface ModelFiles {
  readonly config: string;
  readonly generationConfig?: string;
  readonly tokenizer: string;
  readonly tokenizerConfig: string;
  /** Marian's source.spm, by which source texts are split into tokens; target.spm is for training only, and not read. */
  readonly sourceSentencePiece?: Uint8Array<ArrayBuffer>;
  /** Marian's target_vocab.json, where the target language has ids of its own. */
  readonly targetVocabulary?: string;
  readonly encoder: GraphFile;
  /** The decoder of the first step; of every step, where there is no other. */
  readonly decoder: GraphFile;
  /** The decoder of the later steps, where it is a file of its own. */
  readonly decoderWithPast?: GraphFile;
}

/** A weights file that a graph names, and how many bytes it must have at least. */
export interface NamedWeights {
  readonly location: string;
  readonly size: number;
}
