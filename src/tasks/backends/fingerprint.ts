// Fingerprint: names a model's graphs and weights, as the key of what was measured with them.
import { graphBytesOf, type ModelFiles } from '../../models/modelFiles';

/** How many pieces of a file are read, and how long each is, in bytes. Smaller files are read whole. */
const PIECES = 64;
const PIECE_BYTES = 16_384;

/**
 * The sizes of all files and the SHA-256 of a megabyte of each, taken from evenly spaced places from the first byte to the last.
 *
 * A digest of whole files took a second for 500 MB at each load. Training, quantizing and exporting a model change its bytes
 * everywhere, so that two models have no sample in common; and if someone changes a few weights elsewhere, what was measured still holds.
 */
export async function fingerprintOf(files: ModelFiles): Promise<string> {
  const parts = graphBytesOf(files).map(async bytes => {
    const digest = await crypto.subtle.digest('SHA-256', sampleOf(bytes));
    return `${bytes.byteLength}:${hexadecimal(digest)}`;
  });
  return (await Promise.all(parts)).join('+');
}

function sampleOf(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  if (bytes.byteLength <= PIECES * PIECE_BYTES) return bytes;
  const sample = new Uint8Array(PIECES * PIECE_BYTES);
  for (let piece = 0; piece < PIECES; piece++) {
    const start = Math.floor(((bytes.byteLength - PIECE_BYTES) * piece) / (PIECES - 1));
    sample.set(bytes.subarray(start, start + PIECE_BYTES), piece * PIECE_BYTES);
  }
  return sample;
}

function hexadecimal(digest: ArrayBuffer): string {
  return Array.from(new Uint8Array(digest), byte => byte.toString(16).padStart(2, '0')).join('');
}
