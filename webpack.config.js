// Webpack: builds eleven bundles: the extension, the engine's worker and the tasks' worker, each for Node and for the web,
// the engine's process with the native runtime, the page of each of the two views, and the command line. The runtime's files are copied unchanged, because they find each
// other by import.meta.url.
'use strict';
const fs = require('node:fs');
const path = require('node:path');
const webpack = require('webpack');

const root = __dirname;
const ortDist = path.join(root, 'node_modules/onnxruntime-web/dist');
const transformersWeb = path.join(root, 'node_modules/@huggingface/transformers/dist/transformers.web.js');

/** The configuration of one bundle. */
function bundle(
  name,
  entry,
  { target, output, externals = {}, alias = {}, conditionNames, plugins = [], tsconfig, compress },
) {
  return {
    name,
    entry: path.join(root, entry),
    target,
    mode: 'production',
    devtool: 'source-map',
    context: root,
    output: {
      path: path.join(root, 'dist', path.dirname(name)),
      filename: `${path.basename(name)}.js`,
      ...output,
    },
    externals,
    resolve: {
      extensions: ['.ts', '.js'],
      conditionNames,
      // All bundles use one runtime: transformers.js imports the WebGPU build and would add a second binary of 27 MB.
      alias: { '@huggingface/transformers$': transformersWeb, ...alias },
    },
    module: {
      // The runtime refers to its loader by URL, and webpack would copy the loader. It is not needed: wasmPaths names
      // the one in dist/ort.
      generator: { asset: { emit: false } },
      // The native process requires a package whose folder is known only at run time.
      parser: { javascript: { createRequire: false } },
      // The runtime derives its folder from import.meta.url; wasmPaths names the files instead.
      rules: [
        { test: /\.ts$/, loader: 'esbuild-loader', options: { target: 'es2022', tsconfig } },
        { test: /\.m?js$/, include: /node_modules/, resolve: { fullySpecified: false } },
        // The hub's library does not say that its files only export, so that webpack would keep all of them.
        { include: /node_modules.@huggingface.hub/, sideEffects: false },
      ],
    },
    optimization: { splitChunks: false, minimizeOptions: compress && { javascript: { compress } } },
    performance: { hints: false },
    plugins: [
      new webpack.optimize.LimitChunkCountPlugin({ maxChunks: 1 }),
      // Without this, the bundle would contain the path of the machine that builds it. Nothing uses the URL.
      new webpack.DefinePlugin({ 'import.meta.url': JSON.stringify('file:///attentive/bundle.js') }),
      ...plugins,
    ],
    stats: 'errors-warnings',
    cache: { type: 'filesystem', name: name.replace('/', '-'), buildDependencies: { config: [__filename] } },
  };
}

const nodeOptions = {
  target: 'node20',
  output: { library: { type: 'commonjs2' } },
  externals: { vscode: 'commonjs vscode' },
  conditionNames: ['node', 'import', 'require', 'default'],
  alias: {
    // The CommonJS build, because these bundles are CommonJS and have no import.meta.
    'onnxruntime-web$': path.join(ortDist, 'ort.node.min.js'),
    'onnxruntime-web/webgpu$': path.join(ortDist, 'ort.node.min.js'),
    // The ES module, from which webpack leaves out what is not used; the package names its CommonJS file first.
    '@huggingface/hub$': path.join(root, 'node_modules/@huggingface/hub/dist/index.mjs'),
    // yazl requires this package, and the condition `import` above would give it the ES module, which is no function.
    'buffer-crc32$': path.join(root, 'node_modules/buffer-crc32/dist/index.cjs'),
  },
};

// This bundle has no runtime: the process loads the native one from dist/native. transformers.js imports a runtime all the same.
const nativeOptions = {
  ...nodeOptions,
  alias: { 'onnxruntime-web/webgpu$': path.join(root, 'node_modules/onnxruntime-common/dist/esm/index.js') },
};

const webOptions = {
  target: 'webworker',
  output: { library: { type: 'commonjs' } },
  externals: { vscode: 'commonjs vscode' },
  conditionNames: ['onnxruntime-web-use-extern-wasm', 'import', 'browser', 'default'],
  alias: {
    'onnxruntime-web$': path.join(ortDist, 'ort.wasm.min.mjs'),
    'onnxruntime-web/webgpu$': path.join(ortDist, 'ort.wasm.min.mjs'),
  },
};

/** Calls `work` before a build, and with `--watch` before the first one. */
function onStart(compiler, name, work) {
  let done;
  const once = () => (done ??= Promise.resolve(work()));
  compiler.hooks.beforeRun.tapPromise(name, once);
  compiler.hooks.watchRun.tapPromise(name, once);
}

/** Copies the runtime's loader and binary beside the bundles. */
class CopyRuntime {
  apply(compiler) {
    onStart(compiler, 'CopyRuntime', () => {
      const target = path.join(root, 'dist/ort');
      fs.mkdirSync(target, { recursive: true });
      // The plain build, and the one with WebGPU, which is larger and on a processor slower.
      for (const build of ['ort-wasm-simd-threaded', 'ort-wasm-simd-threaded.asyncify']) {
        for (const file of [`${build}.mjs`, `${build}.wasm`]) {
          fs.copyFileSync(path.join(ortDist, file), path.join(target, file));
        }
      }
    });
  }
}

/** Copies the grammars of programming languages and their engine of regular expressions beside the bundles. */
class CopyGrammars {
  apply(compiler) {
    onStart(compiler, 'CopyGrammars', async () => {
      const { copyGrammars } = await import('./scripts/grammars.mjs');
      copyGrammars(path.join(root, 'dist/grammars'));
    });
  }
}

/** Makes the command line executable. npm does this when it links a package, but not after a later build. */
class RunBit {
  apply(compiler) {
    const { path: folder, filename } = compiler.options.output;
    compiler.hooks.afterEmit.tap('RunBit', () => fs.chmodSync(path.join(folder, filename), 0o755));
  }
}

/**
 * How the code of the extension itself is minimized, which the editor reads whenever it starts the extension. The functions
 * of packages are not safe to convert to arrow functions, but the extension's bundle has no packages, and in its code
 * reading a property has no effect.
 */
const compress = { passes: 5, unsafe_arrows: true, pure_getters: true };

module.exports = [
  bundle('node/extension', 'src/node/extension.ts', { ...nodeOptions, compress }),
  bundle('node/worker', 'src/node/worker.ts', { ...nodeOptions, plugins: [new CopyRuntime()] }),
  bundle('node/native', 'src/node/native/process.ts', nativeOptions),
  bundle('node/cli', 'src/node/cli/main.ts', {
    ...nodeOptions,
    plugins: [new webpack.BannerPlugin({ banner: '#!/usr/bin/env node', raw: true }), new RunBit()],
  }),
  bundle('web/extension', 'src/web/extension.ts', { ...webOptions, compress }),
  bundle('node/tasks', 'src/node/tasksWorker.ts', { ...nodeOptions, plugins: [new CopyGrammars()] }),
  bundle('web/worker', 'src/web/worker.ts', { ...webOptions, output: {} }),
  // The same worker with the build of the runtime that has WebGPU.
  bundle('web/webgpu', 'src/web/worker.ts', {
    ...webOptions,
    output: {},
    alias: {
      'onnxruntime-web$': path.join(ortDist, 'ort.webgpu.min.mjs'),
      'onnxruntime-web/webgpu$': path.join(ortDist, 'ort.webgpu.min.mjs'),
    },
  }),
  // A worker has no `document`, by which a parser decodes the entities of HTML in a page.
  bundle('web/tasks', 'src/web/tasksWorker.ts', {
    ...webOptions,
    output: {},
    conditionNames: ['worker', ...webOptions.conditionNames],
  }),
  ...['run', 'attention'].map(page =>
    bundle(`webview/${page}`, `src/webview/${page}/main.ts`, {
      target: 'web',
      output: {},
      conditionNames: ['import', 'browser', 'default'],
      tsconfig: 'src/webview/tsconfig.json',
    }),
  ),
];
