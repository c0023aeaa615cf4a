import assert from 'node:assert/strict';
import { type Field, fields } from '../../../../src/onnx/bytes/wire';
import { broken } from '../model';

describe('fields', () => {
  it('gives each field with its number, wire type and byte range', () => {
    const bytes = Uint8Array.of(
      ...[0x08, 0x96, 0x01], // 1: varint 150
      ...[0x11, 1, 2, 3, 4, 5, 6, 7, 8], // 2: fixed64
      ...[0x1a, 2, 0x68, 0x69], // 3: "hi"
      ...[0x25, 1, 2, 3, 4], // 4: fixed32
      ...[0x82, 0x01, 0], // 16: empty bytes
    );
    assert.deepEqual([...fields(bytes)], [
      { number: 1, type: 'varint', keyEnd: 1, start: 1, end: 3 },
      { number: 2, type: 'fixed64', keyEnd: 4, start: 4, end: 12 },
      { number: 3, type: 'bytes', keyEnd: 13, start: 14, end: 16 },
      { number: 4, type: 'fixed32', keyEnd: 17, start: 17, end: 21 },
      { number: 16, type: 'bytes', keyEnd: 23, start: 24, end: 24 },
    ] satisfies Field[]);
  });

  it('reads the fields of a message inside a message, and none after the end of the inner message', () => {
    const bytes = Uint8Array.of(0x0a, 2, 0x08, 5, 0x10, 7);
    const [outer] = fields(bytes);
    const inner = [{ number: 1, type: 'varint', keyEnd: 3, start: 3, end: 4 }];
    assert.deepEqual([...fields(bytes, outer.start, outer.end)], inner);
    assert.deepEqual([...fields(bytes, 0, 0)], []);
  });

  it('refuses the deprecated wire types, and the field number 0', () => {
    for (const key of [0x0b, 0x0c, 0x0e, 0x0f, 0x00, 0x02]) {
      assert.match(String(broken(() => [...fields(Uint8Array.of(key, 0, 0, 0))]).data['why']), /no field/);
    }
  });

  it('refuses a number without an end, and a value that ends after its message', () => {
    broken(() => [...fields(Uint8Array.of(0x80))]);
    broken(() => [...fields(new Uint8Array(20).fill(0xff))]);
    broken(() => [...fields(Uint8Array.of(0x08))]);
    broken(() => [...fields(Uint8Array.of(0x11, 1, 2))]);
    broken(() => [...fields(Uint8Array.of(0x25, 1, 2, 3))]);
    assert.match(String(broken(() => [...fields(Uint8Array.of(0x0a, 5, 1, 2))]).data['why']), /3 bytes/);
    // A length of nearly 2^63, which would be inexact when it is added to a position.
    broken(() => [...fields(Uint8Array.of(0x0a, ...new Array<number>(8).fill(0xff), 0x7f, 1))]);
  });
});
