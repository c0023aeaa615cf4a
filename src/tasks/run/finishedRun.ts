// Finished: a run that came to its end, with the places of its texts in documents, so that it can be shown beside them.
import { placeOf, type Span } from '../../text/inline/spans';
import type { Piece } from '../../text/tracking/trackedPieces';
import type { RunTrace, RunPassage } from './trace';

/** A document in which texts of a run stand, and where each of them begins. */
export interface TextLocation {
  /** The document's URI. */
  readonly uri: string;
  readonly starts: readonly number[];
  /** Segments whose result does not stand there, in ascending order: the user did not want it. */
  readonly without?: readonly number[];
}

/** What a run was, for people. Words are already those of the reader's language. */
export interface RunFacts {
  /** The task: "Translate: English to German". */
  readonly title: string;
  /** The name of the document, without its path. */
  readonly document: string;
  /** The languages of sources and results, BCP 47 tags. */
  readonly languages: { readonly source: string; readonly result: string };
  readonly model: { readonly name: string; readonly quality: string; readonly license: string };
}

export interface FinishedRun {
  /** No two runs have the same. */
  readonly id: string;
  readonly facts: RunFacts;
  readonly trace: RunTrace;
  /** When it had ended, in milliseconds since 1970. */
  readonly finishedAt: number;
  /** Where its sources stood when it had ended. */
  readonly location: TextLocation;
}

export type Side = 'source' | 'target';

/** A range of one side of a passage. */
export interface PassageRange {
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
  { passages, sources, results }: RunTrace,
  side: Side,
  without: readonly number[] = [],
): Piece[] {
  const texts = side === 'source' ? sources : results;
  const shifts: number[] = [];
  return passages.flatMap((passage): Piece[] => {
    const spans = spansOf(passage, side);
    const [first, last] = [spans[0], spans.at(-1)];
    // A later round read what others had read before.
    if (first === undefined || last === undefined || (side === 'source' && passage.round > 0)) return [];
    const { text } = passage;
    const { from } = first;
    if (side === 'target' && without.includes(passage.segment)) {
      shifts[text] = (shifts[text] ?? 0) + lengthOf(passage.read) - (last.to - from);
      return [];
    }
    const words = texts[text].slice(from, last.to);
    const shift = shifts[text] ?? 0;
    return [{ text, from, to: last.to, words, ...(shift === 0 ? {} : { shift }) }];
  });
}

/** From the first of what a passage has of a text to the last. */
function lengthOf(spans: readonly Span[]): number {
  const [first, last] = [spans[0], spans.at(-1)];
  return first === undefined || last === undefined ? 0 : last.to - first.from;
}

/** A range of a passage's text as a range of the run's text; undefined if it stands nowhere there. */
export function inText(
  passage: RunPassage,
  { side, start, end }: PassageRange,
): { start: number; end: number } | undefined {
  return placeOf(spansOf(passage, side), start, end);
}

/** A range of the run's text as one of a passage's. */
export function inPassage(passage: RunPassage, { side, start, end }: PassageRange): PassageRange | undefined {
  const turned = spansOf(passage, side).map(span => {
    return { start: span.from, end: span.to, from: span.start, to: span.end, whole: span.whole };
  });
  const place = placeOf(turned, start, end);
  return place && { side, ...place };
}

function spansOf(passage: RunPassage, side: Side): readonly Span[] {
  return side === 'source' ? passage.read : passage.written;
}
