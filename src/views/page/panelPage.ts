// Panel page: loads one of the extension's pages in a panel, and says which files such a panel may load.
import * as vscode from 'vscode';
import { newNonce, pageOf } from './html';

/** The name of a page. Its script is dist/webview/NAME.js, and its style sheet is media/NAMEView.css. */
export type PageName = 'attention' | 'run';

/** The options of a panel with a page: scripts may run, and only the files of the pages may be loaded. */
export function pageOptions(extensionUri: vscode.Uri): vscode.WebviewOptions {
  const roots = [['dist', 'webview'], ['media']];
  return {
    enableScripts: true,
    localResourceRoots: roots.map(path => vscode.Uri.joinPath(extensionUri, ...path)),
  };
}

/** Loads a page in a panel. The page has the panel's title, and the editor's language with its translations. */
export function loadPage(panel: vscode.WebviewPanel, page: PageName, extensionUri: vscode.Uri): void {
  const { webview } = panel;
  const addressOf = (...path: string[]): string =>
    webview.asWebviewUri(vscode.Uri.joinPath(extensionUri, ...path)).toString();
  panel.iconPath = vscode.Uri.joinPath(extensionUri, 'media', 'icon.png');
  webview.html = pageOf({
    nonce: newNonce(),
    cspSource: webview.cspSource,
    script: addressOf('dist', 'webview', `${page}.js`),
    style: addressOf('media', `${page}View.css`),
    title: panel.title,
    language: vscode.env.language,
    translations: vscode.l10n.bundle ?? {},
  });
}
