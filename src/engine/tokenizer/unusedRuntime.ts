// Unused runtime: what transformers.js finds in place of a runtime. It uses the object that is registered here and loads no
// runtime of its own; its tokenizers, which are all that is used of it, run no graph.
(globalThis as Record<symbol, unknown>)[Symbol.for('onnxruntime')] = {
  /** The library asks whether a value is a tensor of the runtime; none is. */
  Tensor: class {},
};
