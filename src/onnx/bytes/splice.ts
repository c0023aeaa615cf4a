// Splice: appends bytes to messages inside a protobuf file. The result is views of the old bytes between new ones.
import type { MessageRange } from './graph';
import { varintBytes } from './write';

/** Bytes to append to the last of these messages, each of which is inside the one before. */
export interface Insertion {
  readonly within: readonly MessageRange[];
  readonly bytes: Uint8Array;
  /** The byte range of whole fields of that message that are left out. */
  readonly without?: ByteRange;
}

interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** The parts of the new file. Only the lengths of the messages that grow are encoded again; no bytes are copied. */
export function splice(bytes: Uint8Array, insertions: readonly Insertion[]): Uint8Array[] {
  return grown(bytes, { lengthStart: 0, start: 0, end: bytes.length }, insertions, 0);
}

/** Joins the parts of a file: the only copy that is made. */
export function joinPieces(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(sizeOf(pieces));
  let at = 0;
  for (const piece of pieces) {
    joined.set(piece, at);
    at += piece.length;
  }
  return joined;
}

/** The fields of one message with the insertions; `depth` is the number of messages around it. */
function grown(bytes: Uint8Array, range: MessageRange, insertions: readonly Insertion[], depth: number): Uint8Array[] {
  const inside = new Map<MessageRange, Insertion[]>();
  const added: Uint8Array[] = [];
  const cuts: ByteRange[] = [];
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
  let at = range.start;
  for (const [inner, its] of [...inside].sort(([left], [right]) => left.start - right.start)) {
    const fields = grown(bytes, inner, its, depth + 1);
    pieces.push(...withoutCuts(bytes, at, inner.lengthStart, cuts), varintBytes(sizeOf(fields)), ...fields);
    at = inner.end;
  }
  pieces.push(...withoutCuts(bytes, at, range.end, cuts), ...added);
  return pieces.filter(piece => piece.length > 0);
}

/** The bytes from start to end without the ranges that are cut out. */
function withoutCuts(bytes: Uint8Array, start: number, end: number, cuts: readonly ByteRange[]): Uint8Array[] {
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
