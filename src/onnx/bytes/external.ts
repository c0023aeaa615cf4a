// External: a model file without its large weights, which the runtime then reads from the old file's bytes by name.
// https://github.com/onnx/onnx/blob/main/docs/ExternalData.md
import type { Graph, Place } from './graph';
import type { Insertion } from './splice';
import { fields } from './wire';
import { externalData } from './write';

/** Smaller weights stay: shapes and constants among them are read before any other file is. */
const LEAST_BYTES = 16_384;

/** For each large weight of the main graph: its bytes are left out, and where they stand in the file is said instead. */
export function withoutWeights(bytes: Uint8Array, { initializers, parts }: Graph, location: string): Insertion[] {
  return initializers.flatMap(({ place }) => {
    const data = rawDataOf(bytes, place);
    if (data === undefined || data.end - data.start < LEAST_BYTES) return [];
    const around = parts.filter(part => part.start <= place.start && place.end <= part.end);
    const added = externalData(location, data.start, data.end - data.start);
    return [{ within: [...around, place], bytes: added, without: { start: data.keyStart, end: data.end } }];
  });
}

const TENSOR = { rawData: 9, externalData: 13 };

/** Where a tensor's bytes stand; nothing if they are written otherwise, or in another file. */
function rawDataOf(bytes: Uint8Array, place: Place): { keyStart: number; start: number; end: number } | undefined {
  let found: ReturnType<typeof rawDataOf>;
  let keyStart = place.start;
  for (const { number, type, start, end } of fields(bytes, place.start, place.end)) {
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
