// Tracked pieces: the ranges in which pieces of some texts stand in a document, kept up to date while the document is edited.
// A piece that an edit changed is lost until another edit, such as undo, restores it.
import type { Range } from '../range';
import { type Change, rangeAfter } from './trackedRange';

/** A range of one of the texts. Pieces do not overlap. */
export interface TrackedPiece {
  /** Index of the text. */
  readonly text: number;
  /** Offsets into that text. */
  readonly from: number;
  readonly to: number;
  /** The text from `from` to `to`, which is searched for in the document. */
  readonly words: string;
  /** How many UTF-16 units more than in the text stand before the piece in the document; 0 if left out. */
  readonly shift?: number;
}

/** A range of one of the texts. */
export interface TextRange extends Range {
  readonly text: number;
}

/** The most characters that are searched for lost pieces at a time, which takes some hundredths of a second. */
const MOST_SEARCHED = 2e7;

export class TrackedPieces {
  private ranges: (Range | undefined)[];
  /** The offset at which each piece stood last, to search there for one that is lost. */
  private readonly anchors: number[];

  /**
   * No piece has a range until the first `locate`.
   *
   * @param pieces in the order of the document
   * @param starts the approximate offset of each text in the document
   */
  constructor(
    private readonly pieces: readonly TrackedPiece[],
    starts: readonly number[],
  ) {
    this.anchors = pieces.map(({ text, from, shift = 0 }) => (starts[text] ?? 0) + from + shift);
    this.ranges = pieces.map(() => undefined);
  }

  /** How many pieces are located. */
  get foundCount(): number {
    return this.ranges.filter(place => place !== undefined).length;
  }

  /** The offset of each text in the document, as far as it is known. */
  starts(): number[] {
    const starts: number[] = [];
    for (const [index, { text, from, shift = 0 }] of this.pieces.entries()) {
      starts[text] ??= Math.max(0, (this.ranges[index]?.start ?? this.anchors[index]) - from - shift);
    }
    return Array.from(starts, start => start ?? 0);
  }

  /** Searches for all pieces again, each at its last offset or nearest to it, in the order of the document. */
  locate(document: string): void {
    let least = 0;
    let shift = 0;
    let searched = 0;
    this.ranges = this.pieces.map(({ words }, index) => {
      const about = Math.max(least, this.anchors[index] + shift);
      const isThere = words !== '' && document.startsWith(words, about);
      const start = isThere ? about : searched > MOST_SEARCHED ? undefined : nearest(document, words, about, least);
      if (!isThere) searched += document.length - least;
      if (start === undefined) return undefined;
      // An edit that moved this piece moved those after it as well.
      shift = start - this.anchors[index];
      least = start + words.length;
      return { start, end: least };
    });
    this.remember();
  }

  /** The document was closed: no piece has a range until `locate` is called again. */
  clear(): void {
    this.ranges = this.pieces.map(() => undefined);
  }

  /**
   * Applies the changes of one event.
   *
   * @param document gives the text after the changes
   */
  applyChanges(changes: readonly Change[], document: () => string): void {
    this.ranges = this.ranges.map((place, index) => {
      const kept = place && rangeAfter(place, changes);
      if (kept === undefined) this.anchors[index] += shiftBefore(this.anchors[index], changes);
      return kept;
    });
    if (this.ranges.includes(undefined)) this.recover(changes, document());
    this.remember();
  }

  /** The range of the document in which a range of a text stands; undefined if a piece that it touches is lost. */
  rangeOf({ text, start, end }: TextRange): Range | undefined {
    const first = this.offsetOf(text, start, end);
    const last = this.offsetOf(text, end, start);
    return first === undefined || last === undefined || first > last ? undefined : { start: first, end: last };
  }

  /** The range of a text that stands in a range of the document, by the first piece there. */
  textAt({ start, end }: Range): TextRange | undefined {
    for (const [index, place] of this.ranges.entries()) {
      if (place === undefined || start > place.end || end < place.start) continue;
      const { text, from } = this.pieces[index];
      const inText = (offset: number): number => from + clamped(offset, place) - place.start;
      return { text, start: inText(start), end: inText(end) };
    }
    return undefined;
  }

  /**
   * The offset in the document of an offset of a text.
   *
   * @param other the other end of the range that is looked for: where two pieces meet, the one on its side is taken
   */
  private offsetOf(text: number, offset: number, other: number): number | undefined {
    const covers = (piece: TrackedPiece): boolean => piece.text === text && piece.from <= offset && offset <= piece.to;
    const candidates = [...this.pieces.keys()].filter(index => covers(this.pieces[index]));
    const touches = ({ from, to }: TrackedPiece): boolean => (other >= offset ? to > offset : from < offset);
    const index = candidates.find(candidate => touches(this.pieces[candidate])) ?? candidates[0];
    const place = index === undefined ? undefined : this.ranges[index];
    return place === undefined ? undefined : place.start + offset - this.pieces[index].from;
  }

  private remember(): void {
    for (const [index, place] of this.ranges.entries()) if (place !== undefined) this.anchors[index] = place.start;
  }

  /** Searches for lost pieces around the inserted texts, in the order of the document. */
  private recover(changes: readonly Change[], document: string): void {
    let searched = 0;
    for (const { offset, inserted } of changedPlaces(changes)) {
      let least = 0;
      for (const [index, { words }] of this.pieces.entries()) {
        if (this.ranges[index] !== undefined || words === '') continue;
        if (searched > MOST_SEARCHED) return;
        const first = Math.max(least, offset - words.length);
        const last = offset + inserted + words.length;
        const start = this.findFree(words, first, document.slice(first, last));
        searched += (start ?? last) - first + words.length;
        if (start === undefined) continue;
        least = start + words.length;
        this.ranges[index] = { start, end: least };
      }
    }
  }

  /** The first offset at which words stand in `part`, which begins at `first`, and at which no other piece stands. */
  private findFree(words: string, first: number, part: string): number | undefined {
    for (let at = part.indexOf(words); at >= 0; at = part.indexOf(words, at + 1)) {
      const [start, end] = [first + at, first + at + words.length];
      if (!this.ranges.some(place => place && place.start < end && start < place.end)) return start;
    }
    return undefined;
  }
}

/** The changes at their offsets after all of them were made. */
function changedPlaces(changes: readonly Change[]): { readonly offset: number; readonly inserted: number }[] {
  let shift = 0;
  return [...changes]
    .sort((a, b) => a.offset - b.offset)
    .map(({ offset, removed, inserted }) => {
      const moved = { offset: offset + shift, inserted };
      shift += inserted - removed;
      return moved;
    });
}

function shiftBefore(offset: number, changes: readonly Change[]): number {
  return changes.reduce(
    (sum, change) => (change.offset + change.removed <= offset ? sum + change.inserted - change.removed : sum),
    0,
  );
}

function clamped(offset: number, { start, end }: Range): number {
  return Math.min(Math.max(offset, start), end);
}

/** The offset of the occurrence nearest to an offset, not before `least`. */
function nearest(document: string, words: string, place: number, least: number): number | undefined {
  if (words === '') return undefined;
  const around = [document.lastIndexOf(words, place), document.indexOf(words, place)];
  return around.filter(start => start >= least).sort((a, b) => Math.abs(a - place) - Math.abs(b - place))[0];
}
