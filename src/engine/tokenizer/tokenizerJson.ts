// Tokenizer JSON: the type of the hub's tokenizer.json, functions that read it, and changed copies of it for what
// transformers.js has no option.
import { badRequest, brokenFile } from '../../base/errors';
import type { Spelling } from './pieceCharacters';

interface TemplateItem {
  readonly SpecialToken?: { readonly id: string; readonly type_id: number };
}

interface Template {
  readonly single?: readonly TemplateItem[];
  readonly special_tokens?: Readonly<Record<string, unknown>>;
}

interface PreTokenizer {
  readonly type?: string;
  readonly pretokenizers?: readonly PreTokenizer[];
}

interface AddedToken {
  readonly id: number;
  readonly content: string;
  readonly special?: boolean;
}

/** The part of the hub's tokenizer.json that is read here. */
export interface TokenizerJson {
  readonly added_tokens?: readonly AddedToken[] | null;
  readonly post_processor?: Template | null;
  readonly pre_tokenizer?: PreTokenizer | null;
  readonly decoder?: { readonly type?: string } | null;
  readonly model?: {
    readonly type?: string;
    /** Of Unigram: a list of pieces with their scores, in the order of their ids. Else: the id of each piece. */
    readonly vocab?: readonly (readonly [string, number])[] | Readonly<Record<string, number>>;
    /** Of BPE: the pairs of pieces that are joined, each as a list or as two words separated by a space. */
    readonly merges?: readonly (string | readonly string[])[];
    readonly unk_id?: number | null;
    readonly unk_token?: string | null;
    readonly byte_fallback?: boolean;
    readonly end_of_word_suffix?: string | null;
    readonly continuing_subword_prefix?: string | null;
    readonly continuing_subword_suffix?: string | null;
  };
}

/** The names of the added tokens that are special. */
export function specialTokensOf(tokenizer: TokenizerJson): string[] {
  return (tokenizer.added_tokens ?? []).filter(({ special }) => special === true).map(({ content }) => content);
}

/** Whether spaces are marked as in SentencePiece. In Python such tokenizers strip the spaces at both ends of a decoded text. */
export function marksSpaces({ decoder }: TokenizerJson): boolean {
  return decoder?.type === 'Metaspace';
}

/** How the vocabulary writes its pieces. `unknown` is undefined for Unigram, which returns unknown text unchanged. */
export function spellingOf({ pre_tokenizer: before, model = {} }: TokenizerJson): Spelling {
  const isByteLevel = (one: PreTokenizer): boolean =>
    one.type === 'ByteLevel' || (one.pretokenizers ?? []).some(isByteLevel);
  const { end_of_word_suffix, continuing_subword_prefix, continuing_subword_suffix } = model;
  const marks = [end_of_word_suffix, continuing_subword_prefix, continuing_subword_suffix];
  return {
    byteLevel: before !== undefined && before !== null && isByteLevel(before),
    byteFallback: model.byte_fallback === true,
    marks: marks.filter((mark): mark is string => typeof mark === 'string' && mark !== ''),
    unknown: model.type === 'Unigram' ? undefined : (model.unk_token ?? undefined),
  };
}

/**
 * A copy of tokenizer.json with another source language in its template. (transformers.js has no option for the language of
 * one call; it can only change the language for all later calls.)
 *
 * @throws AttentiveError `bad-request` if the tokenizer does not know the token
 */
export function withSourceLanguage(tokenizer: TokenizerJson, token: string): TokenizerJson {
  const added = tokenizer.added_tokens?.find(candidate => candidate.content === token);
  const template = tokenizer.post_processor;
  const isLanguage = /^(?:__\w+__|[a-z]{2,3}_[A-Z][A-Za-z]{1,3})$/;
  if (added === undefined || template?.single === undefined) {
    throw badRequest('sourceLanguageToken', `the model has no language token ${token}`);
  }
  const single = template.single.map(item =>
    item.SpecialToken !== undefined && isLanguage.test(item.SpecialToken.id)
      ? { SpecialToken: { ...item.SpecialToken, id: token } }
      : item,
  );
  const known = { id: token, ids: [added.id], tokens: [token] };
  return {
    ...tokenizer,
    post_processor: { ...template, single, special_tokens: { ...template.special_tokens, [token]: known } },
  };
}

/**
 * A copy of tokenizer.json with other pieces and ids, for decoding. Marian needs it if the target has a separate vocabulary.
 *
 * @param file the name of the file that `ids` were read from, for errors
 * @param ids the id of each piece
 * @throws AttentiveError `model-broken-file` (data.file, data.why) if a value of `ids` is no id
 */
export function withVocabulary(
  tokenizer: TokenizerJson,
  file: string,
  ids: Readonly<Record<string, unknown>>,
): TokenizerJson {
  const vocab: [string, number][] = [];
  for (const [piece, id] of Object.entries(ids)) {
    if (typeof id !== 'number' || !Number.isInteger(id) || id < 0 || id > MOST_PIECES) {
      throw brokenFile(file, `the id of ${piece} is ${JSON.stringify(id)}`);
    }
    vocab[id] = [piece, 0];
  }
  const idOf = (piece: string): number | undefined => (Object.hasOwn(ids, piece) ? Number(ids[piece]) : undefined);
  return {
    ...tokenizer,
    added_tokens: (tokenizer.added_tokens ?? []).flatMap(token => {
      const id = idOf(token.content);
      return id === undefined ? [] : [{ ...token, id }];
    }),
    post_processor: null,
    // An id without a piece gets an empty entry; otherwise the list would have a hole.
    model: { type: 'Unigram', vocab: Array.from(vocab, entry => entry ?? ['', 0]), unk_id: idOf('<unk>') ?? 0 },
  };
}

const MOST_PIECES = 10_000_000;
