// Rewrite: the events and the result of a translation or a summary, and how a result is composed and checked.
import { AttentiveError } from '../../base/errors';
import type { GenerateStats } from '../../engine/api/contract';
import type { SegmentOutcome } from '../rows/textPart';
import type { RunTrace } from '../rows/trace';
import type { Warning } from './warnings';

export type RewriteEvent =
  /** The first event. */
  | {
      readonly kind: 'plan';
      /** Where each segment that goes through the model stands, in the order of the texts. */
      readonly places: readonly SegmentPlace[];
      /** The number of segments: `places.length`. */
      readonly total: number;
      /** The sum of the lengths of all distinct segments, in UTF-16 units: equal segments are run once. */
      readonly characters: number;
    }
  /** A segment is finished. Segments finish in any order. `written` stands in the result in place of the segment's source. */
  | {
      readonly kind: 'segment';
      readonly segment: number;
      readonly written: string;
      readonly outcome: SegmentOutcome;
      /** As in `Segment`. */
      readonly score: number;
      readonly warnings: readonly Warning[];
    }
  /** The next finished part of result `index`, kept text included. Indices never go back. */
  | { readonly kind: 'append'; readonly index: number; readonly text: string }
  /** The unfinished text of the only segment of a run, in place of the last partial text. */
  | { readonly kind: 'partial'; readonly segment: number; readonly text: string }
  /** How many of all segments (`total`) are finished. */
  | { readonly kind: 'progress'; readonly done: number; readonly total: number; readonly stats: GenerateStats };

export interface RewriteResult {
  /** One text for each text of the request. */
  readonly texts: readonly string[];
  /** Each segment that went through the model, in the order of the texts. */
  readonly segments: readonly Segment[];
  readonly trace: RunTrace;
  readonly notes: Readonly<Notes>;
  readonly stats: GenerateStats;
}

/** Where a segment stands in the texts of the request. Places are ascending and do not overlap. */
export interface SegmentPlace {
  /** Index of the text. */
  readonly text: number;
  /** Offsets into that text, in UTF-16 units; `end` is after the last one. */
  readonly start: number;
  readonly end: number;
}

/** A sentence, or a whole text to summarize, with what the model made of it. */
export interface Segment extends SegmentPlace {
  /** As the model read it: on one line. */
  readonly source: string;
  /** As the model wrote it: on one line. */
  readonly result: string;
  /** As it stands in the result: with the line ends of the source. */
  readonly written: string;
  readonly outcome: SegmentOutcome;
  /** Mean log-probability of a new token: how sure the model was; 0 is certain. */
  readonly score: number;
  /** What may be wrong with the result. */
  readonly warnings: readonly Warning[];
}

/** How many segments have each outcome other than `done`, and how many were not run. */
export interface Notes {
  /** Left as they were: not in the script of the source language. */
  otherScript: number;
  /** Left as they were: control characters, broken text, or characters without spaces that are longer than any word. */
  noise: number;
  /** Left as they were: lines of code, data or settings. */
  code: number;
  /** The model did not come to an end. */
  cut: number;
  /** Left as they were: longer than the model takes, and nowhere to split. */
  tooLong: number;
  /** Left as they were: the model gave no text. */
  empty: number;
  /** Left as they were: the output lacks what must be kept, or holds invented placeholders or broken characters. */
  broken: number;
}

export function noNotes(): Notes {
  return { otherScript: 0, noise: 0, code: 0, cut: 0, tooLong: 0, empty: 0, broken: 0 };
}

export function noteOutcome(notes: Notes, outcome: SegmentOutcome): void {
  if (outcome !== 'done') notes[outcome]++;
}

/** The sum of the lengths of all distinct texts, in UTF-16 units. */
export function distinctLength(texts: readonly string[]): number {
  return [...new Set(texts)].reduce((sum, text) => sum + text.length, 0);
}

/**
 * The texts with the written text in place of each segment. A segment without one (not finished, or rejected) stays as it
 * was.
 */
export function composed(
  sources: readonly string[],
  places: readonly SegmentPlace[],
  written: readonly (string | undefined)[],
): string[] {
  const texts = sources.map(() => '');
  const done = sources.map(() => 0);
  for (const [segment, { text, start, end }] of places.entries()) {
    texts[text] += sources[text].slice(done[text], start) + (written[segment] ?? sources[text].slice(start, end));
    done[text] = end;
  }
  return sources.map((source, text) => texts[text] + source.slice(done[text]));
}

/**
 * Checks that nothing of the sources is lost: each segment has an outcome, and each result is the kept text of its
 * source, byte for byte, with the written text in place of each segment.
 *
 * @param marked the result of each segment with the inline markup of its source (emphasis, links), on one line
 * @throws AttentiveError `internal` otherwise, so that an incomplete result is never delivered
 */
export function proveWhole(
  sources: readonly string[],
  segments: readonly (Segment | undefined)[],
  results: readonly string[],
  marked: readonly string[],
): asserts segments is readonly Segment[] {
  const ends = results.map(() => 0);
  const starts = sources.map(() => 0);
  const take = (text: number, part: string): void => {
    if (!results[text].startsWith(part, ends[text])) throw incomplete(`a part of text ${text} is not in its result`);
    ends[text] += part.length;
  };
  if (results.length !== sources.length) throw incomplete(`${sources.length} texts gave ${results.length} results`);
  for (const [at, segment] of segments.entries()) {
    if (segment === undefined) throw incomplete(`segment ${at} of ${segments.length} has no outcome`);
    const { text, start, end } = segment;
    if (start < starts[text] || end < start) throw incomplete(`segment ${at} is out of order`);
    take(text, sources[text].slice(starts[text], start));
    take(text, segment.written);
    const isAsItWas = segment.written === sources[text].slice(start, end);
    if (!isAsItWas && !isWrapped(segment.written, marked[at])) {
      throw incomplete(`the lines of segment ${at} do not hold the words of its result`);
    }
    starts[text] = end;
  }
  for (const [text, source] of sources.entries()) {
    take(text, source.slice(starts[text]));
    if (ends[text] !== results[text].length) throw incomplete(`result ${text} has more than its source accounts for`);
  }
}

/**
 * Whether `written` is `line`, broken into lines. Each line after the first may begin with characters that `line` does not
 * have, such as the sign of a comment or of a quotation. Apart from these and white space, the characters must be the same.
 */
function isWrapped(written: string, line: string): boolean {
  const words = wordsOnly(line);
  let at = 0;
  for (const [index, part] of written.split(LINE_END).entries()) {
    const rest = wordsOnly(part);
    // The length of the sign at the beginning of this line. The words of `line` continue after it.
    let sign = 0;
    while (index > 0 && sign < rest.length && !words.startsWith(rest.slice(sign), at)) sign++;
    if (!words.startsWith(rest.slice(sign), at)) return false;
    at += rest.length - sign;
  }
  return at === words.length;
}

const LINE_END = /\r\n|[\n\r\u0085\u2028\u2029]/;

/** A text without white space and invisible characters. */
function wordsOnly(text: string): string {
  return text.replace(/[\s\u0085\u00ad\u200b\u2060\ufeff]+/g, '');
}

function incomplete(why: string): AttentiveError {
  return new AttentiveError('internal', `the result is not whole: ${why}`);
}
