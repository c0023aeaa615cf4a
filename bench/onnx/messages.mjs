// Messages: writes the protobuf messages of ONNX files, for the graphs that benches make.
// Field numbers: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
//
// A message is a list of pieces (bytes, or lists of pieces), so that large weights are not copied for each message around them.

export const TYPES = { float32: 1, uint8: 2, int8: 3, int64: 7, bool: 9, float16: 10 };

/** The value of AttributeProto.type. */
const INT = 2;
const GRAPH = 5;
const INTS = 7;

/** A whole model. `domains` has the version of each set of operators, by its name. */
export function model(graph, domains) {
  const opsets = Object.entries(domains).map(([domain, version]) => message(8, text(1, domain), varint(2, version)));
  return [varint(1, 8), message(7, graph), ...opsets];
}

/** A graph, of lists of nodes, constants, inputs and outputs. */
export function graph(name, { nodes, initializers = [], inputs = [], outputs }) {
  return [
    ...nodes.map(each => message(1, each)),
    text(2, name),
    ...initializers.map(each => message(5, each)),
    ...inputs.map(each => message(11, each)),
    ...outputs.map(each => message(12, each)),
  ];
}

export function node(op, inputs, outputs, attributes = [], domain = '') {
  const names = [...inputs.map(name => text(1, name)), ...outputs.map(name => text(2, name))];
  return [...names, text(4, op), ...attributes, text(7, domain)];
}

/** A constant tensor; `data` is a typed array of its numbers. */
export function tensor(name, type, dims, data) {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return [...dims.map(dim => varint(1, dim)), varint(2, TYPES[type]), text(8, name), message(9, bytes)];
}

/** An input or output; a dimension is a number, or a name if its size is not fixed. Without `dims` it has no shape. */
export function value(name, type, dims) {
  const dimensions = (dims ?? []).map(dim => message(1, typeof dim === 'string' ? text(2, dim) : varint(1, dim)));
  const shape = dims === undefined ? [] : message(2, ...dimensions);
  return [text(1, name), message(2, message(1, varint(1, TYPES[type]), shape))];
}

export function intAttribute(name, number) {
  return message(5, text(1, name), varint(3, number), varint(20, INT));
}

export function intsAttribute(name, numbers) {
  return message(5, text(1, name), ...numbers.map(number => varint(8, number)), varint(20, INTS));
}

export function graphAttribute(name, content) {
  return message(5, text(1, name), message(6, content), varint(20, GRAPH));
}

/** All pieces of a message in one array. */
export function bytesOf(...pieces) {
  const whole = new Uint8Array(size(pieces));
  let at = 0;
  for (const piece of pieces.flat(Infinity)) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/** Pseudorandom bytes, always the same (xorshift32). */
export function noise(count) {
  let state = 2463534242;
  return Uint8Array.from({ length: count }, () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state & 0xff;
  });
}

function text(field, string) {
  return message(field, new TextEncoder().encode(string));
}

function message(field, ...content) {
  return [key(field * 8 + 2), key(size(content)), content];
}

function varint(field, number) {
  return [key(field * 8), key(number)];
}

/** A base-128 number. */
function key(number) {
  const bytes = [];
  for (; number >= 128; number = Math.floor(number / 128)) bytes.push((number % 128) | 0x80);
  return Uint8Array.from([...bytes, number]);
}

function size(pieces) {
  return pieces.reduce((sum, piece) => sum + (piece instanceof Uint8Array ? piece.length : size(piece)), 0);
}
