// Write: encodes the protobuf messages that are added to a model file.
// Field numbers are those of https://github.com/onnx/onnx/blob/main/onnx/onnx.proto.

/** A base-128 number, as protobuf writes lengths. */
export function varintBytes(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 0x80);
  return Uint8Array.from([...bytes, rest]);
}

/** ModelProto.graph. Appended to a file, it is merged with the graph that the file has already. */
export function modelGraph(...content: readonly Uint8Array[]): Uint8Array {
  return message(7, ...content);
}

/** GraphProto.node: a Cast node, which gives a value in float32 under another name. */
export function castNode(value: string, name: string): Uint8Array {
  const to = message(5, text(1, 'to'), number(3, FLOAT), number(20, ATTRIBUTE_INT));
  return message(1, text(1, value), text(2, name), text(3, name), text(4, 'Cast'), to);
}

/** A whole model of one MatMulInteger: sums [row, column], int32, of `bytes` [row, term], uint8, times `weights` [term, column], int8. */
export function integerProductModel(): Uint8Array<ArrayBuffer> {
  const value = (field: number, name: string, type: number): Uint8Array => {
    const dims = [message(1, text(2, `${name} rows`)), message(1, text(2, `${name} columns`))];
    return message(field, text(1, name), message(2, message(1, number(1, type), message(2, ...dims))));
  };
  const node = message(1, text(1, 'bytes'), text(1, 'weights'), text(2, 'sums'), text(4, 'MatMulInteger'));
  const values = [value(11, 'bytes', UINT8), value(11, 'weights', INT8), value(12, 'sums', INT32)];
  const graph = modelGraph(node, text(2, 'product'), ...values);
  return concat(number(1, IR_VERSION), graph, message(8, text(1, ''), number(2, OPSET)));
}

const IR_VERSION = 8;
const OPSET = 13;

/** GraphProto.node: a node without attributes that makes one value, which also names the node. */
export function plainNode(op: string, inputs: readonly string[], output: string): Uint8Array {
  return message(1, plainNodeBody(op, inputs, output));
}

/** The content of such a node, without the field around it. */
export function plainNodeBody(op: string, inputs: readonly string[], output: string): Uint8Array {
  return concat(...inputs.map(name => text(1, name)), text(2, output), text(3, `${output}/${op}`), text(4, op));
}

/** GraphProto.initializer: a float32 tensor without dimensions. */
export function floatScalar(name: string, value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setFloat32(0, value, true);
  return message(5, number(2, FLOAT), text(8, name), message(9, bytes));
}

/** GraphProto.output: a float32 tensor whose dimensions are left open. */
export function floatOutput(name: string): Uint8Array {
  return message(12, text(1, name), message(2, message(1, number(1, FLOAT))));
}

/** NodeProto.output. */
export function nodeOutput(name: string): Uint8Array {
  return text(2, name);
}

/** TensorProto.external_data and data_location, which say that the tensor's bytes are in another file. */
export function externalData(location: string, offset: number, length: number): Uint8Array {
  const entry = (key: string, value: string): Uint8Array => message(13, text(1, key), text(2, value));
  const entries = [entry('location', location), entry('offset', `${offset}`), entry('length', `${length}`)];
  return concat(...entries, number(14, EXTERNAL));
}

const EXTERNAL = 1; // TensorProto.DataLocation
// TensorProto.DataType
const FLOAT = 1;
const UINT8 = 2;
const INT8 = 3;
const INT32 = 6;
const ATTRIBUTE_INT = 2; // AttributeProto.AttributeType

const utf8 = new TextEncoder();

function number(field: number, value: number): Uint8Array {
  return concat(varintBytes(field * 8), varintBytes(value));
}

function text(field: number, value: string): Uint8Array {
  return message(field, utf8.encode(value));
}

function message(field: number, ...content: readonly Uint8Array[]): Uint8Array {
  const body = concat(...content);
  return concat(varintBytes(field * 8 + 2), varintBytes(body.length), body);
}

function concat(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
