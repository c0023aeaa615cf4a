// Guards: escapes characters of a translation that stands between brackets, quotation marks or parentheses, so that they do
// not close these early.
import type { Guard } from '../textStructure';
import { replacedText, type ReplacedText, type Replacement } from './spans';

/** A text as it is written between the signs of a guard: characters that would close the guard are escaped. */
export function guarded(text: string, guard: Guard | undefined): ReplacedText {
  return replacedText(text, guard === undefined ? [] : escapes(text, guard));
}

function escapes(text: string, guard: Guard): Replacement[] {
  switch (guard) {
    case '[]':
      return unpairedBrackets(text).map(at => ({ start: at, end: at, by: '\\' }));
    case '"':
    case "'":
    case '()':
      return offsetsOfUnescaped(text, guard).map(at => ({ start: at, end: at, by: '\\' }));
    case '=""':
      return offsetsOfUnescaped(text, '"').map(at => ({ start: at, end: at + 1, by: '&quot;' }));
    case "=''":
      return offsetsOfUnescaped(text, "'").map(at => ({ start: at, end: at + 1, by: '&#39;' }));
  }
}

/** The offsets of the given characters in a text, except of those that a backslash escapes. */
function offsetsOfUnescaped(text: string, characters: string): number[] {
  const found: number[] = [];
  for (let at = 0; at < text.length; at++) {
    if (text.charAt(at) === '\\') at++;
    else if (characters.includes(text.charAt(at))) found.push(at);
  }
  return found;
}

/** The offsets of the brackets without a partner. In the text of a picture Markdown allows brackets that pair. */
function unpairedBrackets(text: string): number[] {
  const open: number[] = [];
  const alone: number[] = [];
  for (const at of offsetsOfUnescaped(text, '[]')) {
    if (text.charAt(at) === '[') open.push(at);
    else if (open.pop() === undefined) alone.push(at);
  }
  return [...open, ...alone].sort((left, right) => left - right);
}
