// Documents: opens documents for the suites, selects texts in them, and waits for conditions.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';

export interface Outcome {
  readonly kind: string;
  readonly message?: string;
}

/** Opens an untitled document with this content, and returns the editor that shows it. */
export async function documentOf(content: string, language = 'plaintext'): Promise<vscode.TextEditor> {
  const document = await untitledOf(content, language);
  return vscode.window.showTextDocument(document, { preview: false });
}

/**
 * Opens an untitled document with this content. VS Code may give it the name and the text of a document that is still
 * being closed, so the text is replaced if it is another.
 */
async function untitledOf(content: string, language: string): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument({ content, language });
  if (document.getText() === content) return document;
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, new vscode.Range(0, 0, document.lineCount, 0), content);
  assert.ok(await vscode.workspace.applyEdit(edit));
  return vscode.languages.setTextDocumentLanguage(document, language);
}

/** Closes all editors, and waits until their texts are gone: the next document may get the name of one of them. */
export async function closeAll(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  await until(() =>
    Promise.resolve(!vscode.workspace.textDocuments.some(document => document.isUntitled && document.getText() !== '')),
  );
}

/** Selects the first occurrence of each of these segments. */
export function select(editor: vscode.TextEditor, segments: readonly string[]): void {
  const text = editor.document.getText();
  editor.selections = segments.map(segment => {
    const start = text.indexOf(segment);
    assert.ok(start >= 0, segment);
    return new vscode.Selection(editor.document.positionAt(start), editor.document.positionAt(start + segment.length));
  });
}

export async function outcomeOf(command: string, args: object): Promise<Outcome> {
  return vscode.commands.executeCommand<Outcome>(command, args);
}

/**
 * Ends a run with a preview as soon as the preview shows first results, and discards them.
 *
 * @param shows whether the text of the preview has results
 * @param end ends the run
 */
export async function endBegun(
  run: Promise<Outcome>,
  shows: (text: string) => boolean,
  end: () => unknown = () => vscode.commands.executeCommand('attentive.cancel'),
): Promise<Outcome> {
  await previewText(shows);
  await end();
  let isEnded = false;
  void run.then(() => (isEnded = true));
  // The user may keep what is finished: the run waits for that decision.
  await until(async () => isEnded || (await vscode.commands.executeCommand('attentive.discardPreview')) === true);
  return run;
}

/** Waits for a preview with a text for which `holds` is true, and returns it. */
export async function previewText(holds: (text: string) => boolean): Promise<vscode.TextDocument> {
  let found: vscode.TextDocument | undefined;
  await until(async () => {
    found = vscode.workspace.textDocuments.find(
      document => document.uri.scheme === 'attentive-preview' && !document.isClosed && holds(document.getText()),
    );
    return found !== undefined;
  });
  assert.ok(found);
  return found;
}

/** Waits until the condition holds; fails after half a minute. */
export async function until(holds: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (!(await holds())) {
    if (Date.now() > deadline) assert.fail('the condition did not hold within half a minute');
    await new Promise(resolve => setTimeout(resolve, 50));
  }
}

/** The text of another visible document than `own`. */
export function textBeside(own: vscode.TextDocument): Promise<string> {
  const other = vscode.window.visibleTextEditors.find(editor => editor.document !== own);
  return Promise.resolve(other?.document.getText() ?? '');
}

/** Waits until a preview can be accepted. */
export async function untilFinished(preview: vscode.TextDocument): Promise<void> {
  await until(async () => {
    const lenses = await vscode.commands.executeCommand<readonly vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      preview.uri,
    );
    return lenses.some(({ command }) => command?.command === 'attentive.acceptPreview');
  });
}
