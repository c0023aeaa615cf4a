// Tokenizer: encodes text to ids and decodes ids. This is the only file that imports @huggingface/transformers, of which it
// uses the tokenizers alone.

// This import must come before the library's, which would otherwise set up a runtime that it has with it.
import './unusedRuntime';
import * as transformers from '@huggingface/transformers';
import { brokenFile } from '../../base/errors';
import type { JsonObject } from '../../base/json';
import type { TextSource, TokenizedText } from '../api/contract';
import {
  splitAtNames,
  unmarkedName,
  specialTokenGuard,
  type SpecialTokenGuard,
  leadingLanguageCode,
  markNames,
} from './specialTokens';
import { replacer } from './sentencepiece/normalizer';
import { createSentencePieceProcessor, type Segmenter } from './sentencepiece/processor';
import { displayPiece } from './pieceCharacters';
import { spellingOf, type TokenizerJson, withSourceLanguage, withVocabulary, marksSpaces } from './tokenizerJson';
import { tokensOfIds, tokensOfText, type Vocabulary } from './tokenOffsets';
import { WORD_MARKS, blenderbotMerges, blenderbotSegmenter } from './blenderbotSmall';

export interface Tokenizer {
  /** The ids of each text with its prefix, special tokens included. */
  encode(source: TextSource): number[][];
  /** The text of generated ids, without special tokens; '' for no ids. */
  decode(ids: readonly number[]): string;
  /** As `encode`, with the display text and offsets of each token. The offsets are in the text without its prefix. */
  tokensOf(source: TextSource): TokenizedText[];
  /** As `decode`, with the display text and offsets of each token. `side` chooses the vocabulary. */
  tokensOfIds(ids: readonly number[], side: 'source' | 'target'): TokenizedText;
  /** The display text of a target token; '' for an id beyond the vocabulary. */
  displayText(id: number): string;
  /** The id of a token of the target's vocabulary; undefined if there is none. */
  idOf(token: string): number | undefined;
  /** `model_max_length` of tokenizer_config.json; Infinity if it names no number. */
  readonly maxLength: number;
}

/** Contents of files that a model folder may have beside tokenizer.json. */
export interface TokenizerExtras {
  /** Marian's SentencePiece model for source texts, which tokenizer.json only approximates. */
  readonly sourceSentencePiece?: Uint8Array;
  /** Marian's target_vocab.json, parsed: ids of the target's pieces, where they are not those of the source. */
  readonly targetVocabulary?: JsonObject;
}

/**
 * Creates a tokenizer from the hub's tokenizer.json and tokenizer_config.json.
 *
 * The name of a special token in a text (an HTML `<s>`, say) is tokenized as ordinary text; special tokens come only from the
 * prefix and from the tokenizer's template. There is one exception: a text without a prefix may begin with Marian's code of a
 * target language, as in Python.
 *
 * @throws AttentiveError `model-broken-file` that names tokenizer.json if the library cannot use it, or source.spm if it is
 *   damaged; `model-unsupported` for a source.spm of a type that is not supported
 */
export function createTokenizer(tokenizer: TokenizerJson, config: JsonObject, extras: TokenizerExtras = {}): Tokenizer {
  const { sourceSentencePiece: spm, targetVocabulary } = extras;
  const segmenter = spm === undefined ? undefined : createSentencePieceProcessor('source.spm', spm);
  const vocabularies = new Map<string | undefined, GuardedVocabulary>();
  // The vocabulary for a source language, made on first use; without a language, that of the files.
  const vocabulary = (language?: string): GuardedVocabulary => {
    const known = vocabularies.get(language);
    if (known !== undefined) return known;
    const created = vocabularyOf(
      language === undefined ? tokenizer : withSourceLanguage(tokenizer, language),
      config,
      segmenter,
    );
    vocabularies.set(language, created);
    return created;
  };
  const sourceVocabulary = vocabulary();
  const target =
    targetVocabulary === undefined
      ? sourceVocabulary
      : vocabularyOf(withVocabulary(tokenizer, 'target_vocab.json', targetVocabulary), config, undefined);
  return {
    maxLength: maxLengthOf(config['model_max_length']),
    encode({ texts, prefix, sourceLanguageToken }) {
      const known = vocabulary(sourceLanguageToken);
      return texts.map(text => {
        const written = writtenFor(known, prefix, text);
        return known.encode(written.prefix + written.text);
      });
    },
    tokensOf({ texts, prefix, sourceLanguageToken }) {
      const known = vocabulary(sourceLanguageToken);
      return texts.map(text => {
        const written = writtenFor(known, prefix, text);
        const read = tokensOfText(known, written.prefix, written.text);
        return { ...shiftedByCode(read, known.tokensBefore, written.code.length), text };
      });
    },
    decode: ids => (ids.length === 0 ? '' : target.decode(ids)),
    tokensOfIds: (ids, side) => tokensOfIds(side === 'source' ? sourceVocabulary : target, ids),
    displayText: id => displayPiece(unmarkedName(target.pieceOf(id) ?? ''), target.spelling),
    idOf: target.idOf,
  };
}

type Library = transformers.PreTrainedTokenizer;

/** A vocabulary whose special tokens cannot occur in a text. */
interface GuardedVocabulary extends Vocabulary, Omit<SpecialTokenGuard, 'json'> {
  readonly idOf: (token: string) => number | undefined;
}

function vocabularyOf(tokenizer: TokenizerJson, config: JsonObject, spm: Segmenter | undefined): GuardedVocabulary {
  const [{ json, ...names }, library] = construct(tokenizer, config);
  const { _tokenizer: inner } = library;
  const piecesOf = (text: string): string[] => library.tokenize(text, { add_special_tokens: false });
  // Byte-level vocabularies have no unknown token, although the library's types require one.
  const unknown = (inner.model?.unk_token as string | null | undefined) ?? undefined;
  const marked = new Map([...names.names].map(name => [unmarkedName(name), name]));
  const idOfPiece = (piece: string): number | undefined => inner.token_to_id(piece);
  // The template's tokens are found by encoding one letter, without and with them.
  const around = library.tokenize('a', { add_special_tokens: true });
  const [inside] = piecesOf('a');
  const known: GuardedVocabulary = {
    ...names,
    spelling: spellingOf(json),
    added: (json.added_tokens ?? []).map(({ content }) => content),
    specials: names.names,
    unknownId: inner.model?.unk_token_id ?? (names.unknown === undefined ? undefined : idOfPiece(names.unknown)),
    tokensBefore: Math.max(0, around.indexOf(inside)),
    encode: text => library.encode(text),
    piecesOf,
    normalize: text => inner.normalizer?.normalize(text) ?? text,
    pieceOf: id => inner.id_to_token(id) ?? unknown,
    decode(ids) {
      const text = library.decode([...ids], { skip_special_tokens: true });
      return marksSpaces(json) ? text.trim() : text;
    },
    idOf: token => idOfPiece(marked.get(token) ?? token),
  };
  const segmenter = spm ?? wordSegmenter(json, config);
  return segmenter === undefined ? known : segmentedBy(segmenter, known, idOfPiece);
}

/** The segmenter of Blenderbot-small; undefined for any other tokenizer. */
function wordSegmenter(json: TokenizerJson, config: JsonObject): Segmenter | undefined {
  const merges = blenderbotMerges(json, config);
  return merges === undefined ? undefined : blenderbotSegmenter(merges, Object.keys(json.model?.vocab ?? {}));
}

/** The vocabulary with texts split by the segmenter instead of the library. The ids of the pieces stay the same. */
function segmentedBy(
  segmenter: Segmenter,
  known: GuardedVocabulary,
  idOf: (piece: string) => number | undefined,
): GuardedVocabulary {
  const { names, tokensBefore, spelling, unknownId = 0 } = known;
  const around = known.encode('');
  const piecesOf = (text: string): string[] =>
    splitAtNames(text, names).flatMap(part => (names.has(part) ? [part] : segmenter.piecesOf(part)));
  const { textOf } = segmenter;
  return {
    ...known,
    ...(textOf === undefined ? {} : { decode: ids => textOf(piecesOfIds(known, ids)) }),
    spelling: {
      ...spelling,
      ...(textOf === undefined ? {} : { byteLevel: false, marks: WORD_MARKS }),
      byteFallback: spelling.byteFallback || segmenter.byteFallback,
    },
    piecesOf,
    normalize: segmenter.replaced,
    encode(text) {
      const ids = piecesOf(text).map(piece => idOf(piece) ?? unknownId);
      return [...around.slice(0, tokensBefore), ...ids, ...around.slice(tokensBefore)];
    },
  };
}

/** The pieces of ids, without special tokens. */
function piecesOfIds({ pieceOf, names }: GuardedVocabulary, ids: readonly number[]): string[] {
  return ids.map(pieceOf).filter(piece => piece !== undefined && !names.has(piece)) as string[];
}

interface WrittenInput {
  readonly prefix: string;
  readonly text: string;
  /** The code of a target language that was moved from the text to the prefix. */
  readonly code: string;
}

/**
 * Prepares a text and its prefix for encoding: makes the text well-formed, moves a language code at its beginning to an
 * empty prefix, and marks the special tokens of the prefix.
 */
function writtenFor(
  { names, languageCodes, unknown = '' }: GuardedVocabulary,
  prefix = '',
  given: string,
): WrittenInput {
  const text = given.toWellFormed();
  const code = prefix === '' && languageCodes.size > 0 ? leadingLanguageCode(text) : '';
  if (code === '') return { prefix: markNames(prefix, names), text, code };
  const marked = markNames(code, languageCodes);
  return { prefix: marked === code ? unknown : marked, text: text.slice(code.length), code };
}

/**
 * The same tokens with offsets in the whole text, which begins with a language code of this length. The token at index `at`
 * is that of the code.
 */
function shiftedByCode(read: TokenizedText, at: number, length: number): TokenizedText {
  if (length === 0) return read;
  const tokens = read.tokens.map((token, index) => {
    if (index === at) return { ...token, start: 0, end: length };
    const moved = index < at ? 0 : length;
    return { ...token, start: token.start + moved, end: token.end + moved };
  });
  return { ...read, tokens };
}

function construct(tokenizer: TokenizerJson, config: JsonObject): [SpecialTokenGuard, Library] {
  try {
    const guarded = specialTokenGuard(tokenizer, config);
    // The base class does what tokenizer.json says. The library's classes for single families add only steps that this folder
    // does itself.
    const library = new transformers.PreTrainedTokenizer(guarded.json, config);
    useCharsmaps(library._tokenizer.normalizer);
    return [guarded, library];
  } catch (error) {
    throw brokenFile('tokenizer.json', String(error), {}, { cause: error });
  }
}

/** The part of the library's normalizer that is read here. */
interface LibraryNormalizer {
  readonly config?: { readonly type?: string; readonly precompiled_charsmap?: string | null };
  /** The normalizers of a sequence. */
  readonly normalizers?: readonly (LibraryNormalizer | null)[];
  normalize: (text: string) => string;
}

/**
 * Makes a normalizer apply the precompiled charsmaps of tokenizer.json. Instead of any charsmap, the library applies
 * NFKC and writes a fixed list of characters as spaces, and so loses the joiners inside emoji, among others.
 *
 * @throws AttentiveError `model-broken-file` (data.why) if a charsmap is cut off; a DOMException if one is not base64
 */
function useCharsmaps(normalizer: LibraryNormalizer | null | undefined): void {
  for (const part of normalizer?.normalizers ?? []) useCharsmaps(part);
  const blob = normalizer?.config?.type === 'Precompiled' ? normalizer.config.precompiled_charsmap : undefined;
  if (typeof blob !== 'string' || blob === '' || !normalizer) return;
  const parts = replacer(Uint8Array.from(atob(blob), character => character.charCodeAt(0)));
  normalizer.normalize = text => [...parts(text.toWellFormed())].join('');
}

/** tokenizer_config.json writes "no limit" as a number of about 1e30. */
function maxLengthOf(value: unknown): number {
  return typeof value === 'number' && value > 0 && value < 1e9 ? value : Infinity;
}
