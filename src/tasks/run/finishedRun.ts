// Finished run: the facts and the trace of a run, with the locations of its texts in documents.
import { mapRange, type Span } from '../../text/inline/spans';
import type { TrackedPiece } from '../../text/tracking/trackedPieces';
import type { RunTrace, RunPassage } from '../rows/trace';

/** A document in which the texts of a run stand, and their offsets in it, in UTF-16 units. */
export interface TextLocation {
  /** The document's URI. */
  readonly uri: string;
  /** The offset in the document of each text of the run. */
  readonly starts: readonly number[];
  /** Segments whose result is not in the document because the user rejected it, in ascending order. */
  readonly rejected?: readonly number[];
}

/** What the views show about a run as a whole. Its texts are in the user's language. */
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
  /** A UUID. */
  readonly id: string;
  readonly facts: RunFacts;
  readonly trace: RunTrace;
  /** When the run ended, in milliseconds since 1970. */
  readonly finishedAt: number;
  /** Where the sources of the run stood in the document when the run ended. */
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
 * The ranges of a run's texts that are tracked in a document: one for each passage.
 *
 * @param rejected segments whose source stands in the document instead of the result
 */
export function piecesOf(
  { passages, sources, results }: RunTrace,
  side: Side,
  rejected: readonly number[] = [],
): TrackedPiece[] {
  const texts = side === 'source' ? sources : results;
  /**
   * For each text, how many UTF-16 units longer it is in the document than in the run, up to the current passage: where the user
   * rejected a segment, the document has its source instead of its result.
   */
  const shifts: number[] = [];
  return passages.flatMap((passage): TrackedPiece[] => {
    const spans = spansOf(passage, side);
    const [first, last] = [spans[0], spans.at(-1)];
    // A passage of a later round read the results of earlier passages, whose ranges of the source are tracked already.
    if (first === undefined || last === undefined || (side === 'source' && passage.round > 0)) return [];
    const { text } = passage;
    const { from } = first;
    if (side === 'target' && rejected.includes(passage.segment)) {
      shifts[text] = (shifts[text] ?? 0) + lengthOf(passage.read) - (last.to - from);
      return [];
    }
    const words = texts[text].slice(from, last.to);
    const shift = shifts[text] ?? 0;
    return [{ text, from, to: last.to, words, ...(shift === 0 ? {} : { shift }) }];
  });
}

/** The length of the range from the first span to the last. */
function lengthOf(spans: readonly Span[]): number {
  const [first, last] = [spans[0], spans.at(-1)];
  return first === undefined || last === undefined ? 0 : last.to - first.from;
}

/** A range of a passage's text as a range of the run's text; undefined if it has no counterpart there. */
export function inText(
  passage: RunPassage,
  { side, start, end }: PassageRange,
): { start: number; end: number } | undefined {
  return mapRange(spansOf(passage, side), start, end);
}

/** A range of the run's text as a range of a passage's text; undefined if it has no counterpart there. */
export function inPassage(passage: RunPassage, { side, start, end }: PassageRange): PassageRange | undefined {
  const inverted = spansOf(passage, side).map(span => {
    return { start: span.from, end: span.to, from: span.start, to: span.end, whole: span.whole };
  });
  const place = mapRange(inverted, start, end);
  return place && { side, ...place };
}

function spansOf(passage: RunPassage, side: Side): readonly Span[] {
  return side === 'source' ? passage.read : passage.written;
}
