import assert from 'node:assert/strict';
import { cacheAfter } from '../../../../src/attention/decoding/cache';

describe('cacheAfter', () => {
  const self = { layers: 6, heads: 8, width: 64 };

  it('counts keys and values of every layer, as 32-bit floats', () => {
    const cache = cacheAfter(3, 10, self, self);
    // 2 tensors x 6 layers x 8 heads x 3 tokens x 64 numbers x 4 bytes.
    assert.deepEqual(cache.self, { layers: 6, heads: 8, length: 3, bytes: 73_728 });
    assert.deepEqual(cache.cross, { layers: 6, heads: 8, length: 10, bytes: 245_760 });
  });

  it('grows by one token a step in self-attention, and not in cross-attention', () => {
    const [before, after] = [cacheAfter(3, 10, self, self), cacheAfter(4, 10, self, self)];
    assert.equal(after.self.length - before.self.length, 1);
    assert.equal((after.self.bytes ?? 0) - (before.self.bytes ?? 0), 2 * 6 * 8 * 64 * 4);
    assert.deepEqual(after.cross, before.cross);
  });

  it('has no size in bytes if the width of a head is not known', () => {
    const cache = cacheAfter(3, 10, { layers: 2, heads: 4 }, { layers: 2, heads: 4, width: 8 });
    assert.deepEqual(cache.self, { layers: 2, heads: 4, length: 3 });
    assert.equal(cache.cross.bytes, 2 * 2 * 4 * 10 * 8 * 4);
  });

  it('throws for a number of tokens that is negative or a fraction', () => {
    assert.throws(() => cacheAfter(-1, 10, self, self), { code: 'bad-request' });
    assert.throws(() => cacheAfter(1, 0.5, self, self), { code: 'bad-request' });
  });
});
