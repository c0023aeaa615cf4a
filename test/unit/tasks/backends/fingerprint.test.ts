// Fingerprint: which changes of a model's files change it.
import assert from 'node:assert/strict';
import type { ModelFiles } from '../../../../src/models/modelFiles';
import { fingerprintOf } from '../../../../src/tasks/backends/fingerprint';

function filesOf(encoder: Uint8Array<ArrayBuffer>, decoder = Uint8Array.of(1)): ModelFiles {
  return { encoder: { name: 'e', bytes: encoder }, decoder: { name: 'd', bytes: decoder } } as unknown as ModelFiles;
}

/** Three megabytes, of which a third is read. */
function large(change: (bytes: Uint8Array<ArrayBuffer>) => void = () => undefined): Uint8Array<ArrayBuffer> {
  const bytes = Uint8Array.from({ length: 3_000_000 }, (_, at) => (at * 31) % 251);
  change(bytes);
  return bytes;
}

describe('the fingerprint of a model', () => {
  it('is the same for the same bytes', async () => {
    assert.equal(await fingerprintOf(filesOf(large())), await fingerprintOf(filesOf(large())));
  });

  it('changes with any byte of a small file, and with either file', async () => {
    const of = (...bytes: readonly Uint8Array<ArrayBuffer>[]) => fingerprintOf(filesOf(bytes[0], bytes[1]));
    const all = await Promise.all([
      of(Uint8Array.of(1, 2, 3), Uint8Array.of(4)),
      of(Uint8Array.of(1, 2, 4), Uint8Array.of(4)),
      of(Uint8Array.of(1, 2, 3), Uint8Array.of(5)),
      of(Uint8Array.of(1, 2), Uint8Array.of(3, 4)),
    ]);
    assert.equal(new Set(all).size, all.length);
  });

  it('changes with the size, the first and the last byte of a large file, and with any new weights', async () => {
    const all = await Promise.all(
      [
        large(),
        large().subarray(1),
        large(bytes => (bytes[0] ^= 1)),
        large(bytes => (bytes[bytes.length - 1] ^= 1)),
        large(bytes => bytes.fill(7, 1_000_000, 1_100_000)),
      ].map(bytes => fingerprintOf(filesOf(Uint8Array.from(bytes)))),
    );
    assert.equal(new Set(all).size, all.length);
  });
});
