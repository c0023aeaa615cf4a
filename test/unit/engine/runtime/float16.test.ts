import assert from 'node:assert/strict';
import { floatsOf, inType } from '../../../../src/engine/runtime/float16';
import type { Tensor } from '../../../../src/engine/runtime/runtime';

/** Float16 numbers, given as their bits. */
function halves(...data: number[]): Tensor {
  return { type: 'float16', dims: [data.length], data: Uint16Array.from(data) };
}

function floats(...data: number[]): Tensor {
  return { type: 'float32', dims: [data.length], data: Float32Array.from(data) };
}

/** The bits of the halves to which these numbers are converted. */
function bits(...data: number[]): number[] {
  return Array.from(inType(floats(...data), 'float16').data as Uint16Array);
}

describe('inType and floatsOf', () => {
  it('read halves as the numbers of IEEE 754', () => {
    const known = [0x0000, 0x3c00, 0xc000, 0x7bff, 0x0400, 0x0001, 0x03ff, 0x7c00, 0xfc00, 0x3555];
    assert.deepEqual(Array.from(floatsOf(halves(...known))), [
      ...[0, 1, -2, 65504, 2 ** -14, 2 ** -24, 1023 * 2 ** -24, Infinity, -Infinity, 0.333251953125],
    ]);
    assert.ok(Object.is(floatsOf(halves(0x8000))[0], -0));
    assert.ok(Number.isNaN(floatsOf(halves(0x7e00))[0]));
  });

  it('convert every half to float32 and back to the same half', () => {
    const all = halves(...Array.from({ length: 0x10000 }, (_, half) => half));
    const back = inType(inType(all, 'float32'), 'float16').data as Uint16Array;
    for (let half = 0; half < 0x10000; half++) {
      const isNaN = (half & 0x7c00) === 0x7c00 && (half & 0x3ff) !== 0;
      assert.equal(back[half], isNaN ? 0x7e00 : half);
    }
  });

  it('round to the nearest half, and to the even one from the middle between two', () => {
    const step = 2 ** -10;
    assert.deepEqual(bits(1 + step / 2, 1 + (3 * step) / 2, 1 + step * 0.51), [0x3c00, 0x3c02, 0x3c01]);
    // From 65520 on the nearest half is infinity; from 2 ** -25 down to 0 it is 0.
    assert.deepEqual(bits(65519, 65520, -1e9), [0x7bff, 0x7c00, 0xfc00]);
    assert.deepEqual(bits(2 ** -25, 2 ** -25 * 1.01, -(2 ** -26)), [0x0000, 0x0001, 0x8000]);
    assert.deepEqual(bits(1023.5 * 2 ** -24), [0x0400]);
  });

  it('return the same tensor if it has the type already or holds no floats', () => {
    const half = halves(0x3c00);
    const ids: Tensor = { type: 'int64', dims: [1], data: BigInt64Array.of(1n) };
    assert.equal(inType(half, 'float16'), half);
    assert.equal(inType(ids, 'float16'), ids);
    const float = floats(1);
    assert.equal(floatsOf(float), float.data);
  });
});
