// Precision: in which numbers a graph file holds its weights, and which of several files is taken.

/**
 * The precisions in which the hub has graph files, the best first. ONNX Runtime for WASM multiplies int8
 * (MatMulInteger): a quarter of float32's memory, and twice as fast in batches. It has no float16 and computes it as
 * float32, after a conversion: the same speed and memory, with less exact numbers. 4 bits are unpacked for every product,
 * which costs more than it saves: with 16 rows three times the time of int8 for MatMulBnb4 and five or more for
 * MatMulNBits; with one row three and nine (bench/precisions.mjs). They are taken only if nothing else is there.
 */
export const PRECISIONS = ['q8', 'int8', 'uint8', 'fp32', 'fp16', 'bnb4', 'q4', 'q4f16'] as const;
export type Precision = (typeof PRECISIONS)[number];

/** What the name of a graph file ends with; '' is float32. */
export const SUFFIXES: Readonly<Record<Precision, string>> = {
  q8: '_quantized',
  int8: '_int8',
  uint8: '_uint8',
  fp32: '',
  fp16: '_fp16',
  bnb4: '_bnb4',
  q4: '_q4',
  q4f16: '_q4f16',
};
