// Graph: makes ONNX files with a chain of matrix products whose weights have a given precision.
// Field numbers: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto

/** Precisions by the names of transformers.js. The others are compared with the first, that of the embedded model. */
export const KINDS = ['q8', 'fp32', 'fp16', 'bnb4', 'q4', 'q4f16'];
export const WIDTH = 512;
export const INNER = 2048;
/** The number of products, in turn from WIDTH to INNER numbers and from INNER to WIDTH. */
export const DEPTH = 12;

const TYPES = { float32: 1, uint8: 2, int8: 3, float16: 10 };
/** The number of weights that share a scale, in 4 bits. */
const BLOCK = 32;
const MICROSOFT = 'com.microsoft';

/** The bytes of a model with the input x [rows, WIDTH] and the output y [rows, WIDTH], both in float32. */
export function chainOf(kind) {
  const half = kind === 'fp16' || kind === 'q4f16';
  const parts = { nodes: [], initializers: [] };
  let value = 'x';
  if (half) value = added(parts, 'Cast', [value], 'x16', [intAttribute('to', TYPES.float16)]);
  for (let layer = 0; layer < DEPTH; layer++) {
    const [rows, columns] = layer % 2 === 0 ? [WIDTH, INNER] : [INNER, WIDTH];
    value = PRODUCTS[kind](parts, value, `p${layer}`, rows, columns);
  }
  added(parts, half ? 'Cast' : 'Identity', [value], 'y', half ? [intAttribute('to', TYPES.float32)] : []);
  const graph = [
    ...parts.nodes.map(node => message(1, node)),
    text(2, 'chain'),
    ...parts.initializers.map(tensor => message(5, tensor)),
    message(11, floatValue('x')),
    message(12, floatValue('y')),
  ];
  const opset = (domain, version) => message(8, text(1, domain), varint(2, version));
  return concat(varint(1, 8), message(7, ...graph), opset('', 17), opset(MICROSOFT, 1));
}

const PRODUCTS = {
  fp32: (parts, x, name, rows, columns) => plain(parts, x, name, rows, columns, 'float32'),
  fp16: (parts, x, name, rows, columns) => plain(parts, x, name, rows, columns, 'float16'),
  q8(parts, x, name, rows, columns) {
    const [bytes, scale, zero] = [`${name}.bytes`, `${name}.scale`, `${name}.zero`];
    const weights = initializer(parts, `${name}.w`, 'int8', [rows, columns], noise(rows * columns));
    const step = initializer(parts, `${name}.s`, 'float32', [], Float32Array.of(1 / (127 * Math.sqrt(rows))));
    parts.nodes.push(node('DynamicQuantizeLinear', [x], [bytes, scale, zero]));
    const sums = added(parts, 'MatMulInteger', [bytes, weights, zero], `${name}.sums`);
    const floats = added(parts, 'Cast', [sums], `${name}.floats`, [intAttribute('to', TYPES.float32)]);
    return added(parts, 'Mul', [floats, added(parts, 'Mul', [scale, step], `${name}.both`)], name);
  },
  q4: (parts, x, name, rows, columns) => fourBits(parts, x, name, rows, columns, 'float32'),
  q4f16: (parts, x, name, rows, columns) => fourBits(parts, x, name, rows, columns, 'float16'),
  bnb4(parts, x, name, rows, columns) {
    const count = rows * columns;
    const weights = initializer(parts, `${name}.w`, 'uint8', [count / 2], noise(count / 2));
    const scales = scalesOf(count / BLOCK, 'float32');
    const largest = initializer(parts, `${name}.s`, 'float32', [count / BLOCK], scales);
    const sizes = [intAttribute('K', rows), intAttribute('N', columns), intAttribute('block_size', BLOCK)];
    return added(
      parts,
      'MatMulBnb4',
      [x, weights, largest],
      name,
      [...sizes, intAttribute('quant_type', 1)], // NF4
      MICROSOFT,
    );
  },
};

function plain(parts, x, name, rows, columns, type) {
  const data = type === 'float32' ? new Float32Array(rows * columns) : new Uint16Array(rows * columns);
  // Small numbers around zero, so that the products stay finite. In float16 0x2000 is 2^-7.
  noise(rows * columns).forEach((byte, at) => {
    data[at] = type === 'float32' ? (byte - 128) / (128 * Math.sqrt(rows)) : 0x2000 | ((byte & 1) << 15) | byte;
  });
  return added(parts, 'MatMul', [x, initializer(parts, `${name}.w`, type, [rows, columns], data)], name);
}

function fourBits(parts, x, name, rows, columns, type) {
  const blocks = rows / BLOCK;
  const bytes = noise((columns * rows) / 2);
  const weights = initializer(parts, `${name}.w`, 'uint8', [columns, blocks, BLOCK / 2], bytes);
  const scales = initializer(parts, `${name}.s`, type, [columns * blocks], scalesOf(columns * blocks, type));
  const sizes = [intAttribute('K', rows), intAttribute('N', columns), intAttribute('block_size', BLOCK)];
  return added(parts, 'MatMulNBits', [x, weights, scales], name, [...sizes, intAttribute('bits', 4)], MICROSOFT);
}

function scalesOf(count, type) {
  return type === 'float32' ? new Float32Array(count).fill(2 ** -8) : new Uint16Array(count).fill(0x1c00); // 2^-8
}

/** Pseudorandom bytes, always the same (xorshift32). */
function noise(count) {
  let state = 2463534242;
  return Uint8Array.from({ length: count }, () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state & 0xff;
  });
}

/** Adds a node and returns the name of its output. */
function added(parts, op, inputs, output, attributes = [], domain = '') {
  parts.nodes.push(node(op, inputs, [output], attributes, domain));
  return output;
}

function initializer(parts, name, type, dims, data) {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  parts.initializers.push(
    concat(...dims.map(dim => varint(1, dim)), varint(2, TYPES[type]), text(8, name), message(9, bytes)),
  );
  return name;
}

function node(op, inputs, outputs, attributes = [], domain = '') {
  const names = [...inputs.map(name => text(1, name)), ...outputs.map(name => text(2, name))];
  return concat(...names, text(4, op), ...attributes, text(7, domain));
}

function intAttribute(name, value) {
  return message(5, text(1, name), varint(3, value), varint(20, 2));
}

function floatValue(name) {
  const rows = message(1, text(2, 'rows'));
  const width = message(1, varint(1, WIDTH));
  return concat(text(1, name), message(2, message(1, varint(1, TYPES.float32), message(2, rows, width))));
}

function text(field, value) {
  return message(field, new TextEncoder().encode(value));
}

function message(field, ...content) {
  const body = concat(...content);
  return concat(number(field * 8 + 2), number(body.length), body);
}

function varint(field, value) {
  return concat(number(field * 8), number(value));
}

function number(value) {
  const bytes = [];
  for (; value >= 128; value = Math.floor(value / 128)) bytes.push((value % 128) | 0x80);
  return Uint8Array.from([...bytes, value]);
}

function concat(...parts) {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
