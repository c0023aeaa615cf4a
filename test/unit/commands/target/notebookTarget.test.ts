import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { asAttentive } from '../../../../src/base/errors';
import { type NotebookTarget, notebookTarget } from '../../../../src/commands/target/notebookTarget';
import { Notebook, NotebookCellData, NotebookCellKind, NotebookRange, stage, TextDocument } from '../../vscode';

interface Fixture {
  readonly target: NotebookTarget;
  readonly notebook: Notebook;
}

async function fixture(...texts: readonly (readonly [language: string, text: string])[]): Promise<Fixture> {
  const cells = texts.map(([language, text]) => {
    const cell = new NotebookCellData(NotebookCellKind.Code, text, language);
    cell.outputs = [`output of ${text}`];
    cell.metadata = { tags: [language] };
    cell.executionSummary = { executionOrder: 3 };
    return cell;
  });
  stage.notebooks.splice(0);
  const notebook = new Notebook(stage.uri('notes.ipynb'), cells);
  stage.notebooks.push(notebook);
  const target = await notebookTarget(
    notebook as unknown as vscode.NotebookDocument,
    notebook.getCells() as unknown as vscode.NotebookCell[],
    async ({ name, text }) => stage.open(new TextDocument(stage.uri(name), text)) as unknown as vscode.TextDocument,
  );
  return { target, notebook };
}

const textsOf = ({ notebook }: Fixture): string[] => notebook.getCells().map(({ document }) => document.getText());

/** All properties of the cells except their texts. */
const restOf = ({ notebook }: Fixture): object[] =>
  notebook.getCells().map(({ document, ...rest }) => ({ ...rest, language: document.languageId }));

const CELLS = [
  ['markdown', '# One'],
  ['raw', 'Kept.'],
  ['python', 'a = 1\r\n# Two'],
  ['python', '1 + 1'],
  ['python', '# Broken \ud800.'],
] as const;

describe('notebookTarget', () => {
  it('has the cells that have words and a language with a parser, and counts the others', async () => {
    const { target } = await fixture(...CELLS);
    assert.deepEqual(target.texts, ['# One', 'a = 1\n# Two']);
    assert.equal(target.name, 'notes.ipynb');
    assert.match(target.notes.join(), /Cells left as they were .*: 2\.$/);
    const { text, from } = { text: target.document.getText(), from: target.origins };
    assert.deepEqual(
      target.texts.map((own, at) => text.slice(from[at], from[at] + own.length)),
      target.texts,
    );
    assert.deepEqual((await fixture(['markdown', 'One'])).target.notes, []);
  });

  it('is refused if no cell has words in a language with a parser', async () => {
    await assert.rejects(fixture(['raw', 'Kept.']), error => asAttentive(error).data['why'] === 'cells');
  });

  it('writes the results with the line ends of their cells, and changes nothing else', async () => {
    const opened = await fixture(...CELLS);
    const rest = restOf(opened);
    assert.equal(await opened.target.write([{ index: 1, text: 'a = 1\n# Zwei\n# Wörter' }]), 'written');
    assert.deepEqual(textsOf(opened), ['# One', 'Kept.', 'a = 1\r\n# Zwei\r\n# Wörter', '1 + 1', '# Broken \ud800.']);
    assert.deepEqual(restOf(opened), rest);
  });

  it('writes nothing if a cell was edited or removed, or the notebook was closed or takes no edit', async () => {
    const edited = await fixture(...CELLS);
    let changes = 0;
    edited.target.onDidChange(() => changes++);
    stage.edit(edited.notebook.cellAt(2).document, [vscode.TextEdit.insert(new vscode.Position(0, 0), 'b\n')]);
    assert.deepEqual(
      edited.target.current().map(place => place === 'lost'),
      [false, true],
    );
    assert.equal(changes, 1);
    assert.equal(await edited.target.write([{ index: 0, text: '# Eins' }]), 'edited');
    const removed = await fixture(...CELLS);
    removed.notebook.replace(new NotebookRange(2, 3), []);
    assert.equal(await removed.target.write([{ index: 0, text: '# Eins' }]), 'edited');
    const closed = await fixture(...CELLS);
    closed.notebook.isClosed = true;
    assert.equal(await closed.target.write([{ index: 0, text: '# Eins' }]), 'closed');
    const refused = await fixture(...CELLS);
    stage.refusesEdits = true;
    assert.equal(await refused.target.write([{ index: 0, text: '# Eins' }]), 'refused');
    stage.refusesEdits = false;
    for (const one of [edited, removed, closed, refused]) assert.equal(textsOf(one)[0], '# One');
  });
});
