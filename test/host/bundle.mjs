// Bundle: builds the test extension with the suites of test/host/suite, for the Node host or for the web worker.
import { build } from 'esbuild';
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { UserError } from '../../tools/life.mjs';
import { mark } from './lib/driver.mjs';
import { bundles, harness, root, workspace } from '../../tools/places.mjs';

// The environment variable SUITES names another folder of suites, such as bench/host.
const suites = path.resolve(process.env.SUITES || path.join(harness, 'suite'));

/** All files of a folder and its subfolders, sorted. */
function files(folder) {
  return fs
    .readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter(entry => entry.isFile())
    .map(entry => path.join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}

/**
 * The test files of a host: `x.node.test.ts` runs only in Node, `x.web.test.ts` only in the web worker, others in both.
 */
function testFiles(hostName, parts) {
  const other = hostName === 'node' ? '.web.test.ts' : '.node.test.ts';
  return files(suites)
    .filter(file => file.endsWith('.test.ts') && !file.endsWith(other))
    .filter(file => parts.length === 0 || parts.some(part => path.relative(suites, file).includes(part)));
}

/** An esbuild plugin that makes the module `attentive:suites`, which imports the test files; `parts` as in `bundleSuites`. */
function suitesModule(hostName, parts) {
  const found = testFiles(hostName, parts);
  if (found.length === 0)
    throw new UserError(`No ${hostName} test file under test/host/suite matches ${parts.join(' ')}.`);
  const contents = found.map(file => `import ${JSON.stringify(file)};`).join('\n');
  return {
    name: 'suites',
    setup(builder) {
      builder.onResolve({ filter: /^attentive:suites$/ }, ({ path }) => ({ path, namespace: 'suites' }));
      builder.onLoad({ filter: /.*/, namespace: 'suites' }, () => ({ contents, resolveDir: root }));
    },
  };
}

/** The files of the tests' workspace as JSON: path → base64. */
function workspaceContents() {
  const entries = files(workspace).map(file => [
    path.relative(workspace, file).split(path.sep).join('/'),
    fs.readFileSync(file).toString('base64'),
  ]);
  return JSON.stringify(Object.fromEntries(entries));
}

const common = { bundle: true, format: 'cjs', sourcemap: 'inline', logLevel: 'warning' };

function bundleNode(folder, parts) {
  return build({
    ...common,
    entryPoints: [path.join(harness, 'entry', 'node.ts')],
    outfile: path.join(folder, 'node.js'),
    platform: 'node',
    target: 'node20',
    external: ['vscode', 'mocha'],
    // The root of the repository, from which suites find fixtures.
    define: { __ROOT__: JSON.stringify(root) },
    plugins: [suitesModule('node', parts)],
  });
}

function bundleWeb(folder, parts) {
  const assert = path.join(harness, 'entry', 'assert.ts');
  return build({
    ...common,
    entryPoints: [path.join(harness, 'entry', 'web.ts')],
    outfile: path.join(folder, 'web.js'),
    platform: 'browser',
    target: 'es2022',
    external: ['vscode'],
    alias: { 'node:assert/strict': assert, 'node:assert': assert },
    define: { global: 'globalThis', __MARK__: JSON.stringify(mark), __WORKSPACE__: workspaceContents() },
    plugins: [suitesModule('web', parts)],
  });
}

const manifest = {
  name: 'attentive-host-tests',
  publisher: 'attentive',
  version: '0.0.0',
  engines: { vscode: '^1.91.0' },
  main: './node.js',
  browser: './web.js',
  activationEvents: ['*'],
};

/**
 * Builds the test extension and returns its folder. Every run has another folder, so that two runs do not disturb each
 * other.
 * @param {object} options
 * @param {import('../../tools/life.mjs').Life} options.life removes the folder when the script ends
 * @param {string[]} [options.parts] parts of the paths of the test files to bundle; without any, all are bundled
 * @param {('node' | 'web')[]} options.hosts
 */
export async function bundleSuites({ life, parts = [], hosts }) {
  fs.mkdirSync(bundles, { recursive: true });
  const folder = fs.mkdtempSync(path.join(bundles, 'tests-'));
  life.onEnd(() => fs.rmSync(folder, { recursive: true, force: true }));
  fs.writeFileSync(path.join(folder, 'package.json'), JSON.stringify(manifest, null, 2));
  const make = { node: bundleNode, web: bundleWeb };
  await Promise.all(hosts.map(name => make[name](folder, parts)));
  return folder;
}
