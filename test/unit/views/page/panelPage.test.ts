import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { loadPage, type PageName, pageOptions } from '../../../../src/views/page/panelPage';
import { l10n, stage } from '../../vscode';

const root = vscode.Uri.file(__ROOT__);

/** A panel in which a page was loaded. */
function loaded(page: PageName): vscode.WebviewPanel {
  const panel = stage.createPanel('test', 'A title', 1, {}) as unknown as vscode.WebviewPanel;
  loadPage(panel, page, root);
  return panel;
}

describe('loadPage', () => {
  for (const page of ['attention', 'run'] as const) {
    it(`loads the script and the style sheet of the page ${page}, which the panel may load`, () => {
      const { webview, title } = loaded(page);
      const roots = (pageOptions(root).localResourceRoots ?? []).map(({ path: folder }) => `${folder}/`);
      const [, script] = / src="([^"]*)"/.exec(webview.html) ?? [];
      const [, style] = /<link rel="stylesheet" href="([^"]*)"/.exec(webview.html) ?? [];
      for (const address of [script, style]) {
        const file = vscode.Uri.parse(address ?? '').path;
        assert.ok(
          roots.some(folder => file.startsWith(folder)),
          file,
        );
      }
      assert.ok(script?.endsWith(`/dist/webview/${page}.js`), script);
      assert.ok(fs.existsSync(path.join(__ROOT__, 'src/webview', page, 'main.ts')));
      assert.ok(fs.existsSync(vscode.Uri.parse(style ?? '').fsPath), style);
      assert.ok(webview.html.includes(`<title>${title}</title>`));
    });
  }

  it("gives the page the translations of the editor's language", () => {
    l10n.bundle = { Matrix: 'Matrize' };
    try {
      assert.ok(
        loaded('attention').webview.html.includes('data-translations="{&quot;Matrix&quot;:&quot;Matrize&quot;}"'),
      );
    } finally {
      l10n.bundle = undefined;
    }
    assert.ok(loaded('attention').webview.html.includes('data-translations="{}"'));
  });
});
