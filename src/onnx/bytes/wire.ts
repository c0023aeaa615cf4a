// Wire: reads protobuf messages through views, without copies (https://protobuf.dev/programming-guides/encoding/).
import { AttentiveError, brokenFile } from '../../base/errors';

/** One field of a message: its number, its wire type, and the byte range of its value. */
export interface Field {
  readonly number: number;
  readonly type: 'varint' | 'fixed64' | 'bytes' | 'fixed32';
  /** Where the field's key ends. In a `bytes` field the length of the value stands from here to `start`. */
  readonly keyEnd: number;
  readonly start: number;
  readonly end: number;
}

const TYPES = new Map<number, Field['type']>([
  [0, 'varint'],
  [1, 'fixed64'],
  [2, 'bytes'],
  [5, 'fixed32'],
]);

/**
 * The fields of the message from byte `start` to byte `end`.
 *
 * @throws AttentiveError `model-broken-file` (data.why) if the bytes are not whole fields
 */
export function* fields(bytes: Uint8Array, start = 0, end = bytes.length): Generator<Field, void, void> {
  let at = start;
  while (at < end) {
    const key = varint(bytes, at, end);
    const number = Math.floor(key.value / 8);
    const type = TYPES.get(key.value % 8);
    if (type === undefined || number === 0) throw broken(`no field begins at byte ${at}`);
    const value = valueRange(bytes, type, key.next, end);
    if (value.end > end) throw broken(`it ends ${value.end - end} bytes too early`);
    yield { number, type, keyEnd: key.next, start: value.start, end: value.end };
    at = value.end;
  }
}

/** Runs a function that reads the bytes of a file, and adds the file's name to the `model-broken-file` errors it throws. */
export function withFileName<T>(file: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof AttentiveError) || error.code !== 'model-broken-file') throw error;
    throw brokenFile(file, String(error.data['why']), {}, { cause: error });
  }
}

function valueRange(bytes: Uint8Array, type: Field['type'], at: number, end: number): { start: number; end: number } {
  switch (type) {
    case 'varint':
      return { start: at, end: varint(bytes, at, end).next };
    case 'fixed64':
      return { start: at, end: at + 8 };
    case 'fixed32':
      return { start: at, end: at + 4 };
    case 'bytes': {
      const length = varint(bytes, at, end);
      return { start: length.next, end: length.next + length.value };
    }
  }
}

/** The value of a varint field, which `fields` gave. */
export function varintOf(bytes: Uint8Array, field: Field): number {
  return varint(bytes, field.start, field.end).value;
}

/** A base-128 number. Values above 2^53 are inexact, which is harmless: no length or key is that large. */
function varint(bytes: Uint8Array, at: number, end: number): { value: number; next: number } {
  let value = 0;
  for (let index = 0; index < 10; index++) {
    if (at + index >= end) throw broken('it ends inside a number');
    const byte = bytes[at + index];
    value += (byte & 0x7f) * 2 ** (7 * index);
    if (byte < 0x80) return { value, next: at + index + 1 };
  }
  throw broken(`the number at byte ${at} has no end`);
}

/** The error for malformed bytes; `withFileName` adds the name of the file. */
export function broken(why: string): AttentiveError {
  return new AttentiveError('model-broken-file', why, { why });
}
