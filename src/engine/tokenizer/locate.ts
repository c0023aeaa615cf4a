// Locate: finds the offsets of tokens in a text by the characters of their pieces.
import type { PieceCharacter } from './pieceCharacters';

/** Start and end in a text, in UTF-16 units. */
export interface Offsets {
  readonly start: number;
  readonly end: number;
}

/**
 * Finds the offsets of each token: those of its characters without the white space around them, or of the white space if
 * the token has nothing else. A token without characters in the text gets empty offsets where it would be. White space
 * may be missing in the text or in the pieces; so may a character that the text does not have.
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

/** The offsets of one character, searched from `at`; undefined if the text does not have it. */
function find(characters: readonly PieceCharacter[], index: number, text: string, at: number): Offsets | undefined {
  const { is } = characters[index];
  if (typeof is === 'string') return findUnknown(characters, index, text, at);
  const { character } = is;
  const here = matching(character, text, at);
  if (here !== undefined || isSpace(character)) return here;
  // The text has characters before it that no token has, or lacks this character.
  for (let far = text.indexOf(character, at); far >= 0; far = text.indexOf(character, far + 1)) {
    const end = far + character.length;
    if (follows(characters, index + 1, text, end, false)) return { start: far, end };
  }
  return undefined;
}

/** The offsets of a character at `at`, or after white space that no token has. */
function matching(character: string, text: string, at: number): Offsets | undefined {
  if (text.startsWith(character, at)) return { start: at, end: at + character.length };
  if (isSpace(character)) return isSpace(text[at]) ? { start: at, end: at + 1 } : undefined;
  const next = afterSpace(text, at);
  return text.startsWith(character, next) ? { start: next, end: next + character.length } : undefined;
}

/** The offsets of unknown characters: as few as are needed for the following characters to match. */
function findUnknown(
  characters: readonly PieceCharacter[],
  index: number,
  text: string,
  at: number,
): Offsets | undefined {
  const start = afterSpace(text, at);
  if (start >= text.length) return undefined;
  const isNeeded = characters[index].is === 'some';
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

/** How many characters must match for an offset to count as found. */
const CERTAIN = 16;

/** Whether the characters up to the next unknown one match the text from `from` on; if strict, with every space. */
function follows(
  characters: readonly PieceCharacter[],
  index: number,
  text: string,
  from: number,
  strict: boolean,
): boolean {
  let at = from;
  for (let next = index; next < Math.min(characters.length, index + CERTAIN); next++) {
    const { is } = characters[next];
    if (is === 'some') return afterSpace(text, at) < text.length;
    if (is === 'any') return true;
    const here = matching(is.character, text, at);
    if (here === undefined && (strict || !isSpace(is.character))) return false;
    at = here?.end ?? at;
  }
  return index < characters.length || afterSpace(text, at) === text.length;
}

function joined(before: Offsets | undefined, more: Offsets): Offsets {
  return before === undefined ? more : { start: Math.min(before.start, more.start), end: more.end };
}

function isSpace(character: string | undefined): boolean {
  if (character === undefined || character.length !== 1) return false;
  // It is called several times for every character, and few need the regular expression.
  const code = character.charCodeAt(0);
  return code < 0x80 ? code === 0x20 || (code >= 0x09 && code <= 0x0d) : OTHER_SPACE.test(character);
}

const OTHER_SPACE = /^[\s\u2581]$/u;

function afterSpace(text: string, at: number): number {
  let next = at;
  while (isSpace(text[next])) next++;
  return next;
}

function lengthAt(text: string, at: number): number {
  return (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
}
