// Token offsets: finds the tokens of a text with their display text and their offsets, also if the normalizer changed the
// text.
import type { AttentionToken } from '../../attention/record/record';
import type { TokenizedText } from '../api/contract';
import { unmarkedName } from './specialTokens';
import { joinedMaps, type OffsetMap, offsetMapOf, unchanged } from './offsetMap';
import { locate, type Offsets } from './locate';
import { displayPiece, type Spelling, pieceCharactersOf } from './pieceCharacters';

/** The part of a tokenizer that is needed to locate its tokens. */
export interface Vocabulary {
  readonly spelling: Spelling;
  /** Tokens of `added_tokens`, which are split off a text before all other steps and are not normalized. */
  readonly added: readonly string[];
  /** Tokens that are left out of decoded text. */
  readonly specials: ReadonlySet<string>;
  readonly unknownId: number | undefined;
  /** How many tokens the template adds before a text. */
  readonly tokensBefore: number;
  /** The ids of a text, those of the template included. */
  readonly encode: (text: string) => number[];
  /** The pieces of a text without the template. An unknown piece is given as in the text, or as the unknown token. */
  readonly piecesOf: (text: string) => string[];
  readonly normalize: (text: string) => string;
  /** The piece of an id; for an id beyond the vocabulary the unknown token, if there is one. */
  readonly pieceOf: (id: number) => string | undefined;
  readonly decode: (ids: readonly number[]) => string;
}

/**
 * The tokens of a text that the model reads after a prefix. Offsets are in the text without the prefix. Tokens of the
 * prefix and of the template are special and have empty offsets.
 */
export function tokensOfText(vocabulary: Vocabulary, prefix: string, text: string): TokenizedText {
  const whole = prefix + text;
  const ids = vocabulary.encode(whole);
  const pieces = vocabulary.piecesOf(whole);
  const { spelling } = vocabulary;
  const normalized = normalizedText(vocabulary, whole, pieces);
  const { tokensBefore, unknownId } = vocabulary;
  const characters = pieceCharactersOf(pieces, spelling, at => ids[at + tokensBefore] === unknownId);
  const offsets = locate(pieces.length, characters, normalized.text).map(place => toOriginal(normalized, place, whole));
  const tokens = ids.map((id, at): AttentionToken => {
    const shown = displayPiece(unmarkedName(vocabulary.pieceOf(id) ?? ''), spelling);
    const place = offsets[at - tokensBefore];
    if (place === undefined) {
      const edge = at < tokensBefore ? 0 : text.length;
      return { text: shown, start: edge, end: edge, special: true };
    }
    const inText = (value: number): number => Math.max(0, value - prefix.length);
    const special = place.end < prefix.length || (place.start < prefix.length && place.end === prefix.length);
    return { text: shown, start: inText(place.start), end: inText(place.end), special };
  });
  return { text, ids, tokens };
}

/** The decoded text of ids, without special tokens, and the offsets of each token in it. */
export function tokensOfIds(vocabulary: Vocabulary, ids: readonly number[]): TokenizedText {
  const { spelling, specials } = vocabulary;
  const text = ids.length === 0 ? '' : vocabulary.decode(ids);
  const pieces = ids.map(id => vocabulary.pieceOf(id));
  const written = pieces.map(piece => (piece === undefined || specials.has(piece) ? undefined : piece));
  // Decoding writes the unknown token like any other piece, or leaves it out, so it needs no rule of its own here.
  const characters = pieceCharactersOf(written, { ...spelling, unknown: undefined }, () => false);
  const places = withLastMark(locate(ids.length, characters, text), text, spelling);
  const tokens = places.map((place, at): AttentionToken => {
    const piece = pieces[at] ?? '';
    const special = specials.has(piece);
    return { text: displayPiece(unmarkedName(piece), spelling), ...place, special };
  });
  return { text, ids, tokens };
}

/**
 * The same offsets, with a mark at the end of the text counted to the last token. Decoding leaves such a mark (`@@`)
 * after a word whose last piece is missing.
 */
function withLastMark(places: readonly Offsets[], text: string, { marks }: Spelling): readonly Offsets[] {
  const end = places.at(-1)?.end ?? 0;
  if (!marks.includes(text.slice(end))) return places;
  const last = places.findLastIndex(place => place.start < end && place.end === end);
  return places.map((place, at) =>
    at < last ? place : { start: at === last ? place.start : text.length, end: text.length },
  );
}

/** The text with everything but its added tokens normalized, and the map from its offsets to the given text's. */
function normalizedText({ added, normalize }: Vocabulary, text: string, pieces: readonly string[]): OffsetMap {
  const parts: { at: number; part: OffsetMap }[] = [];
  let at = 0;
  const take = (end: number, make: (text: string) => OffsetMap): void => {
    if (end > at) parts.push({ at, part: make(text.slice(at, end)) });
    at = end;
  };
  const asNormalized = (part: string): OffsetMap => offsetMapOf(part, normalize);
  for (const piece of pieces) {
    const start = added.includes(piece) ? text.indexOf(piece, at) : -1;
    if (start < 0) continue;
    take(start, asNormalized);
    take(start + piece.length, unchanged);
  }
  take(text.length, asNormalized);
  return joinedMaps(parts);
}

/** Maps offsets in the normalized text to offsets in the original text. */
function toOriginal({ starts, ends }: OffsetMap, { start, end }: Offsets, text: string): Offsets {
  if (start < end) return { start: starts[start], end: ends[end - 1] };
  const edge = start < starts.length ? starts[start] : text.length;
  return { start: edge, end: edge };
}
