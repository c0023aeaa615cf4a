// Followed: where pieces of some texts stand in a document, through its edits. What an edit destroyed is lost until another
// one, such as undo, brings it back.
import type { Range } from '../range';
import { type Change, rangeAfter } from './trackedRange';

/** A range of one of the texts. Pieces do not overlap. */
export interface Piece {
  /** Which text. */
  readonly text: number;
  /** Offsets into it. */
  readonly from: number;
  readonly to: number;
  readonly words: string;
  /** How much further on than `from` it stands, if what is before it is not as long in the document. */
  readonly shift?: number;
}

/** A range of one of the texts. */
export interface TextRange extends Range {
  readonly text: number;
}

/** So many characters are searched at most for what is lost, each time: some hundredths of a second. */
const MOST_SEARCHED = 2e7;

export class TrackedPieces {
  private places: (Range | undefined)[];
  /** Where each piece stood last, for the one that is lost. */
  private readonly anchors: number[];

  /**
   * Nothing is found until the first `settle`.
   *
   * @param pieces in the order of the document
   * @param starts where about each text stands in it
   */
  constructor(
    private readonly pieces: readonly Piece[],
    starts: readonly number[],
  ) {
    this.anchors = pieces.map(({ text, from, shift = 0 }) => (starts[text] ?? 0) + from + shift);
    this.places = pieces.map(() => undefined);
  }

  /** How many pieces are found. */
  get found(): number {
    return this.places.filter(place => place !== undefined).length;
  }

  /** Where each text begins, as far as is known. */
  starts(): number[] {
    const starts: number[] = [];
    for (const [index, { text, from, shift = 0 }] of this.pieces.entries()) {
      starts[text] ??= Math.max(0, (this.places[index]?.start ?? this.anchors[index]) - from - shift);
    }
    return Array.from(starts, start => start ?? 0);
  }

  /** Looks for all pieces anew, each where it was last or nearest to there, in the order of the document. */
  settle(document: string): void {
    let least = 0;
    let shift = 0;
    let searched = 0;
    this.places = this.pieces.map(({ words }, index) => {
      const about = Math.max(least, this.anchors[index] + shift);
      const isThere = words !== '' && document.startsWith(words, about);
      const start = isThere ? about : searched > MOST_SEARCHED ? undefined : nearest(document, words, about, least);
      if (!isThere) searched += document.length - least;
      if (start === undefined) return undefined;
      // Whatever moved this one moved those behind it as well.
      shift = start - this.anchors[index];
      least = start + words.length;
      return { start, end: least };
    });
    this.remember();
  }

  /** The document is gone: nothing stands anywhere, until it is settled again. */
  lose(): void {
    this.places = this.pieces.map(() => undefined);
  }

  /**
   * Follows the changes of one event.
   *
   * @param document gives the text after them
   */
  edited(changes: readonly Change[], document: () => string): void {
    this.places = this.places.map((place, index) => {
      const kept = place && rangeAfter(place, changes);
      if (kept === undefined) this.anchors[index] += shiftBefore(this.anchors[index], changes);
      return kept;
    });
    if (this.places.includes(undefined)) this.bringBack(changes, document());
    this.remember();
  }

  /** Where a range of a text stands in the document; undefined if a piece that it touches is lost. */
  placeOf({ text, start, end }: TextRange): Range | undefined {
    const first = this.offsetOf(text, start, end);
    const last = this.offsetOf(text, end, start);
    return first === undefined || last === undefined || first > last ? undefined : { start: first, end: last };
  }

  /** What of a text stands in a range of the document: what the first piece there has of it. */
  textAt({ start, end }: Range): TextRange | undefined {
    for (const [index, place] of this.places.entries()) {
      if (place === undefined || start > place.end || end < place.start) continue;
      const { text, from } = this.pieces[index];
      const inside = (offset: number): number => from + clamped(offset, place) - place.start;
      return { text, start: inside(start), end: inside(end) };
    }
    return undefined;
  }

  /** Where an offset stands, by the piece that also reaches towards `other`. */
  private offsetOf(text: number, offset: number, other: number): number | undefined {
    const covers = (piece: Piece): boolean => piece.text === text && piece.from <= offset && offset <= piece.to;
    const candidates = [...this.pieces.keys()].filter(index => covers(this.pieces[index]));
    const touches = ({ from, to }: Piece): boolean => (other >= offset ? to > offset : from < offset);
    const index = candidates.find(candidate => touches(this.pieces[candidate])) ?? candidates[0];
    const place = index === undefined ? undefined : this.places[index];
    return place === undefined ? undefined : place.start + offset - this.pieces[index].from;
  }

  private remember(): void {
    for (const [index, place] of this.places.entries()) if (place !== undefined) this.anchors[index] = place.start;
  }

  /** Looks for what is lost around what the changes inserted, in the order of the document. */
  private bringBack(changes: readonly Change[], document: string): void {
    let searched = 0;
    for (const { offset, inserted } of afterAll(changes)) {
      let least = 0;
      for (const [index, { words }] of this.pieces.entries()) {
        if (this.places[index] !== undefined || words === '') continue;
        if (searched > MOST_SEARCHED) return;
        const first = Math.max(least, offset - words.length);
        const last = offset + inserted + words.length;
        const start = this.freePlace(words, first, document.slice(first, last));
        searched += (start ?? last) - first + words.length;
        if (start === undefined) continue;
        least = start + words.length;
        this.places[index] = { start, end: least };
      }
    }
  }

  /** Where words stand in a part of the document, and no other piece does. */
  private freePlace(words: string, first: number, part: string): number | undefined {
    for (let at = part.indexOf(words); at >= 0; at = part.indexOf(words, at + 1)) {
      const [start, end] = [first + at, first + at + words.length];
      if (!this.places.some(place => place && place.start < end && start < place.end)) return start;
    }
    return undefined;
  }
}

/** Where changes stand after all of them were made. */
function afterAll(changes: readonly Change[]): { readonly offset: number; readonly inserted: number }[] {
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

/** The occurrence nearest to a place, not before `least`. */
function nearest(document: string, words: string, place: number, least: number): number | undefined {
  if (words === '') return undefined;
  const around = [document.lastIndexOf(words, place), document.indexOf(words, place)];
  return around.filter(start => start >= least).sort((a, b) => Math.abs(a - place) - Math.abs(b - place))[0];
}
