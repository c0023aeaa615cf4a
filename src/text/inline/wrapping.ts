// Wrapping: joins a hard-wrapped sentence into one line for the model, and wraps its translation into lines again.
import type { Range } from '../range';
import { afterCommentSign } from '../lines/markers';
import { boundaries } from '../sentences/boundaries';
import { endsSpaceless, SPACELESS, startsSpaceless } from '../sentences/spaceless';
import { columnsOf } from './columns';

/**
 * A range that stands between two words of a sentence: white space, with the comment sign after a line end; or, inside a
 * word, an invisible character (soft hyphen, word joiner), which is in no vocabulary.
 */
interface Gap {
  readonly kind: 'space' | 'lineEnd' | 'unseen';
  readonly start: number;
  readonly end: number;
}

/** A range of a sentence that is replaced when the sentence is joined into one line. */
export interface Joint extends Range {
  /** What replaces it: a space, or nothing. */
  readonly by: '' | ' ';
}

/**
 * What stands between the words of a sentence and is not the same on one line: line ends, runs of white space, invisible
 * characters. On one line words have single spaces between them, as in the texts that models are trained on; a line end
 * between two characters of a script without spaces is removed. A word that was hyphenated at a line end keeps its hyphen,
 * because "trans-lation" and "well-known" cannot be told apart.
 *
 * @param shape.kept ranges in which white space stays as it is, ascending
 * @param shape.lines the parts of lines on which the sentence stands; found by their line ends if left out
 */
export function joints(
  text: string,
  { kept, lines }: { readonly kept: readonly Range[]; readonly lines?: readonly Range[] },
): Joint[] {
  const found: Joint[] = [];
  let span = 0;
  for (const { kind, start, end } of gapsOf(text, lines)) {
    while ((kept[span]?.end ?? Infinity) <= start) span++;
    if (kind !== 'lineEnd' && (kept[span]?.start ?? Infinity) < start) continue;
    const joins =
      kind === 'lineEnd' &&
      endsSpaceless(text.slice(Math.max(0, start - 8), start)) &&
      startsSpaceless(text.slice(end, end + 2));
    found.push({ start, end, by: joins || kind === 'unseen' ? '' : ' ' });
  }
  return found;
}

/**
 * Whether the character at an offset is white space or belongs to a line end, as the sign of a comment does. The function may
 * only be called with ascending offsets, because it visits each gap once.
 */
export function spaceOf(text: string): (at: number) => boolean {
  const gaps = gapsOf(text);
  let near = 0;
  return at => {
    while (near < gaps.length && (gaps[near]?.end ?? 0) <= at) near++;
    return at >= (gaps[near]?.start ?? Infinity);
  };
}

function gapsOf(text: string, lines?: readonly Range[]): Gap[] {
  if (lines !== undefined) return gapsOfLines(text, lines);
  const gaps: Gap[] = [];
  let done = 0;
  for (const { index: start, 0: space } of text.matchAll(/(?:\u0085|[^\S\ufeff])+|[\u00ad\u200b\u2060\ufeff]+/g)) {
    if (start < done) continue;
    const kind = LINE_END.test(space) ? 'lineEnd' : UNSEEN.test(space) ? 'unseen' : 'space';
    done = start + space.length;
    if (kind === 'lineEnd') done = afterCommentSign(text, done);
    gaps.push({ kind, start, end: done });
  }
  return gaps;
}

/** The gaps of a sentence whose lines are known: what lies between two lines is a gap, whatever it is. */
function gapsOfLines(text: string, lines: readonly Range[]): Gap[] {
  return lines.flatMap(({ start, end }, at): Gap[] => {
    const inside = [...text.slice(start, end).matchAll(/(?:\u0085|[^\S\ufeff])+|[\u00ad\u200b\u2060\ufeff]+/g)];
    const next = lines[at + 1];
    const gaps = inside.map(({ index, 0: space }): Gap => {
      const from = start + index;
      return { kind: UNSEEN.test(space) ? 'unseen' : 'space', start: from, end: from + space.length };
    });
    return next === undefined ? gaps : [...gaps, { kind: 'lineEnd', start: end, end: next.start }];
  });
}

const UNSEEN = /[\u00ad\u200b\u2060\ufeff]/;

/** A sentence as a pattern for the lines of its translation. */
export interface WrapPattern {
  readonly text: string;
  /** As in `joints`. */
  readonly lines?: readonly Range[];
  /** Ranges of the translation in which no line may end, ascending. */
  readonly firm: readonly Range[];
}

/**
 * A translation on as many lines as the original had, with the original's line ends, indentations and comment signs, each
 * line as long in proportion as the original's. Words are neither lost nor added; if there are fewer of them than lines,
 * there are fewer lines. With an original on one line only its no-break spaces are restored.
 */
export function wrapped(translation: string, pattern: WrapPattern): string {
  const { text: original } = pattern;
  const breaks = gapsOf(original, pattern.lines).filter(({ kind }) => kind === 'lineEnd');
  const spaced = withNoBreakSpaces(translation, original);
  if (breaks.length === 0) return spaced;
  const line = onOneLine(spaced);
  const leading = line.length - line.trimStart().length;
  const units = unitsOf(
    line.trim(),
    pattern.firm.map(({ start, end }) => ({ start: start - leading, end: end - leading })),
  );
  const widths = lineWidths(original, breaks);
  const scale = columnsOf(units.join('')) / widths.reduce((sum, width) => sum + width, 0);
  let result = '';
  let next = 0;
  // How many columns the next line should have, given the width of the lines before it.
  let missing = 0;
  for (const [index, { start, end }] of breaks.slice(0, Math.max(0, units.length - 1)).entries()) {
    missing += scale * widths[index];
    const linesToCome = Math.min(breaks.length - index, units.length - 1 - index);
    const stop = stopNear(units, next, units.length - linesToCome, missing);
    const text = units.slice(next, stop).join('');
    result += text.trimEnd() + original.slice(start, end);
    missing -= columnsOf(text);
    next = stop;
  }
  return result + units.slice(next).join('');
}

/**
 * The width of each line of a text, in columns. The space after a word counts as a part of its line, and so does a line end,
 * as one.
 */
function lineWidths(text: string, breaks: readonly Range[]): number[] {
  const starts = [0, ...breaks.map(({ end }) => end)];
  return starts.map((start, at) => {
    const line = breaks[at];
    return line === undefined ? columnsOf(text.slice(start)) : columnsOf(text.slice(start, line.start)) + 1;
  });
}

/**
 * A text on one line: a space in place of each character that some program takes for a line end, and the space around it.
 */
export function onOneLine(text: string): string {
  return text.replace(/[\s\u0085]+/g, space => (/[\n\v\f\r\u0085\u2028\u2029]/.test(space) ? ' ' : space));
}

/** The translation with the original's no-break spaces, where the same words, or a number and its unit, are around one. */
function withNoBreakSpaces(translation: string, original: string): string {
  let spaced = translation;
  for (const [, left = '', space = '', right = ''] of original.matchAll(
    /(\S{1,40})([\u00a0\u2007\u202f])(\S{1,40})/g,
  )) {
    const at = spaced.indexOf(`${left} ${right}`);
    if (at >= 0) spaced = spaced.slice(0, at + left.length) + space + spaced.slice(at + left.length + 1);
  }
  return spaced;
}

const LINE_END = /[\n\r\u0085\u2028\u2029]/;

/** Words that would turn a line of prose into a list item, a heading, a quotation or a table at its beginning. */
const MARKER = /^(?:[-*+|]|#{1,6}|>.*|\d{1,3}[.)])$/;

/** Whether a word at the beginning of a line would be read as a marker or as the sign of a comment. */
function isMarker(word: string): boolean {
  return MARKER.test(word) || afterCommentSign(`${word} x`, 0) > 0;
}

/**
 * The words of a text, each with the space after it, where a line may end. Words between which no line may end (a no-break
 * space is between them, they are in a firm range, or the second looks like a marker) are one unit; a run of a script
 * without spaces is several.
 */
function unitsOf(text: string, firm: readonly Range[]): string[] {
  const units: string[] = [];
  for (const { index: start, 0: run } of text.matchAll(/[^ \t]+[ \t]*/g)) {
    let index = start;
    for (const word of spacelessWords(run)) {
      const isInside = firm.some(({ start: from, end }) => from < index && index < end);
      if (units.length > 0 && (isInside || isMarker(word.trimEnd()))) units.push((units.pop() ?? '') + word);
      else units.push(word);
      index += word.length;
    }
  }
  return units;
}

/** The words of a run without spaces: those of its dictionary, with punctuation on the side where it belongs. */
function spacelessWords(run: string): string[] {
  if (!SPACELESS.test(run)) return [run];
  const words: string[] = [];
  let start = 0;
  for (const at of boundaries(run, 'en', 'word')) {
    const [left, right] = [run.slice(start, at), run.slice(at)];
    const mayEnd = endsSpaceless(left) || startsSpaceless(right);
    if (!mayEnd || STAYS_BEHIND.test(right) || STAYS_BEFORE.test(left)) continue;
    words.push(left);
    start = at;
  }
  return [...words, run.slice(start)];
}

/** What no line begins with: closing punctuation, small kana, marks of repetition and length. */
const STAYS_BEHIND = /^[\p{Pe}\p{Pf}\p{Po}\p{M}\p{Lm}\sぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ゛゜]/u;
/** What no line ends with. */
const STAYS_BEFORE = /[\p{Ps}\p{Pi}]$/u;

/** The index after the last unit of the line that begins with units[next] and is nearest to the length `target`. */
function stopNear(units: readonly string[], next: number, lastUnit: number, target: number): number {
  let stop = next;
  let length = 0;
  while (stop < lastUnit) {
    const unit = columnsOf(units[stop] ?? '');
    if (stop > next && length + unit / 2 > target) break;
    length += unit;
    stop++;
  }
  return stop;
}
