import assert from 'node:assert/strict';
import { compacted } from '../../../../src/node/native/channel';

describe('compacted', () => {
  const buffer = Uint8Array.from({ length: 32 }, (_, at) => at).buffer;

  it('gives each array in a message a buffer of its own, with its type', () => {
    const message = {
      kind: 'call',
      files: [{ name: 'a', bytes: new Uint8Array(buffer, 4, 8) }],
      floats: new Float32Array(buffer, 8, 2),
      big: new BigInt64Array(buffer, 16, 1),
      view: new DataView(buffer, 2, 3),
    };
    const found = compacted(message) as typeof message;
    assert.deepEqual(found, message);
    for (const array of [found.files[0].bytes, found.floats, found.big, found.view]) {
      assert.equal(array.byteLength, array.buffer.byteLength);
    }
  });

  it('leaves everything else as it is', () => {
    const whole = new Float32Array(3);
    assert.equal((compacted({ whole }) as { readonly whole: unknown }).whole, whole);
    for (const value of [undefined, null, 'x', 5, true, [1, 2], { a: { b: [null, 'x'] } }, []]) {
      assert.deepEqual(compacted(value), value);
    }
  });
});
