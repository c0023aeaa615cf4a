// Wrapping: joins a hard-wrapped sentence into one line for the model, and wraps its translation into lines again.
import type { Range } from '../range';
import { afterCommentSign } from '../lines/markers';

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
    const joins = kind === 'lineEnd' && WIDE.test(text.charAt(start - 1)) && WIDE.test(text.charAt(end));
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
  const spare = breaks.reduce((sum, { start, end }) => sum + end - start - 1, 0);
  const scale = units.join('').length / (original.length - spare);
  let result = '';
  let next = 0;
  let at = 0;
  // How many UTF-16 units the next line should have, given the length of the lines before it.
  let missing = 0;
  for (const [index, { start, end }] of breaks.slice(0, Math.max(0, units.length - 1)).entries()) {
    // The space after a word counts as a part of its line; a line end counts as one character.
    missing += scale * (start + 1 - at);
    at = end;
    const linesToCome = Math.min(breaks.length - index, units.length - 1 - index);
    const stop = stopNear(units, next, units.length - linesToCome, missing);
    const text = units.slice(next, stop).join('');
    result += text.trimEnd() + original.slice(start, end);
    missing -= text.length;
    next = stop;
  }
  return result + units.slice(next).join('');
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
/** Characters between which a line may end without a space: those of Chinese and Japanese, and full-width punctuation. */
const WIDE = /[\u2e80-\ua4cf\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/;

/** Words that would turn a line of prose into a list item, a heading, a quotation or a table at its beginning. */
const MARKER = /^(?:[-*+|]|#{1,6}|>.*|\d{1,3}[.)])$/;

/** Whether a word at the beginning of a line would be read as a marker or as the sign of a comment. */
function isMarker(word: string): boolean {
  return MARKER.test(word) || afterCommentSign(`${word} x`, 0) > 0;
}

/**
 * The words of a text, each with the space after it, where a line may end. Words between which no line may end (a no-break
 * space is between them, they are in a firm range, or the second looks like a marker) are one unit.
 */
function unitsOf(text: string, firm: readonly Range[]): string[] {
  const units: string[] = [];
  for (const { index, 0: word } of text.matchAll(/[^ \t]+[ \t]*/g)) {
    const isInside = firm.some(({ start, end }) => start < index && index < end);
    if (units.length > 0 && (isInside || isMarker(word.trimEnd()))) units.push((units.pop() ?? '') + word);
    else units.push(word);
  }
  return units;
}

/** The index after the last unit of the line that begins with units[next] and is nearest to the length `target`. */
function stopNear(units: readonly string[], next: number, lastUnit: number, target: number): number {
  let stop = next;
  let length = 0;
  while (stop < lastUnit) {
    const unit = units[stop]?.length ?? 0;
    if (stop > next && length + unit / 2 > target) break;
    length += unit;
    stop++;
  }
  return stop;
}
