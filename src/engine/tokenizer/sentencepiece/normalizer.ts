// Whitespace: a text made ready as SentencePiece does: characters replaced, spaces collapsed and written as U+2581
// (src/normalizer.cc of https://github.com/google/sentencepiece).
import { charsmapOf } from './charsmap';
import type { NormalizerSpec } from './model';

export interface TextNormalizer {
  /** The text with its characters replaced; its white space is as it was. */
  readonly replaced: (text: string) => string;
  /** The text as the pieces are cut out of it. */
  readonly prepared: (text: string) => string;
}

/** The longest symbol of the user's own that begins at a place, if one does: it is left as it is. */
export type PrefixOf = (text: string, at: number) => string | undefined;

/** @throws AttentiveError `model-broken-file` */
export function textNormalizer(spec: NormalizerSpec, prefixOf: PrefixOf): TextNormalizer {
  const parts = replacer(spec.charsmap, prefixOf);
  return { replaced: text => [...parts(text)].join(''), prepared: text => withSpaces(spec, parts(text)) };
}

/**
 * What the characters of a well-formed text become by a charsmap, piece by piece.
 *
 * @throws AttentiveError `model-broken-file`
 */
export function replacer(blob: Uint8Array, prefixOf: PrefixOf = () => undefined): (text: string) => Iterable<string> {
  const charsmap = charsmapOf(blob);
  return function* (text) {
    const bytes = new TextEncoder().encode(text);
    for (let [at, unit] = [0, 0]; at < bytes.length;) {
      const own = prefixOf(text, unit);
      const found = own === undefined ? charsmap(bytes, at) : undefined;
      const taken = own ?? taking(text, unit, found?.length ?? 1);
      yield found?.by ?? taken;
      at += utf8Length(taken);
      unit += taken.length;
    }
  };
}

const SPACE_MARK = '\u2581';

function withSpaces(spec: NormalizerSpec, parts: Iterable<string>): string {
  const { removeExtraWhitespaces: collapses, addDummyPrefix, whitespaceAsSuffix } = spec;
  const space = spec.escapeWhitespaces ? SPACE_MARK : ' ';
  let made = '';
  let afterSpace = collapses;
  let isEmpty = true;
  for (const part of parts) {
    if (isEmpty && collapses && part === ' ') continue;
    isEmpty = false;
    const kept = afterSpace ? part.replace(/^ +/, '') : part;
    made += kept.replaceAll(' ', space);
    if (kept !== '') afterSpace = collapses && kept.endsWith(' ');
  }
  if (isEmpty) return '';
  if (addDummyPrefix && !whitespaceAsSuffix) made = space + made;
  if (collapses) while (made.endsWith(space)) made = made.slice(0, -1);
  return addDummyPrefix && whitespaceAsSuffix ? made + space : made;
}

/** The characters that begin at a place and have so many bytes. */
function taking(text: string, unit: number, bytes: number): string {
  let end = unit;
  for (let left = bytes; left > 0 && end < text.length;) {
    const character = String.fromCodePoint(text.codePointAt(end) ?? 0);
    left -= utf8Length(character);
    end += character.length;
  }
  return text.slice(unit, end);
}

/** How many bytes a well-formed text has in UTF-8. */
export function utf8Length(text: string): number {
  let length = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    length += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return length;
}
