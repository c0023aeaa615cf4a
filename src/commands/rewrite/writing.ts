// Writing: one edit of a document, through its editor where it has one, with a look whether the editor took it.
import * as vscode from 'vscode';
import type { Edit } from './previewText';

/** What became of an edit. `readOnly`: the editor is locked. `refused`: the document takes no edits. */
export type Written = 'written' | 'readOnly' | 'refused';

/** So often it is tried again when somebody else edits the document at the same time. */
const MOST_TRIES = 3;

/**
 * Writes into a document so that one undo takes all back.
 *
 * An editor that was locked for this session refuses edits through itself, and nothing else tells that it is locked: an
 * edit of the workspace is written into a locked document all the same. So the edit goes through an editor if there is one;
 * if not, a document that did not become dirty was locked and gets its text back.
 *
 * @param plan the edits of the document as it is now; a reason if they cannot be made any more
 */
export async function write<Reason extends string>(
  document: vscode.TextDocument,
  plan: () => readonly Edit[] | Reason,
): Promise<Written | Reason> {
  for (let left = MOST_TRIES; left > 0; left--) {
    const edits = plan();
    if (typeof edits === 'string') return edits;
    const [before, version] = [document.getText(), document.version];
    if (edits.every(({ start, end, text }) => before.slice(start, end) === text)) return 'written';
    const editor = editorOf(document);
    try {
      const isTaken = editor === undefined ? await hidden(document, edits) : await visible(editor, edits);
      if (isTaken) return document.getText() === before ? 'readOnly' : 'written';
      if (document.version === version) return 'refused';
    } catch {
      // Thrown for documents that take no edit, and by editors that were closed.
      if (editor === undefined) return 'refused';
    }
  }
  return 'refused';
}

/** An editor of the document that takes edits if the document does: the original of a diff does not. */
export function editorOf(document: vscode.TextDocument): vscode.TextEditor | undefined {
  const { activeTextEditor, visibleTextEditors } = vscode.window;
  const own = visibleTextEditors.filter(editor => editor.document === document);
  const isOriginal = vscode.window.tabGroups.all.some(
    ({ activeTab }) =>
      activeTab?.input instanceof vscode.TabInputTextDiff &&
      activeTab.input.original.toString() === document.uri.toString(),
  );
  // Editors within others (sides of a diff, cells of a notebook) are in no column of their own.
  const free = own.filter(({ viewColumn }) => viewColumn !== undefined || !isOriginal);
  return free.find(editor => editor === activeTextEditor) ?? free[0];
}

/** True if the editor did not object; a locked one does not, and takes nothing. */
async function visible(editor: vscode.TextEditor, edits: readonly Edit[]): Promise<boolean> {
  const { document } = editor;
  return editor.edit(builder => {
    for (const { text, ...place } of joined(edits)) builder.replace(rangeOf(document, place), text);
  });
}

async function hidden(document: vscode.TextDocument, edits: readonly Edit[]): Promise<boolean> {
  const mayTell = !document.isUntitled && !document.isDirty && document.uri.scheme !== 'vscode-notebook-cell';
  const before = document.getText();
  if (!(await applied(document, joined(edits)))) return false;
  if (mayTell && !document.isDirty && document.getText() !== before) {
    await applied(document, [{ start: 0, end: document.getText().length, text: before }]);
  }
  return true;
}

async function applied(document: vscode.TextDocument, edits: readonly Edit[]): Promise<boolean> {
  const edit = new vscode.WorkspaceEdit();
  for (const { text, ...place } of edits) edit.replace(document.uri, rangeOf(document, place), text);
  return vscode.workspace.applyEdit(edit);
}

/** Insertions at one place as one, so that their order is certain. */
function joined(edits: readonly Edit[]): Edit[] {
  return edits.reduce<Edit[]>((all, edit) => {
    const last = all.at(-1);
    const isSame = last?.end === edit.start && last.start === last.end && edit.start === edit.end;
    if (last !== undefined && isSame) all[all.length - 1] = { ...last, text: last.text + edit.text };
    else all.push(edit);
    return all;
  }, []);
}

function rangeOf(document: vscode.TextDocument, { start, end }: Omit<Edit, 'text'>): vscode.Range {
  return new vscode.Range(document.positionAt(start), document.positionAt(end));
}
