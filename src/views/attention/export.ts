// Attention export: what the page made of its picture, saved where the user says.
import * as vscode from 'vscode';
import type { SaveOutcome, SaveRequest } from './protocol';
import { writeWhole } from '../page/wholeFile';

/** Asks where, and writes. What goes wrong is told in one sentence. */
export async function saveExport({ format, name, bytes }: SaveRequest, location: vscode.Uri): Promise<SaveOutcome> {
  const kind = FORMATS[format];
  const uri = await vscode.window.showSaveDialog({
    title: vscode.l10n.t('Save the Attention'),
    defaultUri: vscode.Uri.joinPath(folderOf(location), `${fileName(name)}.${format}`),
    filters: { [kind]: [format] },
  });
  if (uri === undefined) return { kind: 'cancelled' };
  const saved = uri.path.split('/').at(-1) ?? '';
  const beside = uri.with({ path: `${uri.path}.${crypto.randomUUID().slice(0, 8)}.part` });
  try {
    await writeWhole(FILES, uri, beside, bytes);
    // The page is answered at once, whatever is done about the file.
    void reportSaved(uri, saved);
    return { kind: 'saved', name: saved };
  } catch (error) {
    const why = (error instanceof Error ? error.message : String(error)).replace(/\.+$/, '');
    return { kind: 'failed', why: vscode.l10n.t('{0} could not be saved: {1}.', saved, why) };
  }
}

/** Says which file was written, and leads to it. */
async function reportSaved(uri: vscode.Uri, name: string): Promise<void> {
  const open = vscode.l10n.t('Open');
  const reveal = vscode.l10n.t('Show in Folder');
  const hasFolders = vscode.env.uiKind === vscode.UIKind.Desktop && vscode.env.remoteName === undefined;
  const inWorkspace = vscode.workspace.getWorkspaceFolder(uri) !== undefined;
  const buttons = hasFolders || inWorkspace ? [open, reveal] : [open];
  const chosen = await vscode.window.showInformationMessage(vscode.l10n.t('{0} was saved.', name), ...buttons);
  if (chosen === open) await vscode.commands.executeCommand('vscode.open', uri);
  if (chosen === reveal) {
    await vscode.commands.executeCommand(hasFolders ? 'revealFileInOS' : 'revealInExplorer', uri);
  }
}

/** Says in the status bar that something was copied: what stands in the page goes to the screen reader alone. */
export async function copyText(text: string): Promise<void> {
  await vscode.env.clipboard.writeText(text);
  vscode.window.setStatusBarMessage(vscode.l10n.t('Attentive: copied to the clipboard'), COPIED_MS);
}

const COPIED_MS = 5000;

const FORMATS = { svg: 'SVG', png: 'PNG', json: 'JSON', csv: 'CSV', html: 'HTML' } as const;

const FILES = {
  write: (uri: vscode.Uri, bytes: Uint8Array) => vscode.workspace.fs.writeFile(uri, bytes),
  move: (from: vscode.Uri, to: vscode.Uri) => vscode.workspace.fs.rename(from, to, { overwrite: true }),
  remove: (uri: vscode.Uri) => vscode.workspace.fs.delete(uri),
  exists: async (uri: vscode.Uri) => {
    try {
      await vscode.workspace.fs.stat(uri);
      return true;
    } catch {
      return false;
    }
  },
};

/** Beside the document if that lies in a folder, else in the workspace. */
function folderOf(location: vscode.Uri): vscode.Uri {
  const isWritable = vscode.workspace.fs.isWritableFileSystem(location.scheme) === true;
  if (isWritable && location.scheme !== 'untitled') return vscode.Uri.joinPath(location, '..');
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  return folder?.uri ?? vscode.Uri.file('/');
}

/** A name that every file system takes. */
function fileName(name: string): string {
  const plain = name.replace(/[^\p{L}\p{N}._ -]+/gu, '-').replace(/^[. -]+|[. -]+$/g, '');
  return plain.slice(0, 80) || 'attention';
}
