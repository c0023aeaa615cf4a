// Encoder input: the source of a request, as text or as ids.

/** Source texts, with the prefix or language token that the model needs. */
export interface TextSource {
  readonly kind: 'text';
  readonly texts: readonly string[];
  /** Added directly before each text, e.g. Marian's ">>de<<" or T5's "summarize: ". */
  readonly prefix?: string;
  /** The token that stands for the source language in a multilingual tokenizer, e.g. "en_XX", "__en__", "eng_Latn". */
  readonly sourceLanguageToken?: string;
  /** The token that the output must begin with, e.g. "deu_Latn"; its id becomes `forcedBosTokenId`. */
  readonly forcedBosToken?: string;
}

/** Ids for the encoder, special tokens included; the engine pads the rows of a batch. */
export interface IdSource {
  readonly kind: 'ids';
  readonly ids: readonly (readonly number[])[];
}
