// Spaceless: scripts that are written without spaces between words, and whether a space stands where two texts are joined.

/** The letters of scripts that are written without spaces between words. Korean has spaces. */
export const SPACELESS = /[\p{scx=Hani}\p{scx=Hira}\p{scx=Kana}\p{scx=Thai}\p{scx=Laoo}\p{scx=Khmr}\p{scx=Mymr}]/u;

/** A character next to which no space is written: a letter of those scripts, or full-width punctuation. */
const WITHOUT_SPACE =
  '[\\p{scx=Hani}\\p{scx=Hira}\\p{scx=Kana}\\p{scx=Thai}\\p{scx=Laoo}\\p{scx=Khmr}\\p{scx=Mymr}\\u3000-\\u303f\\uff01-\\uff60]';
const ENDS = new RegExp(`${WITHOUT_SPACE}\\p{M}*$`, 'u');
const STARTS = new RegExp(`^${WITHOUT_SPACE}`, 'u');

/** Whether a text ends with a character of such a script. Between it and another such character stands no space. */
export function endsSpaceless(text: string): boolean {
  return ENDS.test(text.slice(-8));
}

/** Whether a text begins with a character of such a script. */
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
 * The result of a part with the white space that it needs before the result of the next part. Between two characters of scripts
 * without spaces there is none. Between two words of other scripts a space is added if the source, in a script without
 * spaces, has none there. If neither part was changed, the white space stays as it is.
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

/** A part of a text, and its translation. */
export interface Translated {
  readonly text: string;
  readonly result: string;
}
