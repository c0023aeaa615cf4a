// Eight bundles for the extension (node and web each have the extension and two workers; one for each view's page)
// and one for the command line. The runtime's own files are copied verbatim: they find each other by import.meta.url.
'use strict';
const fs = require('node:fs');
const path = require('node:path');
const webpack = require('webpack');

const root = __dirname;
const ortDist = path.join(root, 'node_modules/onnxruntime-web/dist');
const transformersWeb = path.join(root, 'node_modules/@huggingface/transformers/dist/transformers.web.js');

/** What every bundle shares. */
function bundle(name, entry, { target, output, externals = {}, alias = {}, conditionNames, plugins = [], tsconfig }) {
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
      // One runtime for all: transformers.js imports the WebGPU build by name and would pack a second 27 MB binary.
      alias: { '@huggingface/transformers$': transformersWeb, ...alias },
    },
    module: {
      // The runtime names its loader by URL, which webpack would copy a second time; wasmPaths names the one in dist/ort.
      generator: { asset: { emit: false } },
      // The runtime asks import.meta.url where it lies; it is told by wasmPaths instead.
      rules: [
        { test: /\.ts$/, loader: 'esbuild-loader', options: { target: 'es2022', tsconfig } },
        { test: /\.m?js$/, include: /node_modules/, resolve: { fullySpecified: false } },
      ],
    },
    optimization: { splitChunks: false },
    performance: { hints: false },
    plugins: [
      new webpack.optimize.LimitChunkCountPlugin({ maxChunks: 1 }),
      // Else the path of the machine that builds would stand in the bundle. Nothing is found by it.
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
  },
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

/** Copies the runtime's loader and binary beside the bundles. */
class CopyRuntime {
  apply(compiler) {
    compiler.hooks.beforeRun.tap('CopyRuntime', () => {
      const target = path.join(root, 'dist/ort');
      fs.mkdirSync(target, { recursive: true });
      for (const file of ['ort-wasm-simd-threaded.mjs', 'ort-wasm-simd-threaded.wasm']) {
        fs.copyFileSync(path.join(ortDist, file), path.join(target, file));
      }
    });
  }
}

/** Copies the grammars of programming languages and their engine of regular expressions beside the bundles. */
class CopyGrammars {
  apply(compiler) {
    compiler.hooks.beforeRun.tapPromise('CopyGrammars', async () => {
      const { copyGrammars } = await import('./scripts/grammars.mjs');
      copyGrammars(path.join(root, 'dist/grammars'));
    });
  }
}

/** Lets the command line be run by its name: npm sets this bit when it links a package, and not after the next build. */
class RunBit {
  apply(compiler) {
    const { path: folder, filename } = compiler.options.output;
    compiler.hooks.afterEmit.tap('RunBit', () => fs.chmodSync(path.join(folder, filename), 0o755));
  }
}

module.exports = [
  bundle('node/extension', 'src/node/extension.ts', nodeOptions),
  bundle('node/worker', 'src/node/worker.ts', { ...nodeOptions, plugins: [new CopyRuntime()] }),
  bundle('node/cli', 'src/node/cli/main.ts', {
    ...nodeOptions,
    plugins: [new webpack.BannerPlugin({ banner: '#!/usr/bin/env node', raw: true }), new RunBit()],
  }),
  bundle('web/extension', 'src/web/extension.ts', webOptions),
  bundle('node/formats', 'src/node/formatsWorker.ts', { ...nodeOptions, plugins: [new CopyGrammars()] }),
  bundle('web/worker', 'src/web/worker.ts', { ...webOptions, output: {} }),
  bundle('web/formats', 'src/web/formatsWorker.ts', { ...webOptions, output: {} }),
  ...['run', 'attention'].map(page =>
    bundle(`webview/${page}`, `src/webview/${page}/main.ts`, {
      target: 'web',
      output: {},
      conditionNames: ['import', 'browser', 'default'],
      tsconfig: 'src/webview/tsconfig.json',
    }),
  ),
];
