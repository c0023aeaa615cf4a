// Finished: a run that came to its end, with the places of its texts in documents, so that it can be shown beside them.
import { placeOf, type Span } from '../../text/inline/spans';
import type { Piece } from '../../text/tracking/trackedPieces';
import type { RunFacts } from './report';
import type { RunTrace, RunWindow } from './trace';

/** A document in which texts of a run stand, and where each of them begins. */
export interface TextLocation {
  /** The document's URI. */
  readonly uri: string;
  readonly starts: readonly number[];
  /** Segments whose result does not stand there, in ascending order: the user did not want it. */
  readonly without?: readonly number[];
}

/** What of a run is said above its attention. */
export type ShownFacts = Pick<RunFacts, 'title' | 'document' | 'languages' | 'model'>;

export interface FinishedRun {
  /** No two runs have the same. */
  readonly id: string;
  readonly facts: ShownFacts;
  readonly trace: RunTrace;
  /** When it had ended, in milliseconds since 1970. */
  readonly finishedAt: number;
  /** Where its sources stood when it had ended. */
  readonly location: TextLocation;
}

export type Side = 'source' | 'target';

/** A range of one side of a window. */
export interface WindowRange {
  readonly side: Side;
  readonly start: number;
  readonly end: number;
}

/**
 * What of the run's texts is followed through the documents: each segment that went through the model at once.
 *
 * @param without segments of which the source stands there instead of the result
 */
export function piecesOf(
  { windows, sources, results }: RunTrace,
  side: Side,
  without: readonly number[] = [],
): Piece[] {
  const texts = side === 'source' ? sources : results;
  const shifts: number[] = [];
  return windows.flatMap((window): Piece[] => {
    const spans = spansOf(window, side);
    const [first, last] = [spans[0], spans.at(-1)];
    // A later pass read what others had read before.
    if (first === undefined || last === undefined || (side === 'source' && window.pass > 0)) return [];
    const { text } = window;
    const { from } = first;
    if (side === 'target' && without.includes(window.segment)) {
      shifts[text] = (shifts[text] ?? 0) + lengthOf(window.read) - (last.to - from);
      return [];
    }
    const words = texts[text].slice(from, last.to);
    const shift = shifts[text] ?? 0;
    return [{ text, from, to: last.to, words, ...(shift === 0 ? {} : { shift }) }];
  });
}

/** From the first of what a window has of a text to the last. */
function lengthOf(spans: readonly Span[]): number {
  const [first, last] = [spans[0], spans.at(-1)];
  return first === undefined || last === undefined ? 0 : last.to - first.from;
}

/** A range of a window's text as a range of the run's text; undefined if it stands nowhere there. */
export function inText(
  window: RunWindow,
  { side, start, end }: WindowRange,
): { start: number; end: number } | undefined {
  return placeOf(spansOf(window, side), start, end);
}

/** A range of the run's text as one of a window's. */
export function inWindow(window: RunWindow, { side, start, end }: WindowRange): WindowRange | undefined {
  const turned = spansOf(window, side).map(span => {
    return { start: span.from, end: span.to, from: span.start, to: span.end, whole: span.whole };
  });
  const place = placeOf(turned, start, end);
  return place && { side, ...place };
}

function spansOf(window: RunWindow, side: Side): readonly Span[] {
  return side === 'source' ? window.read : window.written;
}
