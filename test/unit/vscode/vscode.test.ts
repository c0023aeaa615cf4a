import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { setting } from '../../../src/settings';
import { stage, TextDocument } from '../vscode';

function opened(text: string): { readonly document: TextDocument; readonly shown: vscode.TextDocument } {
  const document = stage.open(new TextDocument(stage.uri(), text));
  return { document, shown: document as unknown as vscode.TextDocument };
}

describe('the stand-in for vscode', () => {
  it('converts between offsets and positions, with LF and CRLF in one text', () => {
    const { shown } = opened('one\r\ntwo\nthree\n');
    assert.equal(shown.lineCount, 4);
    assert.equal(shown.lineAt(1).text, 'two');
    assert.equal(shown.offsetAt(new vscode.Position(2, 99)), 14);
    for (let offset = 0; offset <= 15; offset++) {
      const at = shown.positionAt(offset);
      assert.ok(Math.abs(shown.offsetAt(at) - offset) <= 1, String(offset));
    }
    assert.equal(shown.getText(new vscode.Range(0, 1, 1, 2)), 'ne\r\ntw');
  });

  it('applies the edits of a WorkspaceEdit as one change, and lists the last edit of the document first', async () => {
    const { shown } = opened('a b c');
    const offsets: number[] = [];
    const listening = vscode.workspace.onDidChangeTextDocument(({ contentChanges }) =>
      offsets.push(...contentChanges.map(({ rangeOffset }) => rangeOffset)),
    );
    const edit = new vscode.WorkspaceEdit();
    edit.replace(shown.uri, new vscode.Range(0, 0, 0, 1), 'AAA');
    edit.insert(shown.uri, new vscode.Position(0, 5), '\nd');
    assert.equal(await vscode.workspace.applyEdit(edit), true);
    listening.dispose();
    assert.equal(shown.getText(), 'AAA b c\nd');
    assert.deepEqual(offsets, [5, 0]);
    assert.equal(shown.version, 2);
  });

  it('parses and prints URIs as VS Code does', () => {
    for (const text of ['file:///a/b%20c.txt', 'untitled:Untitled-1', 'vscode-vfs://github/a/b', 'x:/p?q#f']) {
      assert.equal(vscode.Uri.parse(text).toString(), text);
    }
    assert.equal(vscode.Uri.joinPath(vscode.Uri.file('/a/b'), '..', 'c').path, '/a/c');
  });

  it('returns the value of a setting that the test has set, else its default in package.json', () => {
    assert.equal(setting('output'), 'ask');
    stage.set('attentive.output', 'copy');
    assert.equal(setting('output'), 'copy');
    stage.settings.clear();
  });

  it('records messages and returns the answers of the test in order', async () => {
    stage.answers.push('Yes', undefined);
    assert.equal(await vscode.window.showInformationMessage('Really?', { modal: true }, 'Yes', 'No'), 'Yes');
    assert.equal(await vscode.window.showQuickPick(['a'], { title: 'Which?' }), undefined);
    assert.deepEqual(
      stage.messages.splice(0).map(({ kind, message }) => [kind, message]),
      [
        ['information', 'Really?'],
        ['pick', 'Which?'],
      ],
    );
  });
});
