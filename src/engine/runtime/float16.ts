// Float16: converts between float32 and float16 ("half"). A half is stored as an integer of sixteen bits.
import type { Tensor } from './runtime';

/** The values of a float32 or float16 tensor, as float32. */
export function floatsOf({ type, data }: Tensor): Float32Array {
  if (type !== 'float16') return data as Float32Array;
  const halves = data as Uint16Array;
  const values = valuesOfHalves();
  return Float32Array.from(halves, half => values[half]);
}

/** The tensor converted to another float type; the same tensor if it has that type already or holds no floats. */
export function inType(tensor: Tensor, type: string): Tensor {
  const { type: given, dims } = tensor;
  if (given === type) return tensor;
  if (given === 'float16' && type === 'float32') return { type, dims, data: floatsOf(tensor) };
  if (given === 'float32' && type === 'float16') {
    return { type, dims, data: Uint16Array.from(tensor.data as Float32Array, halfOf) };
  }
  return tensor;
}

let table: Float32Array | undefined;

/** The value of every half, by its bits: a table is several times faster than computing each value. */
function valuesOfHalves(): Float32Array {
  table ??= Float32Array.from({ length: 0x10000 }, (_, bits) => valueOf(bits));
  return table;
}

function valueOf(bits: number): number {
  const sign = (bits & 0x8000) === 0 ? 1 : -1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (0x400 + fraction) * 2 ** (exponent - 25);
}

const float = new Float32Array(1);
const word = new Uint32Array(float.buffer);

/** The bits of the half that is nearest to a number; of two equally near ones, that with an even fraction, as in IEEE 754. */
function halfOf(value: number): number {
  float[0] = value;
  const [bits] = word;
  const sign = (bits >>> 16) & 0x8000;
  const magnitude = bits & 0x7fffffff;
  if (magnitude > 0x7f800000) return 0x7e00; // NaN
  const exponent = (magnitude >>> 23) - 112;
  if (exponent >= 0x1f) return sign | 0x7c00;
  if (exponent < -10) return sign;
  // A subnormal half has an explicit leading 1, and one bit less for each exponent below the smallest normal one.
  const fraction = (magnitude & 0x7fffff) | (exponent > 0 ? 0 : 0x800000);
  const dropped = exponent > 0 ? 13 : 14 - exponent;
  const rounded = (exponent > 0 ? exponent << 10 : 0) + (fraction >>> dropped);
  const rest = fraction & ((1 << dropped) - 1);
  const middle = 1 << (dropped - 1);
  // A carry increments the exponent, and turns the largest half into infinity.
  return sign | (rounded + (rest > middle || (rest === middle && (rounded & 1) === 1) ? 1 : 0));
}
