// Bundle: bundles the sources that the page tests need, and records a run of the embedded model.
import { build } from 'esbuild';
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { nodeBundle } from '../../../tools/node-bundle.mjs';
import { root } from '../../../tools/places.mjs';

/** The embedded model translates from English; with `>>de<<` it translates to German. */
const prefix = '>>de<<';

/**
 * @returns the script that stands in for VS Code, the function that makes a page's document, the page's messages, and a
 *   recorded run
 */
export async function bundleParts(life, texts) {
  // The folder is inside the project, because the bundles look up the runtime in node_modules.
  const folder = path.join(root, 'out', `webview-${process.pid}`);
  life.onEnd(() => fs.rmSync(folder, { recursive: true, force: true }));
  const host = await build({ ...common, entryPoints: [path.join(root, 'test/webview/lib/host.ts')], write: false });
  await build({
    ...nodeBundle(root),
    entryPoints: [
      'src/views/page/html.ts',
      'src/webview/attention/words/pageWords.ts',
      'test/webview/lib/record.ts',
    ].map(file => path.join(root, file)),
    outdir: folder,
    entryNames: '[name]',
  });
  const load = name => import(pathToFileURL(path.join(folder, `${name}.mjs`)).href);
  const [{ pageOf }, { attentionWords }, { record }] = await Promise.all(['html', 'pageWords', 'record'].map(load));
  return {
    host: host.outputFiles[0].text,
    pageOf,
    words: attentionWords(message => message),
    passages: await record(root, texts, prefix),
  };
}

/** Bundles the page from its sources, which is faster than the product's own build. */
export async function bundlePage() {
  const entry = path.join(root, 'src/webview/attention/main.ts');
  const bundle = await build({ ...common, entryPoints: [entry], write: false, sourcemap: 'inline' });
  return bundle.outputFiles[0].text;
}

const common = { bundle: true, target: 'es2022', format: 'iife', logLevel: 'warning' };
