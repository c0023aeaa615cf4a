// Inline spans: the parts of a sentence that are not language and must not go to a model: pictographs, which it loses;
// addresses, tags and code, which it garbles; signs that many vocabularies lack; and long runs such as base64, after which
// its output is of no use.
import { covered } from '../covered';
import { overlaps } from '../range';
import { ESCAPE, symbols } from './symbols';

/**
 * A range of a sentence. Noise (a run without spaces that is longer than any word, or binary data) is reported to the user as a fault of the text; pictographs, symbols (addresses, tags, code),
 * signs (fractions, trademarks) and protected words (names with capitals inside, versions, numbers with units) are not.
 */
export interface InlineSpan {
  readonly kind: 'pictograph' | 'symbol' | 'sign' | 'word' | 'noise';
  readonly start: number;
  readonly end: number;
}

/** The inline spans of a sentence, in order, without overlaps. */
export function inlineSpans(sentence: string): InlineSpan[] {
  const found: InlineSpan[] = [];
  for (const { index, 0: cluster } of MAY_BE_PICTOGRAPH.test(sentence) ? sentence.matchAll(PICTOGRAPH) : []) {
    found.push({ kind: 'pictograph', start: index, end: index + cluster.length });
  }
  found.push(...symbols(sentence));
  const apart = withoutOverlaps(found);
  if (sentence.length <= LONGEST_WORD) return apart;
  // A long run such as base64 may look as if it held protected words; those are dropped.
  const runs = longRuns(
    sentence,
    apart.filter(({ kind }) => kind !== 'word'),
  );
  const isInRun = (span: InlineSpan): boolean => runs.some(run => overlaps(run, span));
  const outside = apart.filter(span => span.kind !== 'word' || !isInRun(span));
  return [...outside, ...runs].sort((a, b) => a.start - b.start);
}

/** Control characters, replacement characters of a text decoder, noncharacters and lone surrogates. */
export const NOISE = /[\p{Cs}\ufffd\ufffe\uffff]|(?![\t\n\r])\p{Cc}/gu;

/** Whether a text holds characters of binary data. Escape sequences that color a terminal's text do not count. */
export function isBinary(text: string): boolean {
  if (text.search(NOISE) < 0) return false;
  const apart = symbols(text).filter(({ start }) => text.charAt(start) === ESCAPE);
  return covered(text, apart, ' ').search(NOISE) >= 0;
}

/** The longest run without white space that may be a word or an address, in code units. */
const LONGEST_WORD = 200;

/** The spans in order; of two that overlap the one that begins first, and of two that begin together the longer one. */
function withoutOverlaps(found: readonly InlineSpan[]): InlineSpan[] {
  const apart: InlineSpan[] = [];
  for (const span of [...found].sort((a, b) => a.start - b.start || b.end - a.end)) {
    if (span.start >= (apart.at(-1)?.end ?? 0)) apart.push(span);
  }
  return apart;
}

/** A quick test for pictographs: below U+203C these are only keycaps, © and ®, all with a variation selector. */
const MAY_BE_PICTOGRAPH = /[\ufe0f\u203c-\u3299\ud800-\uf8ff]/;

/** The characters that may follow a pictograph as a part of it: selectors, skin tones, keycaps, tags of regional flags. */
const TAIL = '[\\p{M}\\p{Emoji_Modifier}\\u{e0020}-\\u{e007f}]*';

/** ©, ®, ™, ‼ and ⁉ are typography unless a variation selector follows. Icon fonts use private-use characters. */
const PICTOGRAPH = new RegExp(
  [
    `\\p{Regional_Indicator}{1,2}${TAIL}`,
    '[#*\\d]\\ufe0f?\\u20e3',
    `(?![©®™‼⁉](?!\\ufe0f))\\p{Extended_Pictographic}${TAIL}(?:\\u200d\\p{Extended_Pictographic}?${TAIL})*`,
    `[\\p{Emoji_Modifier}\\p{Co}]${TAIL}`,
  ].join('|'),
  'gu',
);

/** A run without white space. Scripts that are written without spaces are left out: their sentences are such runs. */
const RUN = /[^\s\p{scx=Hani}\p{scx=Hira}\p{scx=Kana}\p{scx=Hang}\p{scx=Thai}\p{scx=Laoo}\p{scx=Khmr}\p{scx=Mymr}]+/gu;

/** The runs that are longer than any word, between the other spans of the sentence. */
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
