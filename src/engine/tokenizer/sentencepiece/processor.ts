// Processor: splits text into the pieces of a SentencePiece model (Kudo and Richardson 2018, "SentencePiece: A simple and
// language independent subword tokenizer and detokenizer for Neural Text Processing").
import { unsupported } from '../../../base/errors';
import { withFileName } from '../../../onnx/bytes/wire';
import { bpe } from './bpe';
import { type Piece, readSentencePieceModel, type SentencePieceModel } from './model';
import { unigram } from './unigram';
import { type PrefixOf, textNormalizer } from './normalizer';

/** Splits texts into pieces where tokenizer.json does not describe the splitting, or only approximately. */
export interface Segmenter {
  /** Whether an unknown character is split into its bytes, `<0xE2>` and so on. */
  readonly byteFallback: boolean;
  /** The pieces of a well-formed text. An unknown piece is given as the text writes it. */
  readonly piecesOf: (text: string) => string[];
  /** The text with its characters replaced, and its white space unchanged. */
  readonly replaced: (text: string) => string;
  /** The text of pieces; undefined if tokenizer.json describes how pieces are decoded. */
  readonly textOf?: (pieces: readonly string[]) => string;
}

/** The segmenter of a SentencePiece model. Neighboring unknown characters are one piece. */
export interface SentencePieceProcessor extends Segmenter {
  /** The pieces of the model file, by id. */
  readonly pieces: readonly Piece[];
}

/**
 * Makes the segmenter of a SentencePiece model file.
 *
 * @throws AttentiveError `model-broken-file` (data.file, data.why); `model-unsupported` (data.what, data.file) for models
 *   of whole words or of characters, which no encoder-decoder of the hub has
 */
export function createSentencePieceProcessor(file: string, bytes: Uint8Array): SentencePieceProcessor {
  return withFileName(file, () => {
    const model = readSentencePieceModel(bytes);
    const { pieces, byteFallback, normalizer } = model;
    const prefixOf = longestPrefix(pieces.filter(({ kind }) => kind === 'userDefined').map(({ text }) => text));
    const { replaced, prepared } = textNormalizer(normalizer, prefixOf);
    const cut = cutter(file, model, prefixOf);
    const known = new Set(pieces.filter(({ kind }) => USABLE.has(kind)).map(({ text }) => text));
    const finish = byteFallback ? inBytes : fused;
    return { pieces, byteFallback, replaced, piecesOf: text => finish(cut(prepared(text)), known) };
  });
}

/** The kinds of pieces that a text may be split into; all others count as unknown. */
const USABLE = new Set<Piece['kind']>(['normal', 'userDefined', 'unused']);

/** The function that splits a prepared text by the model's algorithm. */
function cutter(
  file: string,
  { algorithm, pieces }: SentencePieceModel,
  prefixOf: PrefixOf,
): (text: string) => string[] {
  if (algorithm === 'unigram') return unigram(pieces);
  if (algorithm === 'bpe') return bpe(pieces, prefixOf);
  throw unsupported(`SentencePiece model of type ${algorithm}`, { file });
}

/** Joins neighboring unknown pieces to one. */
function fused(pieces: readonly string[], known: ReadonlySet<string>): string[] {
  const result: string[] = [];
  let afterUnknown = false;
  for (const piece of pieces) {
    const isUnknown = !known.has(piece);
    const before = afterUnknown && isUnknown ? (result.pop() ?? '') : '';
    result.push(before + piece);
    afterUnknown = isUnknown;
  }
  return result;
}

/** Replaces unknown pieces by their bytes. */
function inBytes(pieces: readonly string[], known: ReadonlySet<string>): string[] {
  const named = (byte: number): string => `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`;
  return pieces.flatMap(piece => (known.has(piece) ? [piece] : Array.from(new TextEncoder().encode(piece), named)));
}

/** Makes the function that finds the longest of these user-defined pieces at an offset of a text. */
function longestPrefix(userDefined: readonly string[]): PrefixOf {
  const longestFirst = userDefined.filter(piece => piece !== '').sort((a, b) => b.length - a.length);
  return (text, at) => longestFirst.find(piece => text.startsWith(piece, at));
}
