// Node bundle: the esbuild options for sources that run in Node and import ONNX Runtime from node_modules.
import path from 'node:path';

/** Packages that `require` modules of Node, which a bundle in the format of ES modules cannot do. */
const COMMONJS = ['https-proxy-agent', 'yauzl', 'yazl'];

/** The options for esbuild. `external` names further packages that are not bundled. */
export function nodeBundle(root, { external = [] } = {}) {
  return {
    bundle: true,
    // The tokenizer library is bundled, as in the product: its entry for Node would need the native runtime. The
    // runtime is not bundled, so that it finds its files.
    external: ['onnxruntime-web', 'onnxruntime-common', ...COMMONJS, ...external],
    alias: {
      '@huggingface/transformers': path.join(root, 'node_modules/@huggingface/transformers/dist/transformers.web.js'),
      'onnxruntime-web/webgpu': 'onnxruntime-web',
    },
    platform: 'node',
    format: 'esm',
    target: 'node20',
    outExtension: { '.js': '.mjs' },
    logLevel: 'warning',
    // The root of the repository, from which a bundle in any folder finds fixtures and sources.
    define: { __ROOT__: JSON.stringify(root) },
  };
}
