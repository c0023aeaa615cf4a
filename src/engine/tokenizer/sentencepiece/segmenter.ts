// Segmenter: a way to cut texts into the pieces of a vocabulary that tokenizer.json does not tell, or not exactly.

export interface Segmenter {
  readonly byteFallback: boolean;
  /** The pieces of a well-formed text, an unknown one as it is written. */
  readonly piecesOf: (text: string) => string[];
  /** The text with its characters replaced, before white space is. */
  readonly replaced: (text: string) => string;
  /** The text of pieces, where tokenizer.json does not say how it is made. */
  readonly textOf?: (pieces: readonly string[]) => string;
}
