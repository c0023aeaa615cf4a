// Makes the test extension: every suite of test/host/suite, for the Node host or for the web worker.
import { build } from 'esbuild';
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { Plain } from '../../tools/life.mjs';
import { mark } from './lib/driver.mjs';
import { bundles, harness, root, workspace } from '../../tools/places.mjs';

// Other suites than the tests' (bench/host, say) are named by SUITES.
const suites = path.resolve(process.env.SUITES || path.join(harness, 'suite'));

/** All files below a folder, found, not listed. */
function files(folder) {
  return fs
    .readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter(entry => entry.isFile())
    .map(entry => path.join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}

/** `x.node.test.ts` runs in Node alone, `x.web.test.ts` in the web worker alone, every other one in both. */
function testFiles(hostName, parts) {
  const other = hostName === 'node' ? '.web.test.ts' : '.node.test.ts';
  return files(suites)
    .filter(file => file.endsWith('.test.ts') && !file.endsWith(other))
    .filter(file => parts.length === 0 || parts.some(part => path.relative(suites, file).includes(part)));
}

function suitesModule(hostName, parts) {
  const found = testFiles(hostName, parts);
  if (found.length === 0) throw new Plain(`No ${hostName} test file under test/host/suite matches ${parts.join(' ')}.`);
  const contents = found.map(file => `import ${JSON.stringify(file)};`).join('\n');
  return {
    name: 'suites',
    setup(builder) {
      builder.onResolve({ filter: /^attentive:suites$/ }, ({ path }) => ({ path, namespace: 'suites' }));
      builder.onLoad({ filter: /.*/, namespace: 'suites' }, () => ({ contents, resolveDir: root }));
    },
  };
}

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
    // Suites find fixtures from here.
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
 * Answers the test extension's folder. Every life has its own, so that two runs do not meet.
 * @param {object} options
 * @param {string[]} [options.parts] pieces of test files' paths; none means all of them
 * @param {('node' | 'web')[]} options.hosts
 */
export async function bundleSuites({ life, parts = [], hosts }) {
  fs.mkdirSync(bundles, { recursive: true });
  const folder = fs.mkdtempSync(path.join(bundles, 'tests-'));
  life.own(() => fs.rmSync(folder, { recursive: true, force: true }));
  fs.writeFileSync(path.join(folder, 'package.json'), JSON.stringify(manifest, null, 2));
  const make = { node: bundleNode, web: bundleWeb };
  await Promise.all(hosts.map(name => make[name](folder, parts)));
  return folder;
}
