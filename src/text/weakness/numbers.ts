// Numbers: which numbers of a sentence its translation lacks. Decimal commas, thousands separators, Roman numerals and small
// numbers written as words are allowed for.

/**
 * The numbers that are written in digits in a sentence and that its translation lacks, as the sentence writes them.
 *
 * @param language of the translation, a BCP 47 tag: small numbers may be words of it
 */
export function lostNumbers(sentence: string, translation: string, language: string): string[] {
  if (!DIGIT.test(sentence)) return [];
  const found = new Set<string>();
  for (const [token] of westernDigits(translation).matchAll(TOKEN)) {
    for (const value of [...valuesOf(token), ...partsOf(token)]) found.add(value);
  }
  const words = wordsOf(translation, language);
  const has = (value: string): boolean => found.has(value) || words.has(value);
  const lost = [...westernDigits(sentence).matchAll(TOKEN)].flatMap(({ 0: token, index }) => {
    const values = [...valuesOf(token), ...otherValues(token, sentence.slice(index + token.length))];
    return values.some(has) || partsOf(token).every(has) ? [] : [token];
  });
  return [...new Set(lost)];
}

/** The ranges of the numbers of a sentence that stand alone: not parts of words such as “x86”. */
export function numberRanges(sentence: string): { readonly start: number; readonly end: number }[] {
  const alone = /(?<![\p{L}\p{N}_])\d+(?:[.,]\d+)*(?![\p{L}\p{N}_])/gu;
  return [...sentence.matchAll(alone)].map(({ index, 0: token }) => ({ start: index, end: index + token.length }));
}

const DIGIT = /\p{Nd}/u;

/** Digits with separators of decimals and thousands; after a space only a group of three. */
const TOKEN = /\d+(?:[.,'’]\d+|[ \u00a0\u2009\u202f]\d{3}(?!\d))*/g;
const SEPARATOR = /[^\d]/g;

/** The zeros of the decimal digits that translations into Arabic, Persian, Hindi, Bengali and Japanese have. */
const ZEROS = ['\u0660', '\u06f0', '\u0966', '\u09e6', '\uff10'].map(zero => zero.charCodeAt(0));

/** The text with its digits replaced by ASCII digits; its length stays the same. */
function westernDigits(text: string): string {
  return text.replace(/[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f\u09e6-\u09ef\uff10-\uff19]/g, digit => {
    const code = digit.charCodeAt(0);
    return String(code - (ZEROS.findLast(zero => zero <= code) ?? code));
  });
}

/** The values that a written number may have: “1,000” is a thousand in English and one in German. None for dates and versions. */
function valuesOf(token: string): string[] {
  const parts = token.split(SEPARATOR);
  const signs = (token.match(SEPARATOR) ?? []).map(sign => (/[.,]/.test(sign) ? sign : ' '));
  const last = signs.at(-1);
  if (last === undefined) return [whole(token)];
  const isGrouped = (from: readonly string[]): boolean =>
    (from[0] ?? '').length <= 3 && from.slice(1).every(part => part.length === 3);
  const areSame = (of: readonly string[]): boolean => of.every(sign => sign === of[0]);
  const values: string[] = [];
  if (areSame(signs) && isGrouped(parts)) values.push(whole(parts.join('')));
  const before = signs.slice(0, -1);
  if (
    last !== ' ' &&
    !before.includes(last) &&
    areSame(before) &&
    isGrouped(before.length > 0 ? parts.slice(0, -1) : [])
  ) {
    const fraction = parts.at(-1) ?? '';
    const integer = whole(parts.slice(0, -1).join(''));
    values.push(`${integer}.${fraction}`);
    const shorter = fraction.replace(/0+$/, '');
    if (fraction.length < 3) values.push(shorter === '' ? integer : `${integer}.${shorter}`);
  }
  return values;
}

/** The groups of digits between the separators, as numbers: of a date its day, month and year. */
function partsOf(token: string): string[] {
  return token.split(SEPARATOR).map(whole);
}

/** Digits without leading zeros. */
function whole(digits: string): string {
  return digits.replace(/^0+(?=\d)/, '');
}

/**
 * Other values that translations write for a number, by the words that follow it: 17 for “5 pm” and 5 for “17 Uhr”, 80 for
 * “1980s” and 1980 for “80er”.
 */
function otherValues(token: string, after: string): string[] {
  const [first = ''] = partsOf(token);
  const number = Number(first);
  if (/^\s?p\.?m\b/i.test(after)) return [String(number + 12)];
  if (/^\s?a\.?m\b/i.test(after) && number === 12) return ['0'];
  // German and French times: “14 Uhr”, “14.30 Uhr”, “14 h 30”.
  const isTime =
    number > 12 && number <= 24 && (/^\s?(?:Uhr|h)(?!\p{L})/u.test(after) || /^\d{1,2}[.:]\d\d$/.test(token));
  if (isTime) return [String(number - 12)];
  if (/^er\s/.test(after) && /^\d0$/.test(token)) return [`19${token}`, `20${token}`];
  if (/^s\b/.test(after)) return [whole(token.slice(-2))];
  if (/^\s(?:billion|bn)\b/i.test(after)) {
    return valuesOf(token).map(value => String(Math.round(Number(value) * 1000)));
  }
  return [];
}

/** The numbers that the words of a translation stand for. */
function wordsOf(translation: string, language: string): { has(value: string): boolean } {
  const numerals = NUMERALS[primaryOf(language)];
  // The numerals of other languages are not known: any small or round number may be written as a word.
  if (numerals === undefined) return { has: value => /^(?:\d|1[0-2]|\d+000)$/.test(value) };
  const words = new Set(translation.toLowerCase().match(/\p{L}+/gu));
  const romans = new Set((translation.match(/(?<!\p{L})[IVX]{1,6}(?=(?:e|er|re|ème)?(?!\p{L}))/gu) ?? []).map(roman));
  const hasWord = (pattern: string): boolean =>
    pattern.endsWith('*') ? [...words].some(word => word.startsWith(pattern.slice(0, -1))) : words.has(pattern);
  return { has: value => (numerals.get(value) ?? []).some(hasWord) || romans.has(value) };
}

function roman(letters: string): string {
  const values = Array.from(letters, letter => ({ I: 1, V: 5, X: 10 })[letter] ?? 0);
  const sum = values.reduce((total, value, at) => total + (value < (values[at + 1] ?? 0) ? -value : value), 0);
  return String(sum);
}

function primaryOf(language: string): string {
  return language.toLowerCase().split(/[-_]/)[0] ?? '';
}

/** The numbers that may be words: zero to twelve, then the round ones. */
const VALUES = [...Array.from({ length: 13 }, (_, value) => String(value)), '100', '1000', '1000000'];

/**
 * The words for each of `VALUES`, in this order, from a list with spaces between the numbers. `|` separates words for the same
 * number, and `*` stands for any ending.
 */
function numeralsOf(text: string): ReadonlyMap<string, readonly string[]> {
  return new Map(text.split(' ').map((words, at) => [VALUES[at] ?? '', words.split('|')]));
}

const NUMERALS: Readonly<Record<string, ReadonlyMap<string, readonly string[]>>> = {
  en: numeralsOf(
    'zero|no|none one|a|an|first|once|single two|second*|twice|both|double* three|third*|triple four* five|fifth* six* seven* eight* nine*|ninth* ten|tenth* eleven* twel* hundred* thousand* million*',
  ),
  de: numeralsOf(
    'null*|kein* ein|eine|einen|einem|einer|eines|eins|erst*|einmal*|einzig* zwei*|beid*|doppel* drei*|dritt* vier* fünf* sechs* sieb* acht* neun* zehn* elf* zwölf* hundert*|einhundert* tausend*|eintausend* million*',
  ),
  fr: numeralsOf(
    'zéro*|aucun* un|une|premier*|première* deux*|second*|double* trois*|tiers quatr* cinq* six* sept* huit* neuf*|neuv* dix* onz* douz* cent* mille* million*',
  ),
  es: numeralsOf(
    'cero*|ningún*|ningun* un|uno|una|unos|unas|primer* dos|segund*|doble* tres|tercer* cuatro*|cuart* cinco|quint* seis|sext* siete|séptim* ocho|octav* nueve|noven* diez|décim* once|undécim* doce|duodécim* cien* mil|miles mill*',
  ),
};
