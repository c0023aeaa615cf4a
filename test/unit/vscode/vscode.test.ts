import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { setting } from '../../../src/settings';
import { stage, TextDocument } from '../vscode';

function opened(text: string): { readonly document: TextDocument; readonly shown: vscode.TextDocument } {
  const document = stage.open(new TextDocument(stage.uri(), text));
  return { document, shown: document as unknown as vscode.TextDocument };
}

describe('the stand-in of the editor', () => {
  it('gives offsets and positions of lines, whatever ends them', () => {
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

  it('applies edits at once, each in the text as it was, and tells of them from the end', async () => {
    const { shown } = opened('a b c');
    const told: number[] = [];
    const listening = vscode.workspace.onDidChangeTextDocument(({ contentChanges }) =>
      told.push(...contentChanges.map(({ rangeOffset }) => rangeOffset)),
    );
    const edit = new vscode.WorkspaceEdit();
    edit.replace(shown.uri, new vscode.Range(0, 0, 0, 1), 'AAA');
    edit.insert(shown.uri, new vscode.Position(0, 5), '\nd');
    assert.equal(await vscode.workspace.applyEdit(edit), true);
    listening.dispose();
    assert.equal(shown.getText(), 'AAA b c\nd');
    assert.deepEqual(told, [5, 0]);
    assert.equal(shown.version, 2);
  });

  it('writes addresses as the editor does', () => {
    for (const text of ['file:///a/b%20c.txt', 'untitled:Untitled-1', 'vscode-vfs://github/a/b', 'x:/p?q#f']) {
      assert.equal(vscode.Uri.parse(text).toString(), text);
    }
    assert.equal(vscode.Uri.joinPath(vscode.Uri.file('/a/b'), '..', 'c').path, '/a/c');
  });

  it('has the settings of the manifest, and those of the test', () => {
    assert.equal(setting('output'), 'ask');
    stage.set('attentive.output', 'copy');
    assert.equal(setting('output'), 'copy');
    stage.settings.clear();
  });

  it('writes down what it is told, and gives the answers in turn', async () => {
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
