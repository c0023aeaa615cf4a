// Languages: the names of languages and their BCP 47 tags.

/** The languages that translation models commonly know. `languageTag` recognizes their names. */
export const LANGUAGES: readonly string[] = [
  ...['ar', 'bg', 'bn', 'ca', 'cs', 'da', 'de', 'el', 'en', 'es', 'et', 'fa', 'fi', 'fr', 'he', 'hi', 'hr', 'hu', 'id'],
  ...['it', 'ja', 'ko', 'lt', 'lv', 'ms', 'nb', 'nl', 'pl', 'pt', 'ro', 'ru', 'sk', 'sl', 'sr', 'sv', 'sw', 'ta', 'th'],
  ...['tr', 'uk', 'ur', 'vi', 'zh'],
];

/** The name of the language `tag` in the user's language `reader`; both are BCP 47 tags. */
export function languageName(tag: string, reader: string): string {
  try {
    return new Intl.DisplayNames([reader, 'en'], { type: 'language' }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}

/**
 * The tag of a language that is named by a tag (de, DE, pt_br) or by its name in the user's language, in English or in
 * the language itself ("German", "Deutsch"). Any other text is returned as it is.
 *
 * @param reader the user's language, a BCP 47 tag
 * @param known further tags, such as those of the installed models
 */
export function languageTag(words: string, reader: string, known: readonly string[] = []): string {
  const name = words.trim().toLowerCase();
  if (name === '') return '';
  const isCalled = (tag: string): boolean =>
    [reader, 'en', tag].some(language => languageName(tag, language).toLowerCase() === name);
  return [...known, ...LANGUAGES].find(isCalled) ?? canonical(words.trim());
}

/** Whether two BCP 47 tags name the same language, whatever region or script they name. */
export function isSameLanguage(one: string, other: string): boolean {
  return primaryOf(one) === primaryOf(other);
}

function primaryOf(tag: string): string {
  return tag.toLowerCase().split(/[-_]/)[0];
}

/** A tag in the spelling that cards use (de for DE, pt-BR for pt_br). Any other text is returned as it is. */
function canonical(tag: string): string {
  try {
    return new Intl.Locale(tag.replaceAll('_', '-')).toString();
  } catch {
    return tag;
  }
}
