// Wrapping: joins a hard-wrapped sentence into one line for the model, and wraps its translation into lines again.
import type { Range } from '../range';
import { afterCommentSign } from '../lines/markers';
import { boundaries } from '../sentences/boundaries';
import { endsSpaceless, SPACELESS, startsSpaceless } from '../sentences/spaceless';
import { columnsOf } from './columns';

/**
 * A range between two words of a sentence (white space, and after a line end also the comment sign), or invisible characters
 * inside a word (soft hyphen, word joiner), which vocabularies of models lack.
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
 * The ranges that are replaced when a sentence is joined into one line: line ends, runs of white space, invisible characters.
 * On one line words have single spaces between them, as in the texts that models are trained on; a line end between two
 * characters of a script without spaces is removed. A word that was hyphenated at a line end keeps its hyphen, because
 * "trans-lation" and "well-known" cannot be told apart.
 *
 * @param shape.kept ranges in which white space stays as it is, ascending
 * @param shape.lines the part of each line that belongs to the sentence; if left out, the lines end at the line ends of `text`
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
 * Makes a function that says whether the character at an offset is white space, an invisible character, or a comment sign
 * after a line end. The function must be called with ascending offsets, because it visits each gap once.
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

/** A sentence whose line breaks are the pattern for those of its translation. */
export interface WrapPattern {
  readonly text: string;
  /** As in `joints`. */
  readonly lines?: readonly Range[];
  /** Ranges of the translation in which no line may end, ascending. */
  readonly unbreakable: readonly Range[];
}

/**
 * A translation on as many lines as the original had, with the original's line ends, indentations and comment signs, each
 * line as long in proportion as the original's. Words are neither lost nor added; if there are fewer of them than lines,
 * there are fewer lines. If the original is on one line, only its no-break spaces are restored.
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
    pattern.unbreakable.map(({ start, end }) => ({ start: start - leading, end: end - leading })),
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
 * The width of each line of a text, in columns. The line end after a line counts as one column, as the space between two words
 * does.
 */
function lineWidths(text: string, breaks: readonly Range[]): number[] {
  const starts = [0, ...breaks.map(({ end }) => end)];
  return starts.map((start, at) => {
    const line = breaks[at];
    return line === undefined ? columnsOf(text.slice(start)) : columnsOf(text.slice(start, line.start)) + 1;
  });
}

/**
 * A text on one line. A run of white space that contains a character which any program takes for a line end becomes one space.
 */
export function onOneLine(text: string): string {
  return text.replace(/[\s\u0085]+/g, space => (/[\n\v\f\r\u0085\u2028\u2029]/.test(space) ? ' ' : space));
}

/** The translation with the original's no-break spaces, wherever it has the same two words (or number and unit) with a space. */
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

/** Words that, at the beginning of a line of prose, would turn it into a list item, a heading, a quotation or a table. */
const MARKER = /^(?:[-*+|]|#{1,6}|>.*|\d{1,3}[.)])$/;

/** Whether a word at the beginning of a line would be read as a marker or as the sign of a comment. */
function isMarker(word: string): boolean {
  return MARKER.test(word) || afterCommentSign(`${word} x`, 0) > 0;
}

/**
 * The words of a text, each with the space after it, where a line may end. Words between which no line may end (a no-break
 * space is between them, they are in an unbreakable range, or the second looks like a marker) are one unit; a run of a script
 * without spaces is several.
 */
function unitsOf(text: string, unbreakable: readonly Range[]): string[] {
  const units: string[] = [];
  for (const { index: start, 0: run } of text.matchAll(/[^ \t]+[ \t]*/g)) {
    let index = start;
    for (const word of spacelessWords(run)) {
      const isInside = unbreakable.some(({ start: from, end }) => from < index && index < end);
      if (units.length > 0 && (isInside || isMarker(word.trimEnd()))) units.push((units.pop() ?? '') + word);
      else units.push(word);
      index += word.length;
    }
  }
  return units;
}

/** The words of a run without spaces, as Intl.Segmenter finds them, each with the punctuation that may not be parted from it. */
function spacelessWords(run: string): string[] {
  if (!SPACELESS.test(run)) return [run];
  const words: string[] = [];
  let start = 0;
  for (const at of boundaries(run, 'en', 'word')) {
    const [left, right] = [run.slice(start, at), run.slice(at)];
    const mayEnd = endsSpaceless(left) || startsSpaceless(right);
    if (!mayEnd || MAY_NOT_BEGIN_LINE.test(right) || MAY_NOT_END_LINE.test(left)) continue;
    words.push(left);
    start = at;
  }
  return [...words, run.slice(start)];
}

/** What no line may begin with: closing punctuation, small kana, marks of repetition and length. */
const MAY_NOT_BEGIN_LINE = /^[\p{Pe}\p{Pf}\p{Po}\p{M}\p{Lm}\sぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ゛゜]/u;
/** What no line may end with: opening punctuation. */
const MAY_NOT_END_LINE = /[\p{Ps}\p{Pi}]$/u;

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
