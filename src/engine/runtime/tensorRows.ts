// Tensor rows: selects and reorders the rows of a batch.
import type { Tensor, TensorData } from './runtime';

/** The rows of a tensor's first dimension whose indices are in `parents`, in that order. */
export function takeRows(tensor: Tensor, parents: Int32Array): Tensor {
  const [, ...rest] = tensor.dims;
  const stride = rest.reduce((product, dim) => product * dim, 1);
  const source = tensor.data;
  const data = emptyData(tensor.type, parents.length * stride);
  // Both arrays have the type of the tensor, which the compiler cannot infer.
  const target = data as { set(values: typeof source, offset: number): void };
  parents.forEach((from, to) => target.set(source.subarray(from * stride, (from + 1) * stride), to * stride));
  return { type: tensor.type, dims: [parents.length, ...rest], data };
}

/** Whether `parents` selects all of `rows` rows in their present order. */
export function isIdentity(parents: Int32Array, rows: number): boolean {
  return parents.length === rows && parents.every((from, to) => from === to);
}

/** Whether two arrays have the same values. */
export function isSame(left: Int32Array, right: Int32Array): boolean {
  return left.length === right.length && left.every((value, index) => value === right[index]);
}

function emptyData(type: Tensor['type'], length: number): TensorData {
  switch (type) {
    case 'int64':
      return new BigInt64Array(length);
    case 'float16':
      return new Uint16Array(length);
    case 'bool':
      return new Uint8Array(length);
    case 'float32':
      return new Float32Array(length);
  }
}
