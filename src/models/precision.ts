// Precision: the number formats in which a graph file may hold its weights, in the order of preference.

/**
 * The precisions of the graph files on the Hugging Face hub, the best first, as measured with ONNX Runtime for WASM
 * (bench/precisions.mjs).
 *
 * - 8 bits are multiplied as integers (MatMulInteger): a quarter of float32's memory, and twice as fast in batches.
 * - float16 is converted to float32 and computed so: the speed and memory of float32, with less exact numbers.
 * - 4 bits are unpacked for every product, which costs more than it saves. With 16 rows, MatMulBnb4 takes three times as
 *   long as int8 and MatMulNBits five times or more; with one row, three and nine times. They are used only if a folder
 *   has nothing else.
 */
export const PRECISIONS = ['q8', 'int8', 'uint8', 'fp32', 'fp16', 'bnb4', 'q4', 'q4f16'] as const;
export type Precision = (typeof PRECISIONS)[number];

/** The suffix that each precision adds to the name of a graph file, before `.onnx`. */
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
