// A serverless VS Code for the Web, as vscode.dev is one: a page, static files and the web-worker extension host.
import { currentEdition, oldEdition } from './editions.mjs';
import { quiet } from '../../../tools/settings.mjs';
import { serveStatic } from '../../../tools/static.mjs';

export const editions = { 1.91: oldEdition, 1.139: currentEdition };

/** The folder the workbench opens. It lives in memory; the test extension fills it (see entry/workspace.ts). */
const folderUri = { scheme: 'tmp', path: '/workspace' };

/**
 * @param {object} options
 * @param {(host: object) => Edition} options.edition
 * @param {string[]} options.extensions folders
 * @param {string} [options.tests] the suite's file in the last of the extensions
 * @param {boolean} [options.isolated] cross-origin isolated, as WASM threads need it
 */
export async function startWeb({ life, host, edition, extensions, tests, settings = {}, isolated = false }) {
  const { files, builtins, product, template, pages } = edition(host);
  const uri = (authority, path) => ({ scheme: 'http', authority, path });
  const ours = authority => extensions.map((_, index) => uri(authority, `/extensions/${index}`));
  const last = (authority, file) => uri(authority, `/extensions/${extensions.length - 1}/${file}`);
  const configuration = authority => ({
    userDataPath: '/User',
    serverBasePath: '.',
    callbackRoute: '/callback',
    enableWorkspaceTrust: false,
    // code-server's additions; without a value for each it throws.
    isEnabledFileDownloads: true,
    isEnabledFileUploads: true,
    isEnabledCoderGettingStarted: false,
    // The driver also keeps notifications from showing, so it is on for suites alone.
    developmentOptions: {
      logLevel: 3,
      ...(tests && {
        enableSmokeTestDriver: true,
        extensions: ours(authority),
        extensionTestsPath: last(authority, tests),
      }),
    },
    // Without tests the extensions come as built-in ones, so that no title says "Extension Development Host".
    additionalBuiltinExtensions: [
      ...builtins.map(name => uri(authority, `/static/extensions/${name}`)),
      ...(tests ? [] : ours(authority)),
    ],
    folderUri,
    configurationDefaults: { ...quiet, ...settings },
    productConfiguration: {
      ...product,
      enableTelemetry: false,
      // Each webview has an origin of its own, as on vscode.dev.
      webviewContentExternalBaseUrlTemplate: `http://{{uuid}}.${authority}/static/out/vs/workbench/contrib/webview/browser/pre/`,
    },
  });
  const { port } = await serveStatic({
    life,
    mounts: { '/static': files, ...Object.fromEntries(extensions.map((folder, i) => [`/extensions/${i}`, folder])) },
    pages: { ...pages, '/': authority => ({ type: 'text/html', body: template(configuration(authority)) }) },
    headers: isolated
      ? { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' }
      : {},
  });
  return { url: `http://localhost:${port}/` };
}
