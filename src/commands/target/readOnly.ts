// Read-only: finds out whether a document is read-only, as far as that is known before an edit is tried.
import * as vscode from 'vscode';

/**
 * Why a document is read-only. `fileSystem`: its file cannot be written. `settings`: the setting
 * `files.readonlyInclude` makes its editor read-only. (The user may have made that editor writable for this session, which
 * is not known here.)
 */
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

/**
 * Whether `files.readonlyInclude` matches a document and `files.readonlyExclude` does not, as the editor applies them.
 */
function isLockedBySettings(uri: vscode.Uri, document: vscode.TextDocument): boolean {
  const files = vscode.workspace.getConfiguration('files', uri);
  const matches = (name: string): boolean =>
    Object.entries(files.get<Readonly<Record<string, unknown>>>(name) ?? {}).some(
      ([glob, isOn]) =>
        isOn === true && patternsOf(glob).some(pattern => vscode.languages.match({ pattern }, document) > 0),
    );
  return matches('readonlyInclude') && !matches('readonlyExclude');
}

/**
 * The patterns of a glob: one for each folder of the workspace, because a glob that is no absolute path is relative to a
 * folder.
 */
function patternsOf(glob: string): vscode.GlobPattern[] {
  if (/^(?:\/|[a-z]:)/i.test(glob)) return [glob];
  const folders = vscode.workspace.workspaceFolders ?? [];
  return folders.length === 0 ? [glob] : folders.map(folder => new vscode.RelativePattern(folder, glob));
}

/** The URI of the file in which a document is saved; for a cell of a notebook it is the URI of the notebook. */
function fileUriOf(document: vscode.TextDocument): vscode.Uri {
  const notebook = vscode.workspace.notebookDocuments.find(candidate =>
    candidate.getCells().some(cell => cell.document === document),
  );
  return notebook?.uri ?? document.uri;
}
