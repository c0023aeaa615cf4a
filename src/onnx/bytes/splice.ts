// Splice: appends bytes to messages inside a protobuf file. The result is a list of pieces: views of the old bytes, and
// new bytes between them.
import type { MessageRange } from './graph';
import { varintBytes } from './write';

/** Bytes to append to one message of a file. */
export interface Insertion {
  /** The message, preceded by the messages around it, the outermost first. */
  readonly within: readonly MessageRange[];
  readonly bytes: Uint8Array;
  /** A range of whole fields of the message that is left out. */
  readonly without?: ByteRange;
}

interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/**
 * Makes the pieces of the new file. No bytes are copied; only the lengths of the messages that grow or shrink are encoded
 * again.
 */
export function splice(bytes: Uint8Array, insertions: readonly Insertion[]): Uint8Array[] {
  return withInsertions(bytes, { lengthStart: 0, start: 0, end: bytes.length }, insertions, 0);
}

/** Joins the pieces of a file in one new array. */
export function joinPieces(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(sizeOf(pieces));
  let at = 0;
  for (const piece of pieces) {
    joined.set(piece, at);
    at += piece.length;
  }
  return joined;
}

/** The fields of one message in pieces, with the insertions; `depth` is the number of messages around the message. */
function withInsertions(
  bytes: Uint8Array,
  range: MessageRange,
  insertions: readonly Insertion[],
  depth: number,
): Uint8Array[] {
  const inside = new Map<MessageRange, Insertion[]>();
  const added: Uint8Array[] = [];
  const cuts: ByteRange[] = [];
  for (const insertion of insertions) {
    const inner = insertion.within[depth];
    const others = inner === undefined ? undefined : inside.get(inner);
    if (inner === undefined) {
      added.push(insertion.bytes);
      if (insertion.without !== undefined) cuts.push(insertion.without);
    } else if (others === undefined) inside.set(inner, [insertion]);
    else others.push(insertion);
  }
  const pieces: Uint8Array[] = [];
  let at = range.start;
  for (const [inner, innerInsertions] of [...inside].sort(([left], [right]) => left.start - right.start)) {
    const fields = withInsertions(bytes, inner, innerInsertions, depth + 1);
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
