// Layers: the parts of a Marian graph as ONNX nodes, and the random weights that they read.
import { intAttribute, intsAttribute, node, noise, tensor, TYPES } from '../onnx/messages.mjs';

/** A prime number of bytes, so that no two rows of a matrix are alike. */
const BLOCK = noise(1_000_003);
const NEVER = -1e9;

/** The constants of one file, each made once. */
export class Weights {
  initializers = [];
  known = new Set();

  /** @param {boolean} isInt8 whether matrices are stored in 8 bits and multiplied as integers */
  constructor(isInt8) {
    this.isInt8 = isInt8;
  }

  constant(name, type, dims, make) {
    if (!this.known.has(name)) this.initializers.push(tensor(name, type, dims, make()));
    this.known.add(name);
    return name;
  }

  floats(name, dims, numbers) {
    return this.constant(name, 'float32', dims, () => Float32Array.from(numbers));
  }

  integers(name, dims, numbers) {
    return this.constant(name, 'int64', dims, () => BigInt64Array.from(numbers.map(BigInt)));
  }

  /** Random numbers around zero, whose products with vectors of `rows` numbers stay of the same size. */
  matrix(name, rows, columns) {
    return this.constant(name, 'float32', [rows, columns], () => {
      const step = 1.7 / (128 * Math.sqrt(rows));
      return Float32Array.from({ length: rows * columns }, (_, at) => (BLOCK[at % BLOCK.length] - 128) * step);
    });
  }

  /** The same in 8 bits, with one scale. */
  bytes(name, rows, columns) {
    const matrix = this.constant(name, 'int8', [rows, columns], () => {
      const bytes = new Int8Array(rows * columns);
      for (let at = 0; at < bytes.length; at += BLOCK.length) {
        bytes.set(new Int8Array(BLOCK.buffer, 0, Math.min(BLOCK.length, bytes.length - at)), at);
      }
      return bytes;
    });
    const scale = this.floats(`${name}.scale`, [], [1.7 / (128 * Math.sqrt(rows))]);
    const zero = this.constant(`${name}.zero`, 'int8', [], () => new Int8Array(1));
    return { matrix, scale, zero };
  }
}

/** The nodes of one graph, or of one branch of an If; `prefix` makes the names of its values unique in the file. */
export class Layers {
  nodes = [];
  /** Values that are quantized already, with the names of bytes, scale and zero. */
  quantized = new Map();
  count = 0;

  constructor(weights, sizes, prefix) {
    this.weights = weights;
    this.sizes = sizes;
    this.prefix = prefix;
  }

  /** Adds a node and returns the name of its output. */
  add(op, inputs, output = this.fresh(), attributes = []) {
    this.nodes.push(node(op, inputs, [output], attributes));
    return output;
  }

  fresh() {
    return `${this.prefix}${this.count++}`;
  }

  /** x [..,rows] times a matrix, plus a bias [columns]. */
  linear(name, x, rows, columns) {
    const product = this.weights.isInt8
      ? this.integerProduct(`${name}.w`, x, rows, columns)
      : this.add('MatMul', [x, this.weights.matrix(`${name}.w`, rows, columns)]);
    return this.add('Add', [product, this.weights.floats(`${name}.b`, [columns], new Float32Array(columns))]);
  }

  integerProduct(name, x, rows, columns) {
    const { matrix, scale, zero } = this.weights.bytes(name, rows, columns);
    if (!this.quantized.has(x)) {
      const parts = [this.fresh(), this.fresh(), this.fresh()];
      this.nodes.push(node('DynamicQuantizeLinear', [x], parts));
      this.quantized.set(x, parts);
    }
    const [bytes, step, middle] = this.quantized.get(x);
    const sums = this.add('MatMulInteger', [bytes, matrix, middle, zero]);
    const floats = this.add('Cast', [sums], undefined, [intAttribute('to', TYPES.float32)]);
    return this.add('Mul', [floats, this.add('Mul', [step, scale])]);
  }

  /** ids [B,T] -> their embeddings and positions [B,T,width]. `length` is T and `start` the first position, each [1]. */
  embedded(ids, length, start = this.weights.integers('zero', [1], [0])) {
    const { vocabulary, width, positions } = this.sizes;
    const { isInt8 } = this.weights;
    const table = isInt8
      ? this.weights.bytes('table', vocabulary, width)
      : { matrix: this.weights.matrix('table', vocabulary, width) };
    const rows = this.add('Gather', [table.matrix, ids]);
    const floats = isInt8 ? this.add('DequantizeLinear', [rows, table.scale, table.zero]) : rows;
    const scaled = this.add('Mul', [floats, this.weights.floats('root', [], [Math.sqrt(width)])]);
    const places = this.weights.matrix('positions', positions, width);
    const end = this.add('Add', [start, length]);
    return this.add('Add', [scaled, this.add('Slice', [places, start, end])]);
  }

  /** One dimension of a value, as [1]. */
  dimension(value, axis) {
    return this.add('Shape', [value], undefined, [intAttribute('start', axis), intAttribute('end', axis + 1)]);
  }

  /** A mask [B,S] of 1 and 0 -> [B,1,1,S] of 0 and a number that no score outweighs. */
  additive(mask) {
    const floats = this.add('Cast', [mask], undefined, [intAttribute('to', TYPES.float32)]);
    const wide = this.add('Unsqueeze', [floats, this.weights.integers('axes', [2], [1, 2])]);
    const hidden = this.add('Sub', [this.weights.floats('one', [], [1]), wide]);
    return this.add('Mul', [hidden, this.weights.floats('never', [], [NEVER])]);
  }

  /** The mask [T,T] that hides later positions. */
  causal(length) {
    const { positions } = this.sizes;
    const all = Array.from({ length: positions ** 2 }, (_, at) =>
      at % positions > Math.floor(at / positions) ? NEVER : 0,
    );
    const table = this.weights.floats('causal', [positions, positions], all);
    const both = this.add('Concat', [length, length], undefined, [intAttribute('axis', 0)]);
    return this.add('Slice', [table, this.weights.integers('zeros', [2], [0, 0]), both]);
  }

  /** Keys and values [B,H,S,D] of x [B,S,width]. */
  keysValues(name, x) {
    return ['k', 'v'].map(part => this.split(this.linear(`${name}.${part}`, x, this.sizes.width, this.sizes.width)));
  }

  split(x) {
    const { heads, width } = this.sizes;
    const parts = this.add('Reshape', [x, this.weights.integers('split', [4], [0, 0, heads, width / heads])]);
    return this.add('Transpose', [parts], undefined, [intsAttribute('perm', [0, 2, 1, 3])]);
  }

  /** Earlier keys or values, and new ones behind them. */
  joined(past, fresh) {
    return this.add('Concat', [past, fresh], undefined, [intAttribute('axis', 2)]);
  }

  /** Attention of x to keys and values, with the residual connection and the norm. */
  attended(name, x, [keys, values], mask) {
    const { width, heads } = this.sizes;
    const scaled = this.add('Mul', [
      this.linear(`${name}.q`, x, width, width),
      this.weights.floats('shrink', [], [(width / heads) ** -0.5]),
    ]);
    const columns = this.add('Transpose', [keys], undefined, [intsAttribute('perm', [0, 1, 3, 2])]);
    const scores = this.add('MatMul', [this.split(scaled), columns]);
    const shares = this.add('Softmax', [mask === undefined ? scores : this.add('Add', [scores, mask])]);
    const mixed = this.add('Transpose', [this.add('MatMul', [shares, values])], undefined, [
      intsAttribute('perm', [0, 2, 1, 3]),
    ]);
    const whole = this.add('Reshape', [mixed, this.weights.integers('join', [3], [0, 0, width])]);
    return this.normed(name, x, this.linear(`${name}.o`, whole, width, width));
  }

  /** The two linear layers with swish between them, with the residual connection and the norm. */
  fed(name, x) {
    const { width, inner } = this.sizes;
    const wide = this.linear(`${name}.fc1`, x, width, inner);
    const swish = this.add('Mul', [wide, this.add('Sigmoid', [wide])]);
    return this.normed(name, x, this.linear(`${name}.fc2`, swish, inner, width));
  }

  normed(name, x, change) {
    const { width } = this.sizes;
    const gain = this.weights.floats('gain', [width], new Float32Array(width).fill(1));
    const bias = this.weights.floats('bias', [width], new Float32Array(width));
    return this.add('LayerNormalization', [this.add('Add', [x, change]), gain, bias]);
  }
}
