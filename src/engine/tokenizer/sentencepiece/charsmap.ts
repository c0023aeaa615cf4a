// Charsmap: reads the character replacements that SentencePiece compiles into a model file. They are a double-array trie over
// UTF-8 bytes (Darts-clone, https://github.com/s-yata/darts-clone), whose values point to the replacing texts.
import { broken } from '../../../onnx/bytes/wire';

/** A replacement of some bytes of a text. */
export interface Replacement {
  /** How many bytes are replaced. */
  readonly length: number;
  readonly by: string;
}

/** Finds the replacement of the longest byte sequence that begins at an offset of a UTF-8 text, if there is one. */
export type Charsmap = (text: Uint8Array, at: number) => Replacement | undefined;

/**
 * Reads a precompiled charsmap; an empty one replaces nothing.
 *
 * @throws AttentiveError `model-broken-file` (data.why) if the charsmap is shorter than its header says
 */
export function charsmapOf(blob: Uint8Array): Charsmap {
  if (blob.length === 0) return () => undefined;
  const view = new DataView(blob.buffer, blob.byteOffset, blob.byteLength);
  const size = blob.length < 4 ? NaN : view.getUint32(0, true);
  if (!(size > 0 && size % 4 === 0 && size + 4 <= blob.length)) throw broken('its charsmap is cut off');
  const units = Uint32Array.from({ length: size / 4 }, (_, index) => view.getUint32(4 + index * 4, true));
  const texts = blob.subarray(4 + size);
  const known = new Map<number, string>();
  const textAt = (at: number): string => {
    const text = known.get(at) ?? textUpToZero(texts, at);
    known.set(at, text);
    return text;
  };
  return (text, at) => {
    const found = longest(units, text, at);
    return found === undefined ? undefined : { length: found.length, by: textAt(found.value) };
  };
}

/** The longest entry of the trie that stands in the text at an offset: its length in bytes and its value. */
function longest(units: Uint32Array, text: Uint8Array, at: number): { length: number; value: number } | undefined {
  let found: { length: number; value: number } | undefined;
  let node = offsetOf(units[0]);
  for (let index = at; index < text.length; index++) {
    node ^= text[index];
    if (node >= units.length) break;
    const unit = units[node];
    // The top bit of a label marks a value, not a byte.
    if ((unit & 0x800000ff) !== text[index]) break;
    node ^= offsetOf(unit);
    const hasLeaf = ((unit >>> 8) & 1) === 1;
    if (hasLeaf && node < units.length) found = { length: index + 1 - at, value: units[node] & 0x7fffffff };
  }
  return found;
}

/** The offset from a node to its children, which the bits of its unit encode. */
function offsetOf(unit: number): number {
  return (unit >>> 10) << ((unit & (1 << 9)) >>> 6);
}

/** The text from an offset to the next zero byte. */
function textUpToZero(texts: Uint8Array, at: number): string {
  const end = texts.indexOf(0, at);
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(texts.subarray(at, end < 0 ? texts.length : end));
}
