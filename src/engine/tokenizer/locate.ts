// Locate: finds the offsets of tokens in a text by searching for the characters of their pieces.
import type { PieceCharacter } from './pieceCharacters';

/** The start and end of a token in a text, in UTF-16 code units. */
export interface Offsets {
  readonly start: number;
  readonly end: number;
}

/**
 * Finds the offsets of each token. White space around a token's characters is left out, unless the token has nothing else. A
 * token without characters in the text gets empty offsets, at the end of the tokens before it. The search tolerates white
 * space that only the text or only the pieces have, and characters of pieces that the text lacks.
 *
 * @param tokens the number of tokens
 * @param characters the characters of all tokens, in order
 */
export function locate(tokens: number, characters: readonly PieceCharacter[], text: string): Offsets[] {
  const letters = new Array<Offsets | undefined>(tokens);
  const spaces = new Array<Offsets | undefined>(tokens);
  let at = 0;
  characters.forEach(({ first, last }, index) => {
    const offsets = find(characters, index, text, at);
    if (offsets === undefined) return;
    at = offsets.end;
    const list = text.slice(offsets.start, offsets.end).trim() === '' ? spaces : letters;
    for (let token = first; token <= last; token++) list[token] = joined(list[token], offsets);
  });
  let end = 0;
  return Array.from({ length: tokens }, (_, token) => {
    const offsets = letters[token] ?? spaces[token] ?? { start: end, end };
    end = Math.max(end, offsets.end);
    return offsets;
  });
}

/** The offsets of one character, searched from `at` on; undefined if the text lacks it. */
function find(characters: readonly PieceCharacter[], index: number, text: string, at: number): Offsets | undefined {
  const { content } = characters[index];
  if (typeof content === 'string') return findUnknown(characters, index, text, at);
  const { character } = content;
  const here = matching(character, text, at);
  if (here !== undefined || isSpace(character)) return here;
  // Either the text has characters before this one that belong to no token, or the text lacks this character. A later
  // occurrence counts only if the characters after it match too.
  for (let far = text.indexOf(character, at); far >= 0; far = text.indexOf(character, far + 1)) {
    const end = far + character.length;
    if (follows(characters, index + 1, text, end, false)) return { start: far, end };
  }
  return undefined;
}

/** The offsets of a character that stands at `at`, or after white space from `at` on; else undefined. */
function matching(character: string, text: string, at: number): Offsets | undefined {
  if (text.startsWith(character, at)) return { start: at, end: at + character.length };
  if (isSpace(character)) return isSpace(text[at]) ? { start: at, end: at + 1 } : undefined;
  const next = afterSpace(text, at);
  return text.startsWith(character, next) ? { start: next, end: next + character.length } : undefined;
}

/** The offsets of unknown characters: the shortest stretch after which the following characters match. */
function findUnknown(
  characters: readonly PieceCharacter[],
  index: number,
  text: string,
  at: number,
): Offsets | undefined {
  const start = afterSpace(text, at);
  if (start >= text.length) return undefined;
  const isNeeded = characters[index].content === 'some';
  const shortest = isNeeded ? start + lengthAt(text, start) : at;
  for (const strict of [true, false]) {
    for (let end = shortest; end <= text.length; end += end < text.length ? lengthAt(text, end) : 1) {
      if (!follows(characters, index + 1, text, end, strict)) continue;
      const last = start + text.slice(start, end).trimEnd().length;
      return last > start ? { start, end: last } : undefined;
    }
  }
  return isNeeded ? { start, end: shortest } : undefined;
}

/** How many characters are compared at most to decide whether the text matches. */
const COMPARED = 16;

/**
 * Whether the characters, up to the next unknown one, match the text from `from` on.
 *
 * @param strict whether spaces have to match too; otherwise a space of a piece may be missing in the text
 */
function follows(
  characters: readonly PieceCharacter[],
  index: number,
  text: string,
  from: number,
  strict: boolean,
): boolean {
  let at = from;
  for (let next = index; next < Math.min(characters.length, index + COMPARED); next++) {
    const { content } = characters[next];
    if (content === 'some') return afterSpace(text, at) < text.length;
    if (content === 'any') return true;
    const here = matching(content.character, text, at);
    if (here === undefined && (strict || !isSpace(content.character))) return false;
    at = here?.end ?? at;
  }
  return index < characters.length || afterSpace(text, at) === text.length;
}

/** The offsets from the start of `before` to the end of `more`. */
function joined(before: Offsets | undefined, more: Offsets): Offsets {
  return before === undefined ? more : { start: Math.min(before.start, more.start), end: more.end };
}

function isSpace(character: string | undefined): boolean {
  if (character === undefined || character.length !== 1) return false;
  // ASCII is decided without the regular expression, because this is called several times for every character.
  const code = character.charCodeAt(0);
  return code < 0x80 ? code === 0x20 || (code >= 0x09 && code <= 0x0d) : OTHER_SPACE.test(character);
}

const OTHER_SPACE = /^[\s\u2581]$/u;

/** The first position from `at` on that is no white space. */
function afterSpace(text: string, at: number): number {
  let next = at;
  while (isSpace(text[next])) next++;
  return next;
}

function lengthAt(text: string, at: number): number {
  return (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
}
