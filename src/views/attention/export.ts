// Export: saves the files that the page makes, under a name that the user chooses, and copies text.
import * as vscode from 'vscode';
import { beginningOf } from '../../base/excerpt';
import type { SaveOutcome, SaveRequest } from './protocol';
import { writeAtomically } from '../page/atomicFile';

/** Asks for a file name and writes the file. A failure is returned as a sentence for the reader, not thrown. */
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
    await writeAtomically(FILES, uri, beside, bytes);
    // Not awaited: the page must get its answer before the user dismisses the message.
    void reportSaved(uri, saved);
    return { kind: 'saved', name: saved };
  } catch (error) {
    const why = (error instanceof Error ? error.message : String(error)).replace(/\.+$/, '');
    return { kind: 'failed', why: vscode.l10n.t('{0} could not be saved: {1}.', saved, why) };
  }
}

/** Shows which file was written, with buttons to open it and to reveal its folder. */
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

/** Copies text, and says so in the status bar, because the page's own message is only for screen readers. */
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

/** The folder of the document if its file system is writable, otherwise the first folder of the workspace. */
function folderOf(location: vscode.Uri): vscode.Uri {
  const isWritable = vscode.workspace.fs.isWritableFileSystem(location.scheme) === true;
  if (isWritable && location.scheme !== 'untitled') return vscode.Uri.joinPath(location, '..');
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  return folder?.uri ?? vscode.Uri.file('/');
}

/** A file name that is valid in every file system. */
function fileName(name: string): string {
  const plain = name.replace(/[^\p{L}\p{N}._ -]+/gu, '-').replace(/^[. -]+|[. -]+$/g, '');
  return beginningOf(plain, 80) || 'attention';
}
