// Tokenizer: text to ids and back. This file alone imports @huggingface/transformers, and only its tokenizers.
import '../runtime/session';
import * as transformers from '@huggingface/transformers';
import { brokenFile } from '../../base/errors';
import type { JsonObject } from '../../base/json';
import type { TextSource, TokenizedText } from '../api/contract';
import { atNames, bareName, specialTokenGuard, type SpecialTokenGuard, leadingCode, withMarks } from './specialTokens';
import { replacer } from './sentencepiece/normalizer';
import { createProcessor, type Segmenter } from './sentencepiece/processor';
import { shownPiece } from './pieceCharacters';
import { spellingOf, type TokenizerJson, withSourceLanguage, withVocabulary, writesSpaces } from './tokenizerJson';
import { tokensOfIds, tokensOfText, type Vocabulary } from './tokenOffsets';
import { WORD_MARKS, wordEndMerges, wordEnds } from './blenderbotSmall';

export interface Tokenizer {
  /** Ids of each text with what the source wants in front, special tokens included. */
  encode(source: TextSource): number[][];
  /** The text of ids that were generated, special tokens left out; no ids give ''. */
  decode(ids: readonly number[]): string;
  /** As `encode`, with what each token shows and where it stands in its text; the prefix is not of the text. */
  tokensOf(source: TextSource): TokenizedText[];
  /** As `decode`, with the same; of source ids by their own vocabulary. */
  tokensOfIds(ids: readonly number[], side: 'source' | 'target'): TokenizedText;
  /** What a token of the target shows; '' for what is none. */
  shown(id: number): string;
  /** The id of one token as it stands in the target's vocabulary, or undefined. */
  idOf(token: string): number | undefined;
  /** The most tokens it says the model takes; Infinity if it says nothing. */
  readonly maxLength: number;
}

/** What a repository may have beside tokenizer.json. */
export interface TokenizerExtras {
  /** Marian's SentencePiece model for source texts. Its segmentation is taken; tokenizer.json only approximates it. */
  readonly sourceSentencePiece?: Uint8Array;
  /** Marian's target_vocab.json, parsed: ids of the target's pieces, where they are not those of the source. */
  readonly targetVocabulary?: JsonObject;
}

/**
 * Makes a tokenizer of the hub's tokenizer.json and tokenizer_config.json.
 *
 * What looks like a special token in a text (an HTML `<s>`, say) is taken as the text it is; special tokens come only
 * from the prefix and from the tokenizer's own template. The one exception is Marian's code of a target language, which
 * a text without a prefix may begin with, as in Python.
 *
 * @throws AttentiveError `model-broken-file` naming tokenizer.json if the library cannot use it, or source.spm;
 *   `model-unsupported` for a source.spm of another kind
 */
export function createTokenizer(tokenizer: TokenizerJson, config: JsonObject, extras: TokenizerExtras = {}): Tokenizer {
  const { sourceSentencePiece: spm, targetVocabulary } = extras;
  const segmenter = spm === undefined ? undefined : createProcessor('source.spm', spm);
  const vocabularies = new Map<string | undefined, Known>();
  const vocabulary = (language?: string): Known => {
    const known = vocabularies.get(language);
    if (known !== undefined) return known;
    const made = knownOf(
      language === undefined ? tokenizer : withSourceLanguage(tokenizer, language),
      config,
      segmenter,
    );
    vocabularies.set(language, made);
    return made;
  };
  const own = vocabulary();
  const target =
    targetVocabulary === undefined
      ? own
      : knownOf(withVocabulary(tokenizer, 'target_vocab.json', targetVocabulary), config, undefined);
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
        return { ...behindCode(read, known.before, written.code.length), text };
      });
    },
    decode: ids => (ids.length === 0 ? '' : target.decode(ids)),
    tokensOfIds: (ids, side) => tokensOfIds(side === 'source' ? own : target, ids),
    shown: id => shownPiece(bareName(target.pieceOf(id) ?? ''), target.spelling),
    idOf: target.idOf,
  };
}

type Library = transformers.PreTrainedTokenizer;

/** A vocabulary with its guard. */
interface Known extends Vocabulary, Omit<SpecialTokenGuard, 'json'> {
  readonly idOf: (token: string) => number | undefined;
}

function knownOf(tokenizer: TokenizerJson, config: JsonObject, spm: Segmenter | undefined): Known {
  const [{ json, ...names }, library] = construct(tokenizer, config);
  const { _tokenizer: inner } = library;
  const piecesOf = (text: string): string[] => library.tokenize(text, { add_special_tokens: false });
  // Byte-level vocabularies have none, which the library's types do not say.
  const unknown = (inner.model?.unk_token as string | null | undefined) ?? undefined;
  const marked = new Map([...names.names].map(name => [bareName(name), name]));
  const idOfPiece = (piece: string): number | undefined => inner.token_to_id(piece);
  // A letter shows what the template puts around it.
  const around = library.tokenize('a', { add_special_tokens: true });
  const [inside] = piecesOf('a');
  const known: Known = {
    ...names,
    spelling: spellingOf(json),
    added: (json.added_tokens ?? []).map(({ content }) => content),
    specials: names.names,
    unknownId: inner.model?.unk_token_id ?? (names.unknown === undefined ? undefined : idOfPiece(names.unknown)),
    before: Math.max(0, around.indexOf(inside)),
    encode: text => library.encode(text),
    piecesOf,
    normalize: text => inner.normalizer?.normalize(text) ?? text,
    pieceOf: id => inner.id_to_token(id) ?? unknown,
    decode(ids) {
      const text = library.decode([...ids], { skip_special_tokens: true });
      return writesSpaces(json) ? text.trim() : text;
    },
    idOf: token => idOfPiece(marked.get(token) ?? token),
  };
  const segmenter = spm ?? wordSegmenter(json, config);
  return segmenter === undefined ? known : segmentedBy(segmenter, known, idOfPiece);
}

/** Blenderbot-small's. */
function wordSegmenter(json: TokenizerJson, config: JsonObject): Segmenter | undefined {
  const merges = wordEndMerges(json, config);
  return merges === undefined ? undefined : wordEnds(merges, Object.keys(json.model?.vocab ?? {}));
}

/** The same with texts cut another way; the ids of the pieces are the vocabulary's. */
function segmentedBy(segmenter: Segmenter, known: Known, idOf: (piece: string) => number | undefined): Known {
  const { names, before, spelling, unknownId = 0 } = known;
  const around = known.encode('');
  const piecesOf = (text: string): string[] =>
    atNames(text, names).flatMap(part => (names.has(part) ? [part] : segmenter.piecesOf(part)));
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
      return [...around.slice(0, before), ...ids, ...around.slice(before)];
    },
  };
}

/** The pieces of ids that stand for text. */
function piecesOfIds({ pieceOf, names }: Known, ids: readonly number[]): string[] {
  return ids.map(pieceOf).filter(piece => piece !== undefined && !names.has(piece)) as string[];
}

interface Written {
  readonly prefix: string;
  readonly text: string;
  /** What the text began with that is a part of the prefix now. */
  readonly code: string;
}

/** A text and what stands before it, as the guarded vocabulary has to be given them. */
function writtenFor({ names, codes, unknown = '' }: Known, prefix = '', given: string): Written {
  const text = given.toWellFormed();
  const code = prefix === '' && codes.size > 0 ? leadingCode(text) : '';
  if (code === '') return { prefix: withMarks(prefix, names), text, code };
  const marked = withMarks(code, codes);
  return { prefix: marked === code ? unknown : marked, text: text.slice(code.length), code };
}

/** Tokens of what follows a code, moved to where they stand in the text with it. */
function behindCode(read: TokenizedText, at: number, length: number): TokenizedText {
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
    // The base class does all that tokenizer.json says; the classes of single families only add what we do otherwise.
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
  /** The members of a sequence. */
  readonly normalizers?: readonly (LibraryNormalizer | null)[];
  normalize: (text: string) => string;
}

/**
 * Makes a normalizer run the precompiled charsmaps of tokenizer.json. The library takes NFKC and a list of spaces for all
 * of them, and so loses the joiners inside emoji, among others.
 *
 * @throws AttentiveError `model-broken-file` (data.why) if a charsmap is cut off; a DOMException if it is not base64
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
