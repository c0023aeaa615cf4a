// Tokens: ids of a text with what each shows and where it stands in the text, whatever the tokenizer made of it.
import type { AttentionToken } from '../../attention/record/record';
import type { TokenizedText } from '../api/contract';
import { bareName } from './specialTokens';
import { joinedMaps, type OffsetMap, offsetMapOf, unchanged } from './offsetMap';
import { locate, type Offsets } from './locate';
import { shownPiece, type Spelling, pieceCharactersOf } from './pieceCharacters';

/** What is to be known of a tokenizer. */
export interface Vocabulary {
  readonly spelling: Spelling;
  /** Tokens that are cut out of a text before anything else, and not normalized. */
  readonly added: readonly string[];
  /** Tokens that are left out when ids are made text. */
  readonly specials: ReadonlySet<string>;
  readonly unknownId: number | undefined;
  /** How many tokens the template puts before a text. */
  readonly before: number;
  /** Ids with all that the template puts around a text. */
  readonly encode: (text: string) => number[];
  /** The pieces of a text alone, an unknown one as it is written or as the piece of unknown ones. */
  readonly piecesOf: (text: string) => string[];
  readonly normalize: (text: string) => string;
  /** The piece of the unknown token for an id that is none. */
  readonly pieceOf: (id: number) => string | undefined;
  readonly decode: (ids: readonly number[]) => string;
}

/** A text that was written, behind a prefix for the model. Tokens of the prefix are special: the text has none of them. */
export function tokensOfText(vocabulary: Vocabulary, prefix: string, text: string): TokenizedText {
  const whole = prefix + text;
  const ids = vocabulary.encode(whole);
  const pieces = vocabulary.piecesOf(whole);
  const { spelling } = vocabulary;
  const seen = withAdded(vocabulary, whole, pieces);
  const { before, unknownId } = vocabulary;
  const characters = pieceCharactersOf(pieces, spelling, at => ids[at + before] === unknownId);
  const found = locate(pieces.length, characters, seen.text).map(place => origin(seen, place, whole));
  const tokens = ids.map((id, at): AttentionToken => {
    const shown = shownPiece(bareName(vocabulary.pieceOf(id) ?? ''), spelling);
    const place = found[at - before];
    if (place === undefined) {
      const edge = at < before ? 0 : text.length;
      return { text: shown, start: edge, end: edge, special: true };
    }
    const inText = (value: number): number => Math.max(0, value - prefix.length);
    const special = place.end < prefix.length || (place.start < prefix.length && place.end === prefix.length);
    return { text: shown, start: inText(place.start), end: inText(place.end), special };
  });
  return { text, ids, tokens };
}

/** The text that ids make, special tokens left out, and where each of them stands in it. */
export function tokensOfIds(vocabulary: Vocabulary, ids: readonly number[]): TokenizedText {
  const { spelling, specials } = vocabulary;
  const text = ids.length === 0 ? '' : vocabulary.decode(ids);
  const pieces = ids.map(id => vocabulary.pieceOf(id));
  const written = pieces.map(piece => (piece === undefined || specials.has(piece) ? undefined : piece));
  // An unknown token is written as its piece, if it is written at all.
  const characters = pieceCharactersOf(written, { ...spelling, unknown: undefined }, () => false);
  const places = withLastMark(locate(ids.length, characters, text), text, spelling);
  const tokens = places.map((place, at): AttentionToken => {
    const piece = pieces[at] ?? '';
    const special = specials.has(piece);
    return { text: shownPiece(bareName(piece), spelling), ...place, special };
  });
  return { text, ids, tokens };
}

/** A word that was cut keeps the mark of its last piece in the text; it is of that piece. */
function withLastMark(places: readonly Offsets[], text: string, { marks }: Spelling): readonly Offsets[] {
  const end = places.at(-1)?.end ?? 0;
  if (!marks.includes(text.slice(end))) return places;
  const last = places.findLastIndex(place => place.start < end && place.end === end);
  return places.map((place, at) =>
    at < last ? place : { start: at === last ? place.start : text.length, end: text.length },
  );
}

/** The text as the pieces see it: normalized, but for the added tokens that were cut out of it. */
function withAdded({ added, normalize }: Vocabulary, text: string, pieces: readonly string[]): OffsetMap {
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

/** A stretch of the normalized text as one of the text. */
function origin({ starts, ends }: OffsetMap, { start, end }: Offsets, text: string): Offsets {
  if (start < end) return { start: starts[start], end: ends[end - 1] };
  const edge = start < starts.length ? starts[start] : text.length;
  return { start: edge, end: edge };
}
