// Source: what goes to the encoder, as text or as ids.

/** Text to work on, with what this model wants in front of it. */
export interface TextSource {
  readonly kind: 'text';
  readonly texts: readonly string[];
  /** Put directly before each text, e.g. Marian's ">>de<<" or T5's "summarize: ". */
  readonly prefix?: string;
  /** The token that stands for the source language in a multilingual tokenizer, e.g. "en_XX", "__en__", "eng_Latn". */
  readonly sourceLanguageToken?: string;
  /** A token that the decoder must begin with, e.g. "deu_Latn"; it becomes forcedBosTokenId. */
  readonly forcedBosToken?: string;
}

/** Token ids as they go to the encoder, special tokens included; rows are padded to one batch by the engine. */
export interface IdSource {
  readonly kind: 'ids';
  readonly ids: readonly (readonly number[])[];
}
