// Spaceless: scripts that are written without spaces between words, and what stands between two texts of them that are joined.

/** The letters of scripts that are written without spaces between words. Korean has spaces. */
export const SPACELESS = /[\p{scx=Hani}\p{scx=Hira}\p{scx=Kana}\p{scx=Thai}\p{scx=Laoo}\p{scx=Khmr}\p{scx=Mymr}]/u;

/** What stands at an end without a space: those letters, their marks, and full-width punctuation. */
const SIDE =
  '[\\p{scx=Hani}\\p{scx=Hira}\\p{scx=Kana}\\p{scx=Thai}\\p{scx=Laoo}\\p{scx=Khmr}\\p{scx=Mymr}\\u3000-\\u303f\\uff01-\\uff60]';
const ENDS = new RegExp(`${SIDE}\\p{M}*$`, 'u');
const STARTS = new RegExp(`^${SIDE}`, 'u');

/** Whether a text ends with a character of such a script, so that no space follows before another one. */
export function endsSpaceless(text: string): boolean {
  return ENDS.test(text.slice(-8));
}

export function startsSpaceless(text: string): boolean {
  return STARTS.test(text.slice(0, 2));
}

/** Whether sentences of a language, a BCP 47 tag, follow each other without a space. Those of Thai have one between them. */
export function joinsSentences(language: string): boolean {
  try {
    return /^(?:Hans|Hant|Hani|Jpan)$/.test(new Intl.Locale(language).maximize().script ?? '');
  } catch {
    return false;
  }
}

/**
 * A result so that the result of the part behind it can follow: with a space between words of scripts that have spaces, and
 * without one between characters of those that have none, whatever stood there in the source.
 *
 * @param part the result, and the text that it was made of
 * @param next the same of the part behind it
 */
export function joinedTo(part: Translated, next: Translated): string {
  if (part.result === part.text && next.result === next.text) return part.result;
  const words = part.result.replace(/[ \t]+$/, '');
  if (endsSpaceless(words) && startsSpaceless(next.result)) return words;
  const isSpaceless = endsSpaceless(part.text) || startsSpaceless(next.text);
  const isOpen =
    /[\p{L}\p{N}\p{Po}\p{Pe}\p{Pf}`]$/u.test(part.result) && /^[\p{L}\p{N}\p{Ps}\p{Pi}`]/u.test(next.result);
  const isBeside = endsSpaceless(part.result) || startsSpaceless(next.result);
  return isSpaceless && isOpen && !isBeside ? `${part.result} ` : part.result;
}

export interface Translated {
  readonly text: string;
  readonly result: string;
}
