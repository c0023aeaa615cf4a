// Attention test: Show Attention with the embedded model, in a real host. ui/attention.long.ui.mjs tests what the page
// shows.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { documentOf, select, until } from './documents';

const GREETING = 'I am tired.';
const GREETING_DE = 'Ich bin müde.';
const ORDER = 'Save the file.';

interface Result {
  readonly kind: string;
  readonly message?: string;
  readonly run?: string;
}

function showAttention(args?: object): Thenable<Result> {
  return vscode.commands.executeCommand<Result>('attentive.showAttention', args);
}

function translated(output: string): Thenable<Result> {
  return vscode.commands.executeCommand<Result>('attentive.translate', { to: 'de', output });
}

/** The titles of the open Attention panels. */
function panels(): readonly string[] {
  return vscode.window.tabGroups.all
    .flatMap(group => group.tabs)
    .filter(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith('attentive.attention'))
    .map(({ label }) => label);
}

describe('Show Attention', () => {
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('runs the selection first, leaves the document as it is, and opens the view', async () => {
    const editor = await documentOf(`# Title\n${GREETING} ${ORDER}\n`);
    select(editor, [GREETING]);
    const outcome = await showAttention({ to: 'de' });
    assert.equal(outcome.kind, 'done', outcome.message);
    assert.ok(outcome.run);
    assert.equal(editor.document.getText(), `# Title\n${GREETING} ${ORDER}\n`);
    assert.equal(editor.document.isDirty, true, 'an untitled document stays unsaved');
    await until(async () => panels().length === 1 && panels()[0].startsWith('Attention: '));
  });

  it('summarizes if the arguments name a form', async () => {
    await documentOf(`${GREETING} ${ORDER} ${GREETING} The river is long and carries snow water in spring.`);
    const outcome = await showAttention({ form: 'headline' });
    assert.equal(outcome.kind, 'done', outcome.message);
  });

  it('shows the last run, whether its result was copied, inserted or has replaced the source', async () => {
    for (const output of ['copy', 'insertBelow', 'replace']) {
      const editor = await documentOf(`${GREETING}\n${ORDER}`);
      select(editor, [GREETING]);
      const { run } = await translated(output);
      assert.ok(run);
      editor.selection = new vscode.Selection(0, 0, 0, 0);
      assert.equal((await showAttention()).run, run, output);
    }
  });

  it('shows the run whose text is selected, not the last one', async () => {
    const first = await documentOf(GREETING);
    const { run } = await translated('insertBelow');
    const other = await documentOf(ORDER);
    const last = await translated('copy');
    await vscode.window.showTextDocument(first.document);
    const at = (text: string): number => first.document.getText().indexOf(text);
    const editor = vscode.window.activeTextEditor;
    assert.ok(editor && editor.document === first.document);
    editor.selection = new vscode.Selection(
      first.document.positionAt(at(GREETING_DE)),
      first.document.positionAt(at(GREETING_DE) + 7),
    );
    assert.equal((await showAttention()).run, run, 'the result of the first run is selected');
    await vscode.window.showTextDocument(other.document);
    assert.equal((await showAttention()).run, last.run);
  });

  it('finds the run of a text that edits have moved, or that undo has restored', async () => {
    const editor = await documentOf(GREETING);
    const { run } = await translated('replace');
    await editor.edit(edit => edit.insert(new vscode.Position(0, 0), 'New\n'));
    await documentOf(ORDER);
    await translated('copy');
    const again = await vscode.window.showTextDocument(editor.document);
    again.selection = new vscode.Selection(1, 4, 1, 8);
    assert.equal((await showAttention()).run, run, 'after an edit has moved the result');
    const back = await vscode.window.showTextDocument(editor.document);
    await vscode.commands.executeCommand('undo');
    await vscode.commands.executeCommand('undo');
    assert.equal(back.document.getText(), GREETING);
    back.selection = new vscode.Selection(0, 2, 0, 4);
    assert.equal((await showAttention()).run, run, 'after undo has restored the source');
  });

  it('runs the selection if the menu passes the URI of a document, even if an earlier run took its text from there', async () => {
    const editor = await documentOf(`${GREETING}\n${ORDER}`);
    select(editor, [GREETING]);
    const { run } = await translated('copy');
    select(editor, [ORDER]);
    await vscode.workspace.getConfiguration('attentive').update('translate.targetLanguage', 'de', true);
    const other = await showAttention(editor.document.uri);
    await vscode.workspace.getConfiguration('attentive').update('translate.targetLanguage', undefined, true);
    assert.equal(other.kind, 'done', other.message);
    assert.notEqual(other.run, run);
  });

  it('shows the run of a preview whose URI is passed, and the preview stays open', async () => {
    await documentOf(GREETING);
    const run = translated('preview');
    let preview: vscode.TextDocument | undefined;
    await until(async () => {
      // Previews of earlier tests may still be among the documents.
      preview = vscode.workspace.textDocuments.find(
        document => document.uri.scheme === 'attentive-preview' && document.getText() === GREETING_DE,
      );
      return preview !== undefined;
    });
    await until(async () => (await showAttention(preview?.uri)).kind === 'done');
    assert.equal(preview?.isClosed, false);
    await until(async () => {
      // The page takes the focus when it is drawn, which may happen after the focus was moved to the preview.
      await vscode.commands.executeCommand('workbench.action.focusFirstEditorGroup');
      return (await vscode.commands.executeCommand('attentive.acceptPreview')) === true;
    });
    assert.equal((await run).kind, 'done');
  });

  it('uses one panel for all runs, and opens another one after Keep Attention', async () => {
    await documentOf(GREETING);
    const one = await showAttention({ to: 'de' });
    await documentOf(ORDER);
    const two = await showAttention({ to: 'de' });
    await until(async () => panels().length === 1);
    assert.equal((await showAttention({ run: two.run })).kind, 'done');
    assert.equal(panels().length, 1);
    // Keep Attention keeps the active panel, and the panel may become active only after a while.
    await until(async () => (await vscode.commands.executeCommand('attentive.keepAttention')) === true);
    await showAttention({ run: one.run });
    await until(async () => panels().length === 2);
    assert.equal((await showAttention({ run: two.run })).kind, 'done');
    assert.equal(panels().length, 2);
  });

  it('shows a message if the run is not kept any more', async () => {
    const outcome = await showAttention({ run: 'nobody' });
    assert.equal(outcome.kind, 'failed');
    assert.match(outcome.message ?? '', /not kept any more/);
  });

  it('fails with a message if there is no text to run', async () => {
    await documentOf('12 + 34');
    const outcome = await showAttention({ to: 'de' });
    assert.equal(outcome.kind, 'failed');
    assert.match(outcome.message ?? '', /holds no words/);
  });
});
