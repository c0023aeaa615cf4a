// Web: starts a VS Code for the Web without a server, like vscode.dev: a page, static files and the web-worker
// extension host.
import { currentEdition, oldEdition } from './editions.mjs';
import { quiet } from '../../../tools/settings.mjs';
import { serveStatic } from '../../../tools/static.mjs';

export const editions = { 1.91: oldEdition, 1.139: currentEdition };

/**
 * The folder that the workbench opens. It is in memory, and the test extension writes its files (entry/workspace.ts).
 */
const folderUri = { scheme: 'tmp', path: '/workspace' };

/**
 * @param {object} options
 * @param {object} options.host the paths of the installed VS Code (`hostParts`)
 * @param {(host: object) => import('./editions.mjs').Edition} options.edition
 * @param {string[]} options.extensions the folders of the extensions
 * @param {string} [options.tests] the suite's file in the last of the extensions
 * @param {boolean} [options.isolated] whether the page is cross-origin isolated, as threads of WebAssembly need it
 */
export async function startWeb({ life, host, edition, extensions, tests, settings = {}, isolated = false }) {
  const { files, builtins, product, template, pages } = edition(host);
  const uri = (authority, path) => ({ scheme: 'http', authority, path });
  const extensionUris = authority => extensions.map((_, index) => uri(authority, `/extensions/${index}`));
  const last = (authority, file) => uri(authority, `/extensions/${extensions.length - 1}/${file}`);
  const configuration = authority => ({
    userDataPath: '/User',
    serverBasePath: '.',
    callbackRoute: '/callback',
    enableWorkspaceTrust: false,
    // Options that code-server adds. The page throws if one of them has no value.
    isEnabledFileDownloads: true,
    isEnabledFileUploads: true,
    isEnabledCoderGettingStarted: false,
    // VS Code's smoke test driver also hides notifications, so it is only enabled for suites.
    developmentOptions: {
      logLevel: 3,
      ...(tests && {
        enableSmokeTestDriver: true,
        extensions: extensionUris(authority),
        extensionTestsPath: last(authority, tests),
      }),
    },
    // Without tests the extensions are loaded as built-in ones: else titles would contain "Extension Development Host".
    additionalBuiltinExtensions: [
      ...builtins.map(name => uri(authority, `/static/extensions/${name}`)),
      ...(tests ? [] : extensionUris(authority)),
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
