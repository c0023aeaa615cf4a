// Guards: how a translation is written between signs that its own characters could end: brackets, quotation marks, parentheses.
import type { Guard } from '../textStructure';
import { replacedText, type ReplacedText, type Replacement } from './spans';

/** A text as it is written between the signs of a guard: characters that would end it are escaped. */
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
      return unescaped(text, guard).map(at => ({ start: at, end: at, by: '\\' }));
    case '=""':
      return unescaped(text, '"').map(at => ({ start: at, end: at + 1, by: '&quot;' }));
    case "=''":
      return unescaped(text, "'").map(at => ({ start: at, end: at + 1, by: '&#39;' }));
  }
}

/** The offsets of some characters, without those behind a backslash. */
function unescaped(text: string, characters: string): number[] {
  const found: number[] = [];
  for (let at = 0; at < text.length; at++) {
    if (text.charAt(at) === '\\') at++;
    else if (characters.includes(text.charAt(at))) found.push(at);
  }
  return found;
}

/** The offsets of the brackets without a partner. Brackets that pair are a part of the text of a picture. */
function unpairedBrackets(text: string): number[] {
  const open: number[] = [];
  const alone: number[] = [];
  for (const at of unescaped(text, '[]')) {
    if (text.charAt(at) === '[') open.push(at);
    else if (open.pop() === undefined) alone.push(at);
  }
  return [...open, ...alone].sort((left, right) => left - right);
}
