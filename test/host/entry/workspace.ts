// Workspace: writes the tests' workspace into the opened folder of a VS Code without a disk.
import * as vscode from 'vscode';

let filled: Promise<void> | undefined;

/** Writes the files on the first call only: later changes by tests stay. */
export function fillWorkspace(): Promise<void> {
  filled ??= fill();
  return filled;
}

async function fill(): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  if (folder === undefined) throw new Error('The workbench opened no folder.');
  await vscode.workspace.fs.createDirectory(folder);
  for (const [path, base64] of Object.entries(__WORKSPACE__)) {
    const bytes = Uint8Array.from(atob(base64), character => character.charCodeAt(0));
    await vscode.workspace.fs.writeFile(vscode.Uri.joinPath(folder, path), bytes);
  }
}
