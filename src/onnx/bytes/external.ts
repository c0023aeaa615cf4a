// External: leaves the large weights out of a copied model file and refers to the bytes of the old file by name.
// https://github.com/onnx/onnx/blob/main/docs/ExternalData.md
import type { Graph, MessageRange } from './graph';
import type { Insertion } from './splice';
import { fields } from './wire';
import { externalData } from './write';

/** Smaller weights stay: the runtime reads shapes and constants before it opens any other file. */
const LEAST_BYTES = 16_384;

/** For each large weight of the main graph: its bytes are replaced by a reference to their place in the old file. */
export function withoutWeights(bytes: Uint8Array, { initializers, parts }: Graph, location: string): Insertion[] {
  return initializers.flatMap(({ range }) => {
    const data = rawDataOf(bytes, range);
    if (data === undefined || data.end - data.start < LEAST_BYTES) return [];
    const around = parts.filter(part => part.start <= range.start && range.end <= part.end);
    const added = externalData(location, data.start, data.end - data.start);
    return [{ within: [...around, range], bytes: added, without: { start: data.keyStart, end: data.end } }];
  });
}

const TENSOR = { rawData: 9, externalData: 13 };

/** The byte range of a tensor's `raw_data`; undefined if the values are encoded otherwise, or in another file. */
function rawDataOf(
  bytes: Uint8Array,
  range: MessageRange,
): { keyStart: number; start: number; end: number } | undefined {
  let found: ReturnType<typeof rawDataOf>;
  let keyStart = range.start;
  for (const { number, type, start, end } of fields(bytes, range.start, range.end)) {
    if (number === TENSOR.externalData) return undefined;
    if (number === TENSOR.rawData && type === 'bytes') {
      // Only the last one counts if it is written twice.
      if (found !== undefined) return undefined;
      found = { keyStart, start, end };
    }
    keyStart = end;
  }
  return found;
}
