// Writing: edits a document in one undo step, and finds out by the edit whether the document is read-only.
import * as vscode from 'vscode';
import type { Range } from '../../text/range';

/** A change of the document, at offsets of its text before all changes. Edits are ascending and do not overlap. */
export interface Edit extends Range {
  readonly text: string;
}

/** Why a result could not be written into its document. */
export type Obstacle = 'closed' | 'edited' | 'readOnly' | 'refused';

/** The outcome of an edit. `readOnly`: the editor is read-only. `refused`: the document takes no edits. */
export type WriteOutcome = 'written' | 'readOnly' | 'refused';

/** How often an edit is tried: it fails if the user or an extension edits the document at the same time. */
const MOST_TRIES = 3;

/**
 * Writes into a document so that one undo reverts everything.
 *
 * The user can make an editor read-only for the session, and no API says whether an editor is. Such an editor applies
 * no edit that is made through it, but `workspace.applyEdit` changes its document all the same. So the edit is made
 * through an editor if there is one. If there is none, a document that an edit of the workspace does not make dirty is
 * read-only, and its old text is restored.
 *
 * @param plan returns the edits of the document as it is now, or a reason why they cannot be made; it is called again
 *   before each try
 */
export async function write<Reason extends string>(
  document: vscode.TextDocument,
  plan: () => readonly Edit[] | Reason,
): Promise<WriteOutcome | Reason> {
  for (let left = MOST_TRIES; left > 0; left--) {
    const edits = plan();
    if (typeof edits === 'string') return edits;
    const [before, version] = [document.getText(), document.version];
    if (edits.every(({ start, end, text }) => before.slice(start, end) === text)) return 'written';
    const editor = editorOf(document);
    try {
      const isAccepted =
        editor === undefined ? await editHidden(document, edits) : await editThroughEditor(editor, edits);
      if (isAccepted) return document.getText() === before ? 'readOnly' : 'written';
      if (document.version === version) return 'refused';
    } catch {
      // Thrown for documents that take no edit, and by editors that were closed.
      if (editor === undefined) return 'refused';
    }
  }
  return 'refused';
}

/** An editor through which the document can be edited, which the left side of a diff is not. */
export function editorOf(document: vscode.TextDocument): vscode.TextEditor | undefined {
  const { activeTextEditor, visibleTextEditors } = vscode.window;
  const shown = visibleTextEditors.filter(editor => editor.document === document);
  const isOriginal = vscode.window.tabGroups.all.some(
    ({ activeTab }) =>
      activeTab?.input instanceof vscode.TabInputTextDiff &&
      activeTab.input.original.toString() === document.uri.toString(),
  );
  // The sides of a diff and the cells of a notebook have no view column.
  const usable = shown.filter(({ viewColumn }) => viewColumn !== undefined || !isOriginal);
  return usable.find(editor => editor === activeTextEditor) ?? usable[0];
}

/** True if the editor reported no failure. A read-only editor reports none either, but applies nothing. */
async function editThroughEditor(editor: vscode.TextEditor, edits: readonly Edit[]): Promise<boolean> {
  const { document } = editor;
  return editor.edit(builder => {
    for (const { text, ...place } of joinInsertions(edits)) builder.replace(rangeOf(document, place), text);
  });
}

/** Edits a document without an editor. False if the edit failed. A read-only document gets its old text back. */
async function editHidden(document: vscode.TextDocument, edits: readonly Edit[]): Promise<boolean> {
  // A saved document that an edit does not make dirty is read-only. Untitled documents, documents that are dirty already and
  // cells of notebooks cannot be tested this way.
  const showsByDirty = !document.isUntitled && !document.isDirty && document.uri.scheme !== 'vscode-notebook-cell';
  const before = document.getText();
  if (!(await applyEdits(document, joinInsertions(edits)))) return false;
  if (showsByDirty && !document.isDirty && document.getText() !== before) {
    await applyEdits(document, [{ start: 0, end: document.getText().length, text: before }]);
  }
  return true;
}

async function applyEdits(document: vscode.TextDocument, edits: readonly Edit[]): Promise<boolean> {
  const edit = new vscode.WorkspaceEdit();
  for (const { text, ...place } of edits) edit.replace(document.uri, rangeOf(document, place), text);
  return vscode.workspace.applyEdit(edit);
}

/** Joins insertions at the same offset into one, because the order of several is not specified. */
function joinInsertions(edits: readonly Edit[]): Edit[] {
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
