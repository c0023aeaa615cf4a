// Weights files: finds the files beside a graph that hold its weights.
// https://github.com/onnx/onnx/blob/main/docs/ExternalData.md
import { broken, type Field, fields, withFileName } from './wire';

/** A weights file that a graph names, and the least number of bytes that it must have. */
export interface NamedWeights {
  readonly location: string;
  readonly size: number;
}

/**
 * Finds every file that a tensor of the graph, or of a graph inside it, names. The tensor may be a weight or a constant of a
 * node.
 *
 * @throws AttentiveError `model-broken-file` (data.file, data.why) if an entry is malformed or names a place outside
 *   of the graph's folder, or the bytes are no model
 */
export function weightsFiles(file: string, bytes: Uint8Array): NamedWeights[] {
  return withFileName(file, () => {
    const sizes = new Map<string, number>();
    const onTensor = (tensor: Field): void => {
      const place = weightsOfTensor(bytes, tensor);
      if (place !== undefined) sizes.set(place.location, Math.max(place.size, sizes.get(place.location) ?? 0));
    };
    for (const field of fields(bytes)) if (field.number === MODEL.graph) walk(bytes, messageAt(field), onTensor, 0);
    return [...sizes].map(([location, size]) => ({ location, size }));
  });
}

// Field numbers are those of https://github.com/onnx/onnx/blob/main/onnx/onnx.proto.
const MODEL = { graph: 7 };
const GRAPH = { node: 1, initializer: 5 };
const NODE = { attribute: 5 };
const ATTRIBUTE = { tensor: 5, graph: 6, tensors: 10, graphs: 11 };
const TENSOR = { externalData: 13 };
const ENTRY = { key: 1, value: 2 };

const DEEPEST_GRAPH = 8;

const utf8 = new TextDecoder();

/** Calls `onTensor` for every tensor of a graph and of the graphs inside it. */
function walk(bytes: Uint8Array, graph: Field, onTensor: (tensor: Field) => void, depth: number): void {
  if (depth > DEEPEST_GRAPH) throw broken(`its graphs are nested more than ${DEEPEST_GRAPH} deep`);
  for (const part of fieldsOf(bytes, graph)) {
    if (part.number === GRAPH.initializer) onTensor(messageAt(part));
    if (part.number !== GRAPH.node) continue;
    for (const attribute of fieldsOf(bytes, messageAt(part))) {
      if (attribute.number !== NODE.attribute) continue;
      for (const value of fieldsOf(bytes, messageAt(attribute))) {
        if (value.number === ATTRIBUTE.tensor || value.number === ATTRIBUTE.tensors) onTensor(messageAt(value));
        if (value.number === ATTRIBUTE.graph || value.number === ATTRIBUTE.graphs) {
          walk(bytes, messageAt(value), onTensor, depth + 1);
        }
      }
    }
  }
}

/** The weights file of a tensor, and the position in it at which the tensor ends; undefined for a tensor in the graph file. */
function weightsOfTensor(bytes: Uint8Array, tensor: Field): NamedWeights | undefined {
  const entries = new Map<string, string>();
  for (const field of fieldsOf(bytes, tensor)) {
    if (field.number === TENSOR.externalData) entries.set(...entryOf(bytes, messageAt(field)));
  }
  if (entries.size === 0) return undefined;
  const location = entries.get('location') ?? '';
  if (!staysInFolder(location)) throw broken(`its weights are said to stand outside of its folder, in “${location}”`);
  const [offset, length] = [entries.get('offset') ?? '0', entries.get('length') ?? '0'].map(wholeNumber);
  return { location, size: offset + length };
}

function entryOf(bytes: Uint8Array, entry: Field): [string, string] {
  const texts = new Map<number, string>();
  for (const { number, type, start, end } of fieldsOf(bytes, entry)) {
    if (type === 'bytes') texts.set(number, utf8.decode(bytes.subarray(start, end)));
  }
  return [texts.get(ENTRY.key) ?? '', texts.get(ENTRY.value) ?? ''];
}

/** Whether a path is relative and consists of names only: no drive, no `..`, no backslash. */
function staysInFolder(location: string): boolean {
  const steps = location.replace(/^(?:\.\/)+/, '').split('/');
  return !/[\\:\0]/.test(location) && steps.every(step => step !== '' && step !== '.' && step !== '..');
}

function wholeNumber(text: string): number {
  const value = /^\d{1,16}$/.test(text) ? Number(text) : NaN;
  if (!Number.isSafeInteger(value)) throw broken(`“${text}” is no place in a file of weights`);
  return value;
}

function fieldsOf(bytes: Uint8Array, { start, end }: Field): Iterable<Field> {
  return fields(bytes, start, end);
}

function messageAt(field: Field): Field {
  if (field.type !== 'bytes') throw broken(`a message is expected at byte ${field.keyEnd}`);
  return field;
}
