// Symbols: parts of a sentence that programs read, and signs that many vocabularies lack: addresses, code, links, tags,
// variables of messages, paths, arrows, fractions.
import { type Form, matches } from './forms';
import { protectedWords } from './words';

/**
 * A range of a sentence. A `symbol` is what programs read: without placeholders for it, a sentence is cut at one. A `sign` is
 * typography (fractions, trademarks): a sentence is never cut at one. A `word` is a protected word, which models mostly copy:
 * a sentence is cut at one only after a model has lost it.
 */
export interface InlineSymbol {
  readonly kind: 'symbol' | 'sign' | 'word';
  readonly start: number;
  readonly end: number;
}

/** The symbols of a sentence, in no order; some overlap. */
export function symbols(sentence: string): InlineSymbol[] {
  const found: InlineSymbol[] = protectedWords(sentence).map(range => ({ kind: 'word', ...range }));
  // Most sentences have words and punctuation alone. The searches below are skipped for them, because searching takes most of
  // the time in which a long text is segmented.
  if (WORDS_ALONE.test(sentence)) return found;
  for (const range of matches(sentence, PROGRAMS)) found.push({ kind: 'symbol', ...range });
  if (sentence.includes('{')) found.push(...braces(sentence));
  for (const range of matches(sentence, SIGNS)) found.push({ kind: 'sign', ...range });
  // Greek letters are signs in a sentence without Greek words.
  if (!GREEK_WORD.test(sentence)) {
    for (const range of matches(sentence, GREEK)) found.push({ kind: 'sign', ...range });
  }
  return found;
}

/** A sentence of words with punctuation that is part of no symbol. */
const WORDS_ALONE = /^[a-z\d\s,;!?'’–—äöüßéèêàçñáíóú]*[.:]?\s{0,3}$/i;

/** Extensions by which a file name is recognized in prose without a path. */
const ENDINGS =
  'ts|tsx|js|jsx|mjs|cjs|json|jsonc|md|mdx|txt|ya?ml|toml|ini|cfg|conf|lock|log|csv|tsv|xml|html?|css|scss|less|svg|png|jpe?g|gif|pdf|py|rb|rs|go|java|kt|cs|cpp|hpp|cc|hh|php|sh|bat|ps1|sql|env|zip|gz|tar|exe|dll|wasm|onnx|vsix';

/** Top-level domains by which an address without a scheme is recognized. Others are left out, as they are words. */
const DOMAINS = 'com|org|net|io|dev|app|edu|gov|info|example|test|invalid|eu|de|fr|es|uk|ch|ai';

/** The target of a link, in parentheses, which may hold other parentheses. */
const TARGET = '\\((?:[^()\\n]|\\([^()\\n]{0,200}\\)){0,800}\\)';

/** Addresses, inline code, tags, links and footnotes, formulas. */
const MARKUP: readonly Form[] = [
  ['://', /\b[a-z][a-z\d+.-]{0,30}:\/\/[^\s<>"`]{0,2000}[^\s<>"`.,;:!?'()[\]{}]\/?/gi],
  ['@', /[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}/g],
  ['`', /(?:(?<!\w):[a-z][a-z:.+-]{1,30}:)?(?<!`)(`{1,3})(?!`)[^\n]{1,500}?(?<!`)\1(?!`)/g],
  ['<', /<\/?[a-z][^<>\n]{0,500}>|<%[^%<>\n]{1,300}%>|<!--|<!\[CDATA\[/gi],
  ['>', /-->|\]\]>|>>[a-z_-]{2,20}<</gi],
  // Links: images in links and images without a description as a whole, else the parts before and after the words.
  ['](', new RegExp(`\\[!\\[[^[\\]\\n]{0,300}\\]${TARGET}\\]${TARGET}|!\\[\\]${TARGET}|\\]${TARGET}`, 'g')],
  ['[', /!?\[(?=(?:[^[\]\n]|\[[^[\]\n]{0,300}\]){1,300}\](?:\(|\[[^\]\n]))|\[\[[^[\]\n]{1,200}\]\]/g],
  ['][', /\[[^[\]\n]{1,200}\]\[\]|\]\[[^[\]\n]{1,200}\]/g],
  ['[^', /\[\^[\w-]{1,40}\]/g],
  ['$', /\$[^\s$][^\n$]{0,200}(?<=[\\^_=+{}<>][^\n$]{0,200})(?<!\s)\$(?!\d)/g],
];

/** The character that begins the escape sequences that color a terminal's text. */
export const ESCAPE = '\u001b';
const BELL = '\u0007';

/** Variables of messages, and escapes: entities, `\n`, the colors of a terminal. */
const VARIABLES: readonly Form[] = [
  [
    '%',
    /(?<![\d%])%(?:\d{1,2}\$)?[-+0#]{0,2}\d{0,4}(?:\.\d{1,2})?(?:hh?|ll?|[Lqjzt])?[diouxXeEfFgGcsp@](?![\p{L}\p{N}])/gu,
  ],
  ['%', /%%|%[A-Z_]{2,40}%/g],
  ['$', /\$\w{0,40}[A-Za-z_]\w{0,40}(?![\w$])/g],
  ['@@', /@@\w{1,40}@@/g],
  ['&', /&(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z][a-z\d]{1,30});/gi],
  // `\n`, `\r` and `\t`; before a small letter only after the end of a clause, because “C:\new” is a path.
  ['\\', /\\[nrt](?![a-z])|(?<=[.!?:;,)])\\[nrt]/g],
  [
    ESCAPE,
    new RegExp(
      `${ESCAPE}(?:\\[[\\d;:?]{0,40}[ -/]?[@-~]|\\][^${BELL}${ESCAPE}\\n]{0,500}(?:${BELL}|${ESCAPE}\\\\))`,
      'g',
    ),
  ],
];

const KEYS = /(?:Ctrl|Control|Cmd|Command|Alt|Option|Shift|Meta|Win|Super|Fn) ?[+-]/;

/** Keys, command options, paths, file names, host names, mentions of people, names in code. */
const NAMES: readonly Form[] = [
  [
    KEYS,
    /\b(?:Ctrl|Control|Cmd|Command|Alt|Option|Shift|Meta|Win|Super|Fn)(?: ?\+ ?(?:[A-Z\d]\w{0,10}|[^\s\w]|[a-z](?!\w))){1,4}(?!\w)|\b(?:Ctrl|Cmd|Alt)-[A-Za-z](?!\w)/g,
  ],
  ['-', /(?<![\w-])--[a-zA-Z][\w-]{0,60}(?:=[^\s,;.]{1,80})?|(?<=^|[\s([])-[a-zA-Z](?![\w-])/g],
  [
    '/',
    /(?<![\w@./~<-])(?:(?:~|\.{1,2})\/|\/(?=[\w.-]{1,80}\/)|\/(?=[a-z][\w-]{1,40}(?![\w./-])))[\w./@+~*-]{0,200}[\w/@~*+-]/g,
  ],
  ['/', /(?<![\w@./-])[\w@.-]{1,80}(?:\/[\w@.*-]{1,80}){1,20}\.[a-z]\w{0,7}(?![\w/])/g],
  ['\\', /(?<!\w)[A-Za-z]:\\[\w.$-]{1,80}(?:\\[\w.$-]{1,80}){0,20}\\?/g],
  ['.', new RegExp(`(?<![\\w./@-])\\.?[\\w-]{1,60}(?:\\.[\\w-]{1,40}){0,3}\\.(?:${ENDINGS})(?![\\w/]|\\.\\w)`, 'g')],
  [
    '.',
    new RegExp(
      `(?<![\\w./@-])(?:[a-z\\d-]{1,63}\\.){1,5}(?:${DOMAINS})(?:/[\\w./%~-]{0,200}[\\w/])?(?![\\w-]|\\.\\w)`,
      'g',
    ),
  ],
  ['_', /(?<![\w/])(?:[A-Za-z][A-Za-z\d]{0,40}(?:_[A-Za-z\d]{1,40}){1,10})(?!\w)(?:=[\w./-]{0,80}\w)?/g],
  ['__', /(?<![\w/])__[a-z][a-z\d]{1,40}(?:_[a-z\d]{1,40}){0,5}__(?!\w)/g],
  ['(', /(?<![\w.])[A-Za-z_$][\w$]{0,60}(?:\.[A-Za-z_$][\w$]{0,60}){0,5}\(\)/g],
  ['@', /(?:(?<![\w@.])|(?<=\\[nrt]))@[A-Za-z][\w-]{0,40}(?:\/[\w.-]{0,60}\w|@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5})?/g],
  [':', /(?<![\w:]):[a-z][a-z\d_+-]{1,40}:(?![\w:])/g],
];

/** Marks of direction; arrows, key symbols, pictograms, box drawing, Braille, each with the letter after it, as in “⌘K”. */
const PICTURES: readonly Form[] = [
  ['', /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+/g],
  ['', /[\u2190-\u21ff\u2300-\u25ff\u2600-\u27bf\u27f0-\u28ff\u2900-\u297f\u2b00-\u2bff]+(?:[A-Z](?![A-Za-z]))?/g],
];

const GREEK_WORD = /\p{Script=Greek}{2}/u;
const GREEK: readonly Form[] = [[/[\u0370-\u03ff]/, /(?<![\p{L}\p{N}])\p{Script=Greek}(?![\p{L}\p{N}])/gu]];

const PROGRAMS: readonly Form[] = [...MARKUP, ...VARIABLES, ...NAMES, ...PICTURES];

/** Escaped punctuation; currency signs, powers, fractions, degrees with their number or unit; typographic marks. */
const SIGNS: readonly Form[] = [
  ['\\', /\\[!"#$%&()*+,./:;<=>?@[\\\]^_`{|}~-]/g],
  [
    '',
    /(?:(?<![\p{L}\p{N}])(?:\p{L}{1,2}|\d{1,9}))?(?:(?![$\u2120\u2122])[\p{Sc}\p{No}\u00b0\u00b1\u00d7\u00f7\u2030\u2032\u2033\u207a-\u207e\u208a-\u208e\u2100-\u214f\u2200-\u22ff])+(?:[\d.,]{0,12}\d[kmKM]?(?!\p{L})|[A-Z](?!\p{L}))?/gu,
  ],
  ['', /[\u00a6-\u00a9\u00ac\u00ae\u00b6\u00b7\u2020-\u2022\u2026\u2120\u2122\u2581]+/g],
];

/** Braces that are longer than this, in UTF-16 units, hold sentences and no variable. */
const LONGEST_VARIABLE = 60;
/** The same limit for braces with the forms of a message, such as its plural. */
const LONGEST_CHOICE = 600;

/** Variables in braces, `{name}`, `{{ name }}`, `${name}`; and plural forms of messages, `{n, plural, other {# files}}`. */
function braces(sentence: string): InlineSymbol[] {
  const found: InlineSymbol[] = [];
  const open: number[] = [];
  for (const { index, 0: brace } of sentence.matchAll(/[{}]/g)) {
    if (brace === '{') {
      open.push(index);
      continue;
    }
    const start = open.pop();
    if (start === undefined) continue;
    const length = index + 1 - start;
    if (length > LONGEST_CHOICE) continue;
    const body = sentence.slice(start, index + 1);
    if (length > LONGEST_VARIABLE && !/^\{\s*[\w.]+\s*,\s*(?:plural|select|selectordinal)\s*,/.test(body)) continue;
    const from = sentence.charAt(start - 1) === '$' || sentence.charAt(start - 1) === '#' ? start - 1 : start;
    found.push({ kind: 'symbol', start: from, end: index + 1 });
  }
  return found;
}
