// Tokenizer: text to ids and back. This file alone imports @huggingface/transformers, and only its tokenizers.
import './runtime';
import * as transformers from '@huggingface/transformers';
import { AttentiveError } from '../base/errors';
import type { TextSource, TokenizedText } from './api';
import { shownPiece, type Spelling } from './surfaces';
import {
  specialTokensOf,
  spellingOf,
  type TokenizerJson,
  withoutSpecialTokens,
  withSourceLanguage,
} from './tokenizerJson';
import { tokensOfIds, tokensOfText, type Vocabulary } from './tokens';

type Json = Readonly<Record<string, unknown>>;

export interface Tokenizer {
  /** Ids of each text with what the source wants in front, special tokens included. */
  encode(source: TextSource): number[][];
  /** The text of ids, special tokens left out; no ids give ''. */
  decode(ids: readonly number[]): string;
  /** As `encode`, with what each token shows and where it stands in its text; the prefix is not of the text. */
  tokensOf(source: TextSource): TokenizedText[];
  /** As `decode`, with the same. */
  tokensOfIds(ids: readonly number[]): TokenizedText;
  /** What a token shows; '' for what is none. */
  shown(id: number): string;
  /** The id of one token as it stands in the vocabulary, or undefined. */
  idOf(token: string): number | undefined;
  /** The most tokens it says the model takes; Infinity if it says nothing. */
  readonly maxLength: number;
}

/**
 * Makes a tokenizer of the hub's tokenizer.json and tokenizer_config.json.
 *
 * What looks like a special token in a text (an HTML `<s>`, say) is taken as the text it is, where the tokenizer allows
 * it; special tokens come only from the prefix and from the tokenizer's own template.
 *
 * @throws AttentiveError `model-broken-file` naming tokenizer.json if the library cannot use it
 */
export function createTokenizer(tokenizer: TokenizerJson, config: Json): Tokenizer {
  const plain = construct(tokenizer, config);
  const spelling = spellingOf(tokenizer);
  const choose = chooser(tokenizer, config, plain);
  const encoded = (one: Library, text: string): number[] => one.encode(text.toWellFormed());
  const vocabulary = (one: Library, json: TokenizerJson): Vocabulary => vocabularyOf(one, json, spelling, config);
  const own = vocabulary(plain, tokenizer);
  return {
    maxLength: maxLengthOf(config['model_max_length']),
    encode: source => source.texts.map(text => encoded(choose(source, text).library, (source.prefix ?? '') + text)),
    tokensOf: source =>
      source.texts.map(text => {
        const { library, json } = choose(source, text);
        const read = tokensOfText(vocabulary(library, json), source.prefix ?? '', text.toWellFormed());
        return { ...read, text };
      }),
    decode(ids) {
      return ids.length === 0 ? '' : plain.decode([...ids], { skip_special_tokens: true });
    },
    tokensOfIds: ids => tokensOfIds(own, ids),
    shown: id => shownPiece(own.pieceOf(id) ?? '', spelling),
    idOf(token) {
      return plain.get_vocab().get(token);
    },
  };
}

type Library = transformers.PreTrainedTokenizer;

interface Choice {
  readonly library: Library;
  readonly json: TokenizerJson;
}

/** Chooses, for a text, the tokenizer with the source's language and without the special tokens that the text holds. */
function chooser(
  tokenizer: TokenizerJson,
  config: object,
  plain: Library,
): (source: TextSource, text: string) => Choice {
  const variants = new Map<string, Choice>();
  const variant = (key: string, make: () => TokenizerJson): Choice => {
    const known = variants.get(key);
    if (known !== undefined) return known;
    const json = make();
    const made = { json, library: construct(json, config) };
    variants.set(key, made);
    return made;
  };
  const specials = specialTokensOf(tokenizer);
  return ({ prefix = '', sourceLanguageToken }, text) => {
    const json = sourceLanguageToken === undefined ? tokenizer : withSourceLanguage(tokenizer, sourceLanguageToken);
    const language = sourceLanguageToken ?? '';
    const usual = json === tokenizer ? { json, library: plain } : variant(language, () => json);
    if (!specials.some(special => text.includes(special))) return usual;
    const other = variant(`${language}\n${prefix}`, () => withoutSpecialTokens(json, prefix));
    // Some tokenizers keep their end of text or language nowhere else; those cannot do without.
    return String(other.library.encode(prefix)) === String(usual.library.encode(prefix)) ? other : usual;
  };
}

/** What is asked of the library about single tokens. */
function vocabularyOf(library: Library, json: TokenizerJson, spelling: Spelling, config: Json): Vocabulary {
  const { _tokenizer: inner } = library;
  const piecesOf = (text: string): string[] => library.tokenize(text, { add_special_tokens: false });
  const more = config['additional_special_tokens'];
  const normalize = (text: string): string => inner.normalizer?.normalize(text) ?? text;
  // Byte-level vocabularies have none, which the library's types do not say.
  const unknown = (inner.model?.unk_token as string | null | undefined) ?? undefined;
  // A letter shows what the template puts around it.
  const around = library.tokenize('a', { add_special_tokens: true });
  const [inside] = piecesOf('a');
  return {
    spelling,
    added: (json.added_tokens ?? []).map(({ content }) => content),
    specials: new Set([...specialTokensOf(json), ...(Array.isArray(more) ? more.map(String) : [])]),
    unknownId: inner.model?.unk_token_id,
    before: Math.max(0, around.indexOf(inside)),
    encode: text => library.encode(text),
    piecesOf,
    normalize,
    pieceOf: id => inner.id_to_token(id) ?? unknown,
    decode: ids => library.decode([...ids], { skip_special_tokens: true }),
  };
}

function construct(tokenizer: object, config: object): Library {
  try {
    // The base class does all that tokenizer.json says; the classes of single families only add what we do otherwise.
    return new transformers.PreTrainedTokenizer(tokenizer, config);
  } catch (error) {
    const file = 'tokenizer.json';
    throw new AttentiveError('model-broken-file', `${file}: ${String(error)}`, { file, why: String(error) });
  }
}

/** tokenizer_config.json writes "no limit" as a number of about 1e30. */
function maxLengthOf(value: unknown): number {
  return typeof value === 'number' && value > 0 && value < 1e9 ? value : Infinity;
}
