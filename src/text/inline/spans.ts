// Spans: an alignment of two texts of which one was made from the other: which range of one stands for which of the other.
import type { Range } from '../range';
import { spaceOf } from './wrapping';

/** A range of one text, `start` to `end`, that stands for the range `from` to `to` of another. */
export interface Span extends Range {
  readonly from: number;
  readonly to: number;
  /** Whether the range stands for the other only as a whole. Else both have the same length and correspond unit by unit. */
  readonly whole: boolean;
}

/** The alignment of a text that stands in the other unchanged, from the offset `from` on. Lengths are in UTF-16 units. */
export function spanOf(length: number, from = 0): Span[] {
  return length === 0 ? [] : [{ start: 0, end: length, from, to: from + length, whole: false }];
}

/** The spans of two texts that are the same but for their white space and the comment signs at their line ends. */
export function spansBySpace(text: string, other: string): Span[] {
  const [left, right] = [text.toWellFormed(), other.toWellFormed()];
  const [isLeftSpace, isRightSpace] = [spaceOf(left), spaceOf(right)];
  const spans: Span[] = [];
  let [at, to] = [0, 0];
  let [start, from] = [0, 0];
  const close = (): void => {
    if (at > start) spans.push({ start, end: at, from, to, whole: false });
  };
  while (at < left.length || to < right.length) {
    const [one, two] = [left.charAt(at), right.charAt(to)];
    if (one !== '' && two !== '' && (one === two || (/\s/.test(one) && /\s/.test(two)))) {
      [at, to] = [at + 1, to + 1];
      continue;
    }
    close();
    if (one !== '' && isLeftSpace(at)) at++;
    else if (two !== '' && isRightSpace(to)) to++;
    else {
      // The texts differ: the rest of one stands for the rest of the other as a whole.
      if (at < left.length && to < right.length) {
        spans.push({ start: at, end: left.length, from: to, to: right.length, whole: true });
      }
      return spans;
    }
    [start, from] = [at, to];
  }
  close();
  return spans;
}

/** A range of a text, and what stands there instead of it. */
export interface Replacement extends Range {
  readonly by: string;
}

/** A text that was made of another one. */
export interface ReplacedText {
  readonly text: string;
  /** From the other text to this one. */
  readonly spans: readonly Span[];
}

/**
 * A text with some ranges of it replaced.
 *
 * @param replacements ascending, without overlaps; an empty range is a place to insert at
 */
export function replacedText(text: string, replacements: readonly Replacement[]): ReplacedText {
  const spans: Span[] = [];
  let result = '';
  let done = 0;
  const copyTo = (at: number): void => {
    if (at === done) return;
    spans.push({ start: done, end: at, from: result.length, to: result.length + at - done, whole: false });
    result += text.slice(done, at);
    done = at;
  };
  for (const { start, end, by } of replacements) {
    copyTo(start);
    if (start < end) spans.push({ start, end, from: result.length, to: result.length + by.length, whole: true });
    result += by;
    done = end;
  }
  copyTo(text.length);
  return { text: result, spans };
}

/** The same spans after texts were put in front of both: `by` and `otherBy` are their lengths in UTF-16 units. */
export function shiftSpans(spans: readonly Span[], by: number, otherBy: number): Span[] {
  return spans.map(({ start, end, from, to, whole }) => {
    return { start: start + by, end: end + by, from: from + otherBy, to: to + otherBy, whole };
  });
}

/** The alignment of a first text with a third, given those of the first with the second and of the second with the third. */
export function composeSpans(first: readonly Span[], second: readonly Span[]): Span[] {
  return first.flatMap(span => {
    if (span.whole) {
      const place = mapRange(second, span.from, span.to);
      return place === undefined ? [] : [{ ...span, from: place.start, to: place.end }];
    }
    return second.filter(next => next.start < span.to && span.from < next.end).map(next => composeSpan(span, next));
  });
}

/** A span from a first text to a second, composed with one from the second to a third that overlaps it in the second. */
function composeSpan(span: Span, next: Span): Span {
  const [from, to] = [Math.max(span.from, next.start), Math.min(span.to, next.end)];
  const [start, end] = [span.start + from - span.from, span.start + to - span.from];
  const there = next.whole
    ? { from: next.from, to: next.to }
    : { from: next.from + from - next.start, to: next.from + to - next.start };
  return { start, end, ...there, whole: next.whole };
}

/**
 * The range of the other text that a range stands for, or undefined if there is none. A range that is empty, or that stands
 * for nothing (white space that was left out), gives the empty range at its position.
 */
export function mapRange(spans: readonly Span[], start: number, end: number): Range | undefined {
  const touched = spans.filter(span => span.start < end && start < span.end);
  const [first, last] = [touched[0], touched.at(-1)];
  if (first === undefined || last === undefined) return edgeAt(spans, start);
  const from = first.whole ? first.from : first.from + Math.max(0, start - first.start);
  const to = last.whole ? last.to : last.to - Math.max(0, last.end - end);
  return { start: Math.min(from, to), end: Math.max(from, to) };
}

/** The empty range of the other text at the position that an offset stands for. */
function edgeAt(spans: readonly Span[], at: number): Range | undefined {
  const before = spans.findLast(({ start }) => start <= at);
  if (before === undefined) {
    const [first] = spans;
    return first === undefined ? undefined : { start: first.from, end: first.from };
  }
  const inside = before.whole ? (at === before.start ? before.from : before.to) : before.from + at - before.start;
  const edge = Math.min(before.to, inside);
  return { start: edge, end: edge };
}
