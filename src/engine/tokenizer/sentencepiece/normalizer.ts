// Normalizer: prepares a text as SentencePiece does. Characters are replaced, and spaces are collapsed and written as U+2581
// (src/normalizer.cc of https://github.com/google/sentencepiece).
import { charsmapOf } from './charsmap';
import type { NormalizerSpec } from './model';

export interface TextNormalizer {
  /** The text with its characters replaced and its white space unchanged. */
  readonly replaced: (text: string) => string;
  /** The text in the form that is then split: characters replaced, spaces collapsed, added and marked. */
  readonly prepared: (text: string) => string;
}

/** Finds the longest user-defined symbol that begins at an offset, if there is one. Such a symbol is not normalized. */
export type PrefixOf = (text: string, at: number) => string | undefined;

/**
 * Makes the normalizer of a model.
 *
 * @throws AttentiveError `model-broken-file`
 */
export function textNormalizer(spec: NormalizerSpec, prefixOf: PrefixOf): TextNormalizer {
  const parts = replacer(spec.charsmap, prefixOf);
  return { replaced: text => [...parts(text)].join(''), prepared: text => withSpaces(spec, parts(text)) };
}

/**
 * Makes a function that replaces the characters of a well-formed text by a charsmap, and yields the result in parts.
 *
 * @param bytes the charsmap as model files hold it; see charsmap.ts
 * @throws AttentiveError `model-broken-file`
 */
export function replacer(bytes: Uint8Array, prefixOf: PrefixOf = () => undefined): (text: string) => Iterable<string> {
  const charsmap = charsmapOf(bytes);
  return function* (text) {
    const utf8 = new TextEncoder().encode(text);
    // The same position: `at` in bytes of the UTF-8 form, `unit` in UTF-16 units of the text.
    for (let [at, unit] = [0, 0]; at < utf8.length;) {
      const symbol = prefixOf(text, unit);
      const found = symbol === undefined ? charsmap(utf8, at) : undefined;
      const taken = symbol ?? charactersOfBytes(text, unit, found?.length ?? 1);
      yield found?.by ?? taken;
      at += utf8Length(taken);
      unit += taken.length;
    }
  };
}

const SPACE_MARK = '\u2581';

/** Joins the parts, and collapses, adds and marks (as U+2581) spaces as the model's settings say. */
function withSpaces(spec: NormalizerSpec, parts: Iterable<string>): string {
  const { removeExtraWhitespaces: collapses, addDummyPrefix, whitespaceAsSuffix } = spec;
  const space = spec.escapeWhitespaces ? SPACE_MARK : ' ';
  let result = '';
  let afterSpace = collapses;
  let isEmpty = true;
  for (const part of parts) {
    if (isEmpty && collapses && part === ' ') continue;
    isEmpty = false;
    const trimmed = afterSpace ? part.replace(/^ +/, '') : part;
    result += trimmed.replaceAll(' ', space);
    if (trimmed !== '') afterSpace = collapses && trimmed.endsWith(' ');
  }
  if (isEmpty) return '';
  if (addDummyPrefix && !whitespaceAsSuffix) result = space + result;
  if (collapses) while (result.endsWith(space)) result = result.slice(0, -1);
  return addDummyPrefix && whitespaceAsSuffix ? result + space : result;
}

/** The shortest text from an offset on that has at least this many bytes in UTF-8, in whole characters. */
function charactersOfBytes(text: string, unit: number, bytes: number): string {
  let end = unit;
  for (let left = bytes; left > 0 && end < text.length;) {
    const character = String.fromCodePoint(text.codePointAt(end) ?? 0);
    left -= utf8Length(character);
    end += character.length;
  }
  return text.slice(unit, end);
}

/** The length of a well-formed text in UTF-8, in bytes. */
export function utf8Length(text: string): number {
  let length = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    length += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return length;
}
