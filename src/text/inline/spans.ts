// Spans: where the ranges of a text stand in another one that it was made of, or that was made of it.
import type { Range } from '../range';
import { spaceOf } from './wrapping';

/** A range of one text, `start` to `end`, that stands for the range `from` to `to` of another. */
export interface Span extends Range {
  readonly from: number;
  readonly to: number;
  /** The range stands for the other as a whole. Else they are equally long, and each character stands for its own. */
  readonly whole: boolean;
}

/** Every character of a text of this length, and where the first one stands in the other. */
export function spanOf(length: number, from = 0): Span[] {
  return length === 0 ? [] : [{ start: 0, end: length, from, to: from + length, whole: false }];
}

/** The spans of two texts that are the same but for their white space and the comment signs at their line ends. */
export function spansBySpace(text: string, other: string): Span[] {
  const [own, its] = [text.toWellFormed(), other.toWellFormed()];
  const [isOwnSpace, isItsSpace] = [spaceOf(own), spaceOf(its)];
  const spans: Span[] = [];
  let [at, to] = [0, 0];
  let [start, from] = [0, 0];
  const close = (): void => {
    if (at > start) spans.push({ start, end: at, from, to, whole: false });
  };
  while (at < own.length || to < its.length) {
    const [mine, theirs] = [own.charAt(at), its.charAt(to)];
    if (mine !== '' && theirs !== '' && (mine === theirs || (/\s/.test(mine) && /\s/.test(theirs)))) {
      [at, to] = [at + 1, to + 1];
      continue;
    }
    close();
    if (mine !== '' && isOwnSpace(at)) at++;
    else if (theirs !== '' && isItsSpace(to)) to++;
    else {
      // They are not the same after all, and nothing is known of the rest but that it stands for the rest.
      if (at < own.length && to < its.length) {
        spans.push({ start: at, end: own.length, from: to, to: its.length, whole: true });
      }
      return spans;
    }
    [start, from] = [at, to];
  }
  close();
  return spans;
}

/** The same spans in texts before which something was put. */
export function moved(spans: readonly Span[], by: number, otherBy: number): Span[] {
  return spans.map(({ start, end, from, to, whole }) => {
    return { start: start + by, end: end + by, from: from + otherBy, to: to + otherBy, whole };
  });
}

/** The spans between the first text and the last, given those to a text between them and those from there on. */
export function through(first: readonly Span[], second: readonly Span[]): Span[] {
  return first.flatMap(span => {
    if (span.whole) {
      const place = placeOf(second, span.from, span.to);
      return place === undefined ? [] : [{ ...span, from: place.start, to: place.end }];
    }
    return second.filter(next => next.start < span.to && span.from < next.end).map(next => cut(span, next));
  });
}

/** The part of a span whose other side lies in the next one. */
function cut(span: Span, next: Span): Span {
  const [from, to] = [Math.max(span.from, next.start), Math.min(span.to, next.end)];
  const [start, end] = [span.start + from - span.from, span.start + to - span.from];
  const there = next.whole
    ? { from: next.from, to: next.to }
    : { from: next.from + from - next.start, to: next.from + to - next.start };
  return { start, end, ...there, whole: next.whole };
}

/**
 * The range of the other text that a range stands for, or undefined if none does. What is empty, or stands for
 * nothing (white space that was left out), gets the empty range where it would be.
 */
export function placeOf(spans: readonly Span[], start: number, end: number): Range | undefined {
  const touched = spans.filter(span => span.start < end && start < span.end);
  const [first, last] = [touched[0], touched.at(-1)];
  if (first === undefined || last === undefined) return edgeAt(spans, start);
  const from = first.whole ? first.from : first.from + Math.max(0, start - first.start);
  const to = last.whole ? last.to : last.to - Math.max(0, last.end - end);
  return { start: Math.min(from, to), end: Math.max(from, to) };
}

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
