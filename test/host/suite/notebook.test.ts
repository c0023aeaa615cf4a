// Notebooks: Markdown cells and the comments of code cells are translated in one preview, and one undo takes all back.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { ensureNotebooks } from './notebookSerializer';
import { closeAll, type Outcome, outcomeOf, previewText, until, untilFinished } from './documents';

const GREETING = 'Good morning, my friend.';
const ORDER = 'Open the door and close the window.';
const CODE = 'print("The file is open.")';
/** A notebook with prose in its first, second and fourth cell, an output, and metadata; as Jupyter writes it. */
const NOTEBOOK = {
  cells: [
    { cell_type: 'markdown', id: 'a', metadata: {}, source: [`# ${GREETING}\n`, '\n', `[${ORDER}](a/b.md)`] },
    {
      cell_type: 'code',
      id: 'b',
      metadata: { tags: ['kept'] },
      execution_count: 3,
      outputs: [{ output_type: 'stream', name: 'stdout', text: ['The output stays.\n'] }],
      source: [`# ${GREETING}\n`, CODE],
    },
    { cell_type: 'raw', id: 'c', metadata: {}, source: [ORDER] },
    {
      cell_type: 'code',
      id: 'd',
      metadata: { vscode: { languageId: 'javascript' } },
      execution_count: null,
      outputs: [],
      source: [`/* ${ORDER} */\n`, 'let a;'],
    },
  ],
  metadata: { language_info: { name: 'python' } },
  nbformat: 4,
  nbformat_minor: 5,
};

let count = 0;

async function openNotebook(): Promise<vscode.NotebookEditor> {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  const file = vscode.Uri.joinPath(folder.uri, `notebook${++count}.ipynb`);
  await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(JSON.stringify(NOTEBOOK)));
  return vscode.window.showNotebookDocument(await vscode.workspace.openNotebookDocument(file));
}

/** Closes the notebook without saving it, and everything else. */
async function closeNotebook(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  await closeAll();
}

const textsOf = ({ notebook }: vscode.NotebookEditor): string[] =>
  notebook.getCells().map(({ document }) => document.getText());

/** Everything of the cells but their texts. */
const restOf = ({ notebook }: vscode.NotebookEditor): unknown =>
  notebook.getCells().map(({ kind, metadata, outputs, document }) => {
    const written = outputs.flatMap(({ items }) => items.map(({ data }) => new TextDecoder().decode(data)));
    return { kind, metadata, language: document.languageId, written };
  });

function assertDone({ kind, message }: Outcome): void {
  assert.equal(kind, 'done', message);
}

async function accept(): Promise<void> {
  await untilFinished(await previewText(() => true));
  await vscode.commands.executeCommand('attentive.acceptPreview');
}

let serializer: vscode.Disposable | undefined;
before(async () => {
  serializer = await ensureNotebooks();
});
after(() => {
  serializer?.dispose();
});

describe('Translate Notebook', () => {
  afterEach(closeNotebook);

  it('translates Markdown and comments in one preview; the cells keep the rest, and one undo takes all back', async () => {
    const editor = await openNotebook();
    const [texts, rest] = [textsOf(editor), restOf(editor)];
    const run = outcomeOf('attentive.translateNotebook', { to: 'de' });
    await previewText(now => now.includes('[python]') && !now.includes(GREETING) && !now.includes(ORDER));
    await accept();
    assertDone(await run);
    const [heading, code, raw, last] = textsOf(editor);
    assert.ok(heading.startsWith('# ') && heading.endsWith('](a/b.md)') && !heading.includes(GREETING), heading);
    assert.ok(code.endsWith(`\n${CODE}`) && !code.includes(GREETING), code);
    assert.equal(raw, ORDER);
    assert.ok(last.startsWith('/* ') && last.endsWith(' */\nlet a;') && !last.includes(ORDER), last);
    assert.deepEqual(restOf(editor), rest);
    await until(async () => vscode.window.activeNotebookEditor?.notebook === editor.notebook);
    await vscode.commands.executeCommand('undo');
    await until(async () => textsOf(editor)[0] === texts[0]);
    assert.deepEqual(textsOf(editor), texts);
    assert.deepEqual(restOf(editor), rest);
  });

  it('keeps the source of a sentence that was rejected', async () => {
    const editor = await openNotebook();
    const run = outcomeOf('attentive.translateNotebook', { to: 'de' });
    const preview = await previewText(now => !now.includes(GREETING) && !now.includes(ORDER));
    await untilFinished(preview);
    const link = { preview: preview.uri.toString(), segment: 0 };
    assert.equal(await vscode.commands.executeCommand('attentive.rejectSentence', link), true);
    await vscode.commands.executeCommand('attentive.acceptPreview');
    assertDone(await run);
    const [heading, code] = textsOf(editor);
    assert.ok(heading.startsWith(`# ${GREETING}\n`) && !code.includes(GREETING), heading);
  });

  it('changes nothing, and opens the result beside, if a cell was edited meanwhile', async () => {
    const editor = await openNotebook();
    const run = outcomeOf('attentive.translateNotebook', { to: 'de' });
    await previewText(() => true);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(editor.notebook.cellAt(3).document.uri, new vscode.Position(1, 0), '// Mine.\n');
    assert.ok(await vscode.workspace.applyEdit(edit));
    const texts = textsOf(editor);
    await accept();
    assert.equal((await run).kind, 'beside');
    assert.deepEqual(textsOf(editor), texts);
  });
});

describe('Translate Selection, in a notebook', () => {
  afterEach(closeNotebook);

  it('translates the selected cells', async () => {
    const editor = await openNotebook();
    const texts = textsOf(editor);
    editor.selections = [new vscode.NotebookRange(0, 2)];
    await until(async () => vscode.window.activeNotebookEditor?.selections[0]?.end === 2);
    assertDone(await outcomeOf('attentive.translate', { to: 'de', output: 'replace' }));
    const now = textsOf(editor);
    assert.ok(!now[0].includes(GREETING) && !now[1].includes(GREETING), now.join('\n'));
    assert.deepEqual(now.slice(2), texts.slice(2));
  });

  it('translates the text that is selected in a cell', async () => {
    const editor = await openNotebook();
    editor.selections = [new vscode.NotebookRange(3, 4)];
    await vscode.commands.executeCommand('notebook.cell.edit');
    const own = editor.notebook.cellAt(3).document;
    await until(async () => vscode.window.activeTextEditor?.document === own);
    const inCell = vscode.window.activeTextEditor;
    assert.ok(inCell);
    inCell.selection = new vscode.Selection(0, 0, 0, own.lineAt(0).text.length);
    const texts = textsOf(editor);
    assertDone(await outcomeOf('attentive.translate', { to: 'de', output: 'replace' }));
    const now = textsOf(editor);
    assert.ok(now[3].startsWith('/* ') && !now[3].includes(ORDER), now[3]);
    assert.deepEqual(now.slice(0, 3), texts.slice(0, 3));
  });
});
