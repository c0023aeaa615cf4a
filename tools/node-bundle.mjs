// Node bundle: how sources are bundled that run here in plain Node and take ONNX Runtime from the project.
import path from 'node:path';

/** Options for esbuild, to be spread; `external` is for further packages that stay outside. */
export function nodeBundle(root, { external = [] } = {}) {
  return {
    bundle: true,
    // The tokenizer library is bundled, as in the product: its Node entry wants the native runtime. The runtime is not,
    // so that it finds its files.
    external: ['onnxruntime-web', 'onnxruntime-common', ...external],
    alias: {
      '@huggingface/transformers': path.join(root, 'node_modules/@huggingface/transformers/dist/transformers.web.js'),
      'onnxruntime-web/webgpu': 'onnxruntime-web',
    },
    platform: 'node',
    format: 'esm',
    target: 'node20',
    outExtension: { '.js': '.mjs' },
    logLevel: 'warning',
    // Fixtures and sources are found from here, wherever the bundle lies.
    define: { __ROOT__: JSON.stringify(root) },
  };
}
