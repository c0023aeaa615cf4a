// Islands: what stands inside sentences and is no language, so that a model must not get it: pictographs, which it loses,
// addresses, tags and code, which it garbles, signs that many models do not know, and runs such as base64, on which it
// chokes.
import { ESCAPE, symbols } from './symbols';

/**
 * A range of a sentence. Noise is worth telling of; pictographs, symbols (addresses, tags, code) and signs (fractions,
 * trademarks) are where they belong.
 */
export interface InlineSpan {
  readonly kind: 'pictograph' | 'symbol' | 'sign' | 'noise';
  readonly start: number;
  readonly end: number;
}

/** The islands of a sentence, in order, none inside another. */
export function inlineSpans(sentence: string): InlineSpan[] {
  const found: InlineSpan[] = [];
  for (const { index, 0: cluster } of MAY_BE_PICTOGRAPH.test(sentence) ? sentence.matchAll(PICTOGRAPH) : []) {
    found.push({ kind: 'pictograph', start: index, end: index + cluster.length });
  }
  found.push(...symbols(sentence));
  const apart = withoutOverlaps(found);
  if (sentence.length <= LONGEST_WORD) return apart;
  return [...apart, ...longRuns(sentence, apart)].sort((a, b) => a.start - b.start);
}

/** Control characters, characters that a decoder gave up on, halves of characters. */
export const NOISE = /[\p{Cs}\ufffd\ufffe\uffff]|(?![\t\n\r])\p{Cc}/gu;

/** Tells binary data from text. The sequences that color a terminal's text are none. */
export function isBinary(text: string): boolean {
  if (text.search(NOISE) < 0) return false;
  const apart = symbols(text).filter(({ start }) => text.charAt(start) === ESCAPE);
  return apart.reduceRight((rest, { start, end }) => rest.slice(0, start) + rest.slice(end), text).search(NOISE) >= 0;
}

/** The longest run without white space that may be a word or an address, in code units. */
const LONGEST_WORD = 200;

/** In order; of two that overlap the one that begins first, and of those the longer one. */
function withoutOverlaps(found: readonly InlineSpan[]): InlineSpan[] {
  const apart: InlineSpan[] = [];
  for (const span of [...found].sort((a, b) => a.start - b.start || b.end - a.end)) {
    if (span.start >= (apart.at(-1)?.end ?? 0)) apart.push(span);
  }
  return apart;
}

/** Everything below U+203C is no pictograph but keycaps, © and ®, and those need a selector. */
const MAY_BE_PICTOGRAPH = /[\ufe0f\u203c-\u3299\ud800-\uf8ff]/;

/** What a pictograph takes along: selectors, skin tones, keycaps, tags of regional flags. */
const TAIL = '[\\p{M}\\p{Emoji_Modifier}\\u{e0020}-\\u{e007f}]*';

/** ©, ® and ™ and the doubled marks are typography, unless a selector asks for their picture. Icon fonts are private use. */
const PICTOGRAPH = new RegExp(
  [
    `\\p{Regional_Indicator}{1,2}${TAIL}`,
    '[#*\\d]\\ufe0f?\\u20e3',
    `(?![©®™‼⁉](?!\\ufe0f))\\p{Extended_Pictographic}${TAIL}(?:\\u200d\\p{Extended_Pictographic}?${TAIL})*`,
    `[\\p{Emoji_Modifier}\\p{Co}]${TAIL}`,
  ].join('|'),
  'gu',
);

/** Scripts without spaces have long runs by nature. */
const RUN = /[^\s\p{scx=Hani}\p{scx=Hira}\p{scx=Kana}\p{scx=Hang}\p{scx=Thai}\p{scx=Laoo}\p{scx=Khmr}\p{scx=Mymr}]+/gu;

function longRuns(sentence: string, others: readonly InlineSpan[]): InlineSpan[] {
  const runs: InlineSpan[] = [];
  const search = (start: number, end: number): void => {
    for (const { index, 0: run } of sentence.slice(start, end).matchAll(RUN)) {
      if (run.length <= LONGEST_WORD) continue;
      runs.push({ kind: 'noise', start: start + index, end: start + index + run.length });
    }
  };
  let start = 0;
  for (const span of others) {
    search(start, span.start);
    start = span.end;
  }
  search(start, sentence.length);
  return runs;
}
