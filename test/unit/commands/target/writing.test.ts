import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Edit } from '../../../../src/commands/target/writing';
import { write } from '../../../../src/commands/target/writing';
import { stage, TextDocument } from '../../vscode';

/** An editor of a document. A read-only one applies no edit and still returns true, as VS Code does. */
function editorOf(document: TextDocument, isLocked: boolean, column: number | undefined = 1): object {
  return {
    document,
    viewColumn: column,
    selections: [],
    async edit(fill: (builder: object) => void): Promise<boolean> {
      const edits: vscode.TextEdit[] = [];
      fill({ replace: (range: vscode.Range, text: string) => edits.push(vscode.TextEdit.replace(range, text)) });
      if (!isLocked) stage.edit(document, edits);
      return true;
    },
  };
}

function opened(text: string): { readonly document: TextDocument; readonly shown: vscode.TextDocument } {
  const document = stage.open(new TextDocument(stage.uri(), text));
  return { document, shown: document as unknown as vscode.TextDocument };
}

const EDITS: readonly Edit[] = [
  { start: 0, end: 3, text: 'Eins' },
  { start: 4, end: 7, text: 'Zwei' },
];

describe('write', () => {
  const original = vscode.workspace.applyEdit.bind(vscode.workspace);
  beforeEach(() => {
    stage.editors = [];
    stage.groups = [{ viewColumn: 1, isActive: true, tabs: [] }];
  });
  afterEach(() => {
    (vscode.workspace as { applyEdit: typeof original }).applyEdit = original;
  });

  it('makes one edit through the editor of the document', async () => {
    const { document, shown } = opened('One Two');
    stage.editors = [editorOf(document, false)] as never;
    (vscode.workspace as { applyEdit: unknown }).applyEdit = () => assert.fail('the document has an editor');
    assert.equal(await write(shown, () => EDITS), 'written');
    assert.equal(shown.getText(), 'Eins Zwei');
    assert.equal(shown.version, 2);
  });

  it('returns readOnly if the editor applied nothing', async () => {
    const { document, shown } = opened('One Two');
    stage.editors = [editorOf(document, true)] as never;
    assert.equal(await write(shown, () => EDITS), 'readOnly');
    assert.equal(shown.getText(), 'One Two');
  });

  it('does not write through the left side of a diff, which is read-only although its document is not', async () => {
    const { document, shown } = opened('One Two');
    const input = new vscode.TabInputTextDiff(shown.uri, vscode.Uri.parse('attentive-preview:/x'));
    stage.editors = [editorOf(document, true, undefined)] as never;
    (stage.editors[0] as { viewColumn: number | undefined }).viewColumn = undefined;
    stage.groups = [{ viewColumn: 1, isActive: true, tabs: [], activeTab: { label: '', input } }];
    assert.equal(await write(shown, () => EDITS), 'written');
    assert.equal(shown.getText(), 'Eins Zwei');
  });

  it('returns readOnly and restores the text if a document without an editor is not dirty after the edit', async () => {
    const { document, shown } = opened('One Two');
    (vscode.workspace as { applyEdit: unknown }).applyEdit = async (edit: vscode.WorkspaceEdit) => {
      await original(edit);
      document.isDirty = false;
      return true;
    };
    assert.equal(await write(shown, () => EDITS), 'readOnly');
    assert.equal(shown.getText(), 'One Two');
  });

  it('returns refused if the document takes no edits', async () => {
    const { shown } = opened('One Two');
    stage.refusesEdits = true;
    assert.equal(await write(shown, () => EDITS), 'refused');
    stage.refusesEdits = false;
  });

  it('returns the reason that the plan gives, and makes no edit that would change nothing', async () => {
    const { shown } = opened('One Two');
    assert.equal(await write<'edited'>(shown, () => 'edited'), 'edited');
    assert.equal(await write(shown, () => [{ start: 0, end: 3, text: 'One' }]), 'written');
    assert.equal(shown.version, 1);
  });

  it('tries again if another edit was made at the same time', async () => {
    const { document, shown } = opened('One Two');
    const editor = editorOf(document, false) as { edit: (fill: (builder: object) => void) => Promise<boolean> };
    const { edit } = editor;
    let tries = 0;
    editor.edit = async fill => {
      if (++tries > 1) return edit(fill);
      stage.edit(document, [vscode.TextEdit.insert(new vscode.Position(0, 7), '!')]);
      return false;
    };
    stage.editors = [editor] as never;
    assert.equal(await write(shown, () => EDITS), 'written');
    assert.equal(shown.getText(), 'Eins Zwei!');
  });

  it('joins two insertions at the same offset in their order', async () => {
    const { shown } = opened('a');
    const edits = ['1', '2'].map(text => ({ start: 1, end: 1, text }));
    await write(shown, () => edits);
    assert.equal(shown.getText(), 'a12');
  });
});
