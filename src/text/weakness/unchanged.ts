// Unchanged: whether a translation is still in the language of its source, and whether it is much too short.

import { covered } from '../covered';
import { inlineSpans } from '../inline/inlineSpans';

/**
 * Whether a translation is its source, or most of the source's words stand in it unchanged. Names, numbers and short labels
 * are the same in many languages, so only words in lower case count; in a text of capitals, or a title, all words count.
 */
export function isUntranslated(source: string, translation: string): boolean {
  const words = tellingWords(source);
  const common = words.filter(word => COMMON.has(word)).length;
  if (comparable(source) === comparable(translation)) return words.length >= 3 || (words.length >= 2 && common > 0);
  if (words.length < LEAST_WORDS) return false;
  const left = new Set(wordsOf(translation).map(word => word.toLowerCase()));
  const same = words.filter(word => left.has(word));
  // A translation often keeps technical words, but no frequent word of the source's language.
  const share = same.some(word => COMMON.has(word)) ? MOST_UNCHANGED : NEARLY_ALL;
  return same.length >= share * words.length;
}

/** Whether a translation is much shorter than its source, so that a part is probably missing. */
export function isTooShort(source: string, translation: string): boolean {
  const length = weightOf(source);
  return SHORTEST.some(([least, share]) => length >= least && weightOf(translation) < share * length);
}

/** A source with fewer words is judged only if nothing was changed: short texts may be alike in two languages. */
const LEAST_WORDS = 4;
/**
 * A translation with at least this share of unchanged words is taken for untranslated. Of 60,000 translations by people that
 * is the case for 8, most of which are lists of names in code.
 */
const MOST_UNCHANGED = 0.6;
/** The share that is needed in place of MOST_UNCHANGED if none of the unchanged words is frequent in its language. */
const NEARLY_ALL = 0.8;

/**
 * For sources of at least a length (by `weightOf`), the share of that length below which a translation is too short. Of 45,000
 * translations by people one is.
 */
const SHORTEST = [
  [20, 0.45],
  [40, 0.55],
] as const;

/** Words of two letters or more that are no part of a name in code, such as “fetch-pack” and “file.c”. */
const WORD = /(?<![\p{L}\p{N}_.$/-])\p{L}[\p{L}\p{M}'’]+(?![\p{L}\p{N}_(/-]|\.\p{L})/gu;

function wordsOf(text: string): string[] {
  return covered(text, inlineSpans(text), ' ').match(WORD) ?? [];
}

/** Words that are frequent in one of English, German, French and Spanish and rare in the others. */
const COMMON = new Set(
  'the of and to is are was not no be you your this that it with for from what how do does have has or we they an at by on der die das und ist nicht ein eine mit für von zu auf sie wir ich den dem les des est pas une pour dans sur vous nous qui avec los las el una por para con que está del'.split(
    ' ',
  ),
);

/** The words of a source that should differ in another language, in lower case. */
function tellingWords(source: string): string[] {
  const words = wordsOf(source);
  const isInCapitals = words.every(word => word === word.toUpperCase());
  // In a title each word begins with a capital, as names do; frequent words show that it is no list of names.
  const isTitle = words.every(word => /^\p{Lu}/u.test(word)) && words.some(word => COMMON.has(word.toLowerCase()));
  const telling = isInCapitals || isTitle ? words : words.filter(word => /^\p{Ll}/u.test(word));
  return telling.map(word => word.toLowerCase());
}

/** A text as it is compared with another: in lower case, without punctuation. */
function comparable(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** The length of a text in letters and digits; a Chinese, Japanese or Korean character counts as three. */
function weightOf(text: string): number {
  const all = text.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
  const wide = text.match(/[\p{scx=Hani}\p{scx=Hira}\p{scx=Kana}\p{scx=Hang}]/gu)?.length ?? 0;
  return all + 2 * wide;
}
