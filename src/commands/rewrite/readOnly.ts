// Read-only: whether a document can be written to, as far as that is known before an edit is tried.
import * as vscode from 'vscode';

/** `fileSystem`: nothing can be written there. `settings`: the user’s settings lock the editor, unless they unlocked it. */
export type ReadOnlyReason = 'fileSystem' | 'settings';

export async function readOnlyReason(document: vscode.TextDocument): Promise<ReadOnlyReason | undefined> {
  const uri = fileUriOf(document);
  if (uri.scheme === 'untitled') return undefined;
  if (vscode.workspace.fs.isWritableFileSystem(uri.scheme) !== true) return 'fileSystem';
  if (isLockedBySettings(uri, document)) return 'settings';
  try {
    const { permissions = 0 } = await vscode.workspace.fs.stat(uri);
    return (permissions & vscode.FilePermission.Readonly) === 0 ? undefined : 'fileSystem';
  } catch {
    // A document whose file is gone can still be edited.
    return undefined;
  }
}

/** `files.readonlyInclude` without `files.readonlyExclude`, as the editor reads them. */
function isLockedBySettings(uri: vscode.Uri, document: vscode.TextDocument): boolean {
  const files = vscode.workspace.getConfiguration('files', uri);
  const matches = (name: string): boolean =>
    Object.entries(files.get<Readonly<Record<string, unknown>>>(name) ?? {}).some(
      ([glob, isOn]) =>
        isOn === true && patternsOf(glob).some(pattern => vscode.languages.match({ pattern }, document) > 0),
    );
  return matches('readonlyInclude') && !matches('readonlyExclude');
}

/** A glob is relative to each folder of the workspace, if it is no absolute path. */
function patternsOf(glob: string): vscode.GlobPattern[] {
  if (/^(?:\/|[a-z]:)/i.test(glob)) return [glob];
  const folders = vscode.workspace.workspaceFolders ?? [];
  return folders.length === 0 ? [glob] : folders.map(folder => new vscode.RelativePattern(folder, glob));
}

/** The URI of the file in which the document is saved; for a cell that of its notebook. */
function fileUriOf(document: vscode.TextDocument): vscode.Uri {
  const notebook = vscode.workspace.notebookDocuments.find(candidate =>
    candidate.getCells().some(cell => cell.document === document),
  );
  return notebook?.uri ?? document.uri;
}
