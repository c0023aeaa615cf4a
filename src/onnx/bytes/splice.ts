// Splice: a file with something added to the ends of messages inside it, as views of the old bytes between new ones.
import type { Place } from './graph';
import { varintBytes } from './write';

/** Something to add at the end of the last of these messages, each of which stands inside the one before. */
export interface Insertion {
  readonly within: readonly Place[];
  readonly bytes: Uint8Array;
  /** Whole fields of that message, from key to end, that are left out. */
  readonly without?: Range;
}

interface Range {
  readonly start: number;
  readonly end: number;
}

/** The pieces of the file. Only the lengths of the messages that grow are written anew; nothing is copied. */
export function splice(bytes: Uint8Array, insertions: readonly Insertion[]): Uint8Array[] {
  return grown(bytes, { lengthStart: 0, start: 0, end: bytes.length }, insertions, 0);
}

/** One file of its pieces: the only copy that is made. */
export function joinPieces(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(sizeOf(pieces));
  let at = 0;
  for (const piece of pieces) {
    joined.set(piece, at);
    at += piece.length;
  }
  return joined;
}

/** The fields of one message, whose depth is the number of messages around it. */
function grown(bytes: Uint8Array, place: Place, insertions: readonly Insertion[], depth: number): Uint8Array[] {
  const inside = new Map<Place, Insertion[]>();
  const added: Uint8Array[] = [];
  const cuts: Range[] = [];
  for (const insertion of insertions) {
    const inner = insertion.within[depth];
    const its = inner === undefined ? undefined : inside.get(inner);
    if (inner === undefined) {
      added.push(insertion.bytes);
      if (insertion.without !== undefined) cuts.push(insertion.without);
    } else if (its === undefined) inside.set(inner, [insertion]);
    else its.push(insertion);
  }
  const pieces: Uint8Array[] = [];
  let at = place.start;
  for (const [inner, its] of [...inside].sort(([left], [right]) => left.start - right.start)) {
    const fields = grown(bytes, inner, its, depth + 1);
    pieces.push(...uncut(bytes, at, inner.lengthStart, cuts), varintBytes(sizeOf(fields)), ...fields);
    at = inner.end;
  }
  pieces.push(...uncut(bytes, at, place.end, cuts), ...added);
  return pieces.filter(piece => piece.length > 0);
}

/** The bytes from start to end but for what is cut out of them. */
function uncut(bytes: Uint8Array, start: number, end: number, cuts: readonly Range[]): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  let at = start;
  for (const cut of cuts.filter(one => start <= one.start && one.end <= end).sort((a, b) => a.start - b.start)) {
    pieces.push(bytes.subarray(at, cut.start));
    at = cut.end;
  }
  return [...pieces, bytes.subarray(at, end)];
}

function sizeOf(pieces: readonly Uint8Array[]): number {
  return pieces.reduce((size, piece) => size + piece.length, 0);
}
