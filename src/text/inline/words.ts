// Words: the protected words of a sentence, which must not be translated and which models mostly copy: names in code, names
// of products, versions, dates, numbers with units. A sentence is cut at them only after a model has lost one.
import { type Form, matches } from './forms';
import type { Range } from '../range';

/** The protected words of a sentence, in no order; some overlap. */
export function protectedWords(sentence: string): Range[] {
  // Most words are not protected, so the forms are searched only in words that match SIGN, each together with the next word.
  const found: Range[] = [];
  let [start, endOfWord, end] = [0, 0, 0];
  const search = (): void => {
    if (end === 0 || NUMBER_ALONE.test(sentence.slice(start, end))) return;
    for (const range of matches(sentence.slice(start, end), FORMS)) {
      found.push({ start: start + range.start, end: start + range.end });
    }
  };
  for (const { index } of sentence.matchAll(SIGN)) {
    if (index < endOfWord) continue;
    if (index >= end) {
      search();
      start = startOfWord(sentence, index, end);
    }
    endOfWord = endOf(WORD, sentence, index);
    end = endOf(NEXT_WORD, sentence, endOfWord);
  }
  search();
  return found;
}

/** What a protected word contains: a digit, a number sign, a capital inside of it, a plus sign, a slash. */
const SIGN = /[\d#]+|[a-z][A-Z]|[A-Z]{2}[a-z]{2}|[A-Z][a-z]?\+|\w\/(?!\w)/g;
/** A number that is no protected word: it stands alone or before a word that is no unit, as most numbers in prose do. */
const NUMBER_ALONE =
  /^[("'“]?\d{1,12}[,.;:!?)"'”]{0,3}(?:\s+(?:(?!mbar|[knm]mol|kbit)[A-Za-z][a-z]{3,}|of|in|to|on|at|by|is|as|or|and|the|for|was|are|per)[,.;:!?)"'”]{0,3})?$/;

const SPACE = /\s/;

/** The offset at which the word that contains `at` begins, but not less than `least`. */
function startOfWord(sentence: string, at: number, least: number): number {
  let start = at;
  while (start > least && !SPACE.test(sentence.charAt(start - 1))) start--;
  return start;
}

const WORD = /\S*/y;
const NEXT_WORD = /\s*\S*/y;

/** The offset at which a match of a sticky pattern that begins at `at` ends. */
function endOf(pattern: RegExp, sentence: string, at: number): number {
  pattern.lastIndex = at;
  pattern.test(sentence);
  return pattern.lastIndex;
}

const DIGIT = /\d/;
const INNER_CAPITAL = /[a-z\d][A-Z]|[A-Z]{2}[a-z]{2}/;

/** What may stand neither before nor after a protected word of letters and digits. */
const BEFORE = '(?<![\\p{L}\\p{N}_$\\\\/@.+-])';
const AFTER = '(?![\\p{L}\\p{N}_])';

/**
 * Names with capitals inside: `readFile`, `fs.readFile`, JavaScript, PostgreSQL, macOS, OAuth. German plurals such as
 * "LehrerInnen" are left out.
 */
const CAPITALS = new RegExp(
  `(?<![\\p{L}\\p{N}_$\\\\/@.])(?:[A-Za-z_]\\w{0,40}\\.){0,3}(?!\\p{L}{1,40}Innen(?!\\p{L}))` +
    `(?:[a-z]{1,30}\\d{0,4}[A-Z]|[A-Z]{1,10}[a-z]{1,30}\\d{0,4}[A-Z]|[A-Z]{2,10}[a-z]{2})\\w{0,60}${AFTER}`,
  'gu',
);

/**
 * Units of data, lengths, masses, volumes, times, frequencies, electricity, chemistry, temperature, pressure, and money.
 * Inches and years are left out, because "5 in" and "2 a" are mostly words of the sentence.
 */
const UNITS = [
  '[kKMGTPE]?i?(?:[Bb]|bit|Bit)(?:ps|/s)?',
  '[nµμmcdk]?m[²³]?(?:/[hs])?|km/h|mph',
  '[µμmk]?g(?:/[mk]?[lLm][²³]?)?|lbs?|oz',
  '[µμmcd]?[lL]',
  '[nµμm]?s|min|h',
  '[kMGT]?Hz|fps|dpi|px|pt|em|rem|rpm|dB',
  '[µμmkMG]?(?:V|W|Wh|Ω|J|N)|[µμm]Ah?|[µμnp]F',
  '[nµμpm]?M|[nµμmk]?mol(?:/[lL])?|k?Da',
  '°[CF]?|K',
  '[hkMG]?Pa|mbar',
  '%(?![%(])|‰',
  '€|£|¥|EUR|USD|GBP|CHF',
].join('|');

/** Digits, with a space between groups of three where the language has them: "1 234,50 €". */
const NUMBER =
  '(?<![\\p{L}\\p{N}_.,:]|\\d[ \\u00a0\\u202f](?=\\d{3}(?!\\d)))[-+−±]?(?:\\d{1,3}(?:[ \\u00a0\\u202f]\\d{3}){1,4}(?!\\d)(?:[.,]\\d{1,6})?|\\d(?:[\\d.,]{0,14}\\d)?)';

/** A number with a unit. French has "s'" and "m'" before words: these are no units. */
const WITH_UNIT = new RegExp(`${NUMBER}[ \\u00a0\\u202f]?(?:${UNITS})${AFTER}(?!°|['’]\\p{L})`, 'gu');

/** Amounts of dollars: $5, US$20, -$1,000.50, $3bn. Other currency signs are symbols. */
const PRICE = /(?<![\p{L}\p{N}_$.])[-−]?(?:US|CA|AU|NZ|HK)?\$\d(?:[\d.,]{0,14}\d)?(?:[kKMB]|bn|m)?(?![\p{L}\p{N}_])/gu;

/** A decade: "90s" are years, not seconds. */
const DECADE = /\d0s$/;

const FORMS: readonly Form[] = [
  [INNER_CAPITAL, CAPITALS],
  [DIGIT, WITH_UNIT, match => !DECADE.test(match)],
  ['$', PRICE],
  // Codes: 3D, 10k, x86, UTF-8, CVE-2024-1234, 1920x1080, 0x1f.
  [DIGIT, new RegExp(`${BEFORE}\\d{1,4}(?:[A-LN-Z]|[A-Z](?!M))[A-Z]{0,3}${AFTER}`, 'gu')],
  [DIGIT, new RegExp(`${BEFORE}(?:\\d(?:[\\d.]{0,8}\\d)?[kx]|\\d{1,5}[x×]\\d{1,5}|0x[\\dA-Fa-f]{1,16})${AFTER}`, 'gu')],
  [DIGIT, new RegExp(`${BEFORE}[A-Za-z]{1,20}\\d\\w{0,20}(?:-\\d{1,4})?${AFTER}`, 'gu')],
  [DIGIT, new RegExp(`${BEFORE}[A-Z]{1,10}-\\d{1,8}(?:-\\d{1,8}){0,3}${AFTER}`, 'gu')],
  // Pages of manuals: wait(2).
  [DIGIT, new RegExp(`${BEFORE}[a-z][\\w.-]{0,40}\\(\\d[a-z]{0,2}\\)`, 'gu')],
  // Ions: Ca2+, Na+.
  ['+', /(?<![\p{L}\p{N}])(?:[A-Z][a-z]?\d{0,2}){1,4}\+(?![\p{L}\p{N}_+])/gu],
  // Versions and IP addresses: 1.2.3, v2, 1.0.0-beta.2, 18.x, 192.168.0.1:80.
  [
    DIGIT,
    new RegExp(
      `${BEFORE}v?\\d{1,5}(?:\\.\\d{1,5}){2,4}(?:[-+.][\\dA-Za-z](?:[\\w.-]{0,40}\\w)?)?(?:[:/]\\d{1,5})?${AFTER}`,
      'gu',
    ),
  ],
  [
    DIGIT,
    new RegExp(
      `${BEFORE}(?:v\\d{1,5}(?:\\.\\d{1,5})?|\\d{1,5}\\.\\d{1,5}-?(?:alpha|beta|rc|pre|dev)[\\w.]{0,20})${AFTER}`,
      'gu',
    ),
  ],
  ['.x', new RegExp(`${BEFORE}v?\\d{1,5}(?:\\.\\d{1,5})?\\.x${AFTER}`, 'gu')],
  // Hashes of Git, and UUIDs.
  [DIGIT, new RegExp(`${BEFORE}(?=[a-f]{0,64}\\d)(?=\\d{0,64}[a-f])[\\da-f]{7,64}${AFTER}`, 'gu')],
  ['-', new RegExp(`${BEFORE}[\\da-fA-F]{8}(?:-[\\da-fA-F]{4}){3}-[\\da-fA-F]{12}${AFTER}`, 'gu')],
  // Issues: #123, owner/repository#1; and hashtags.
  ['#', /(?<![\p{L}\p{N}_&/#.-])(?:[\w.-]{1,40}\/[\w.-]{1,60})?#\d{1,9}(?![\p{L}\p{N}_])/gu],
  ['#', /(?<![\p{L}\p{N}_&/#.-])#[A-Za-z][\w-]{0,40}/gu],
  // Dates as in ISO 8601 or with slashes, times, offsets of time zones.
  [
    '-',
    /(?<![\p{L}\p{N}_.-])\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?(?: ?(?:Z|[+-]\d{2}:?\d{2}))?)?(?![\p{L}\p{N}_])/gu,
  ],
  ['/', /(?<![\p{L}\p{N}_./])\d{1,4}\/\d{1,2}\/\d{1,4}(?![\p{L}\p{N}_/])/gu],
  [':', /(?<![\p{L}\p{N}_.:])\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?(?![\p{L}\p{N}_:])/gu],
  [DIGIT, /(?<![\p{L}\p{N}_.+-])[+-]\d{4}(?![\p{L}\p{N}_.,])/gu],
  // Folders: src/components/.
  ['/', /(?<![\p{L}\p{N}_./-])[\w.-]{1,60}(?:\/[\w.-]{1,60}){0,10}\/(?=$|[\s,;:.)])/gu],
];
