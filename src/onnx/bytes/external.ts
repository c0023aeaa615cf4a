// External: leaves the large weights out of a copied model file. The copy refers to the bytes of the old file instead, as
// to external data.
// https://github.com/onnx/onnx/blob/main/docs/ExternalData.md
import type { Graph, MessageRange } from './graph';
import type { Insertion } from './splice';
import { fields } from './wire';
import { externalData } from './write';

/** Weights below this size stay in the file, because the runtime reads shapes and constants before it opens other files. */
const MIN_BYTES = 16_384;

/**
 * Replaces the bytes of each large weight of the main graph by a reference to their place in the old file.
 *
 * @param location the name under which the runtime is given the bytes of the old file
 */
export function weightsToReferences(bytes: Uint8Array, { initializers, parts }: Graph, location: string): Insertion[] {
  return initializers.flatMap(({ range }) => {
    const data = rawDataOf(bytes, range);
    if (data === undefined || data.end - data.start < MIN_BYTES) return [];
    const around = parts.filter(part => part.start <= range.start && range.end <= part.end);
    const added = externalData(location, data.start, data.end - data.start);
    return [{ within: [...around, range], bytes: added, without: { start: data.keyStart, end: data.end } }];
  });
}

const TENSOR = { rawData: 9, externalData: 13 };

/** The byte range of a tensor's `raw_data`; undefined if its values are in another field or in another file. */
function rawDataOf(
  bytes: Uint8Array,
  range: MessageRange,
): { keyStart: number; start: number; end: number } | undefined {
  let found: ReturnType<typeof rawDataOf>;
  // Where the current field begins.
  let keyStart = range.start;
  for (const { number, type, start, end } of fields(bytes, range.start, range.end)) {
    if (number === TENSOR.externalData) return undefined;
    if (number === TENSOR.rawData && type === 'bytes') {
      // If the field is written twice, only the last one counts. Such a tensor stays as it is.
      if (found !== undefined) return undefined;
      found = { keyStart, start, end };
    }
    keyStart = end;
  }
  return found;
}
