// Graph: makes ONNX files with a chain of matrix products whose weights have a given precision.
import {
  bytesOf,
  graph,
  intAttribute,
  model,
  node,
  noise,
  tensor,
  TYPES,
  value as valueInfo,
} from '../onnx/messages.mjs';

/** Precisions by the names of transformers.js. The others are compared with the first, that of the embedded model. */
export const KINDS = ['q8', 'fp32', 'fp16', 'bnb4', 'q4', 'q4f16'];
export const WIDTH = 512;
export const INNER = 2048;
/** The number of products, in turn from WIDTH to INNER numbers and from INNER to WIDTH. */
export const DEPTH = 12;

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
  const ends = {
    inputs: [valueInfo('x', 'float32', ['rows', WIDTH])],
    outputs: [valueInfo('y', 'float32', ['rows', WIDTH])],
  };
  return bytesOf(model(graph('chain', { ...parts, ...ends }), { '': 17, [MICROSOFT]: 1 }));
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

/** Adds a node and returns the name of its output. */
function added(parts, op, inputs, output, attributes = [], domain = '') {
  parts.nodes.push(node(op, inputs, [output], attributes, domain));
  return output;
}

function initializer(parts, name, type, dims, data) {
  parts.initializers.push(tensor(name, type, dims, data));
  return name;
}
