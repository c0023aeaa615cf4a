// Attention export: what the page made of its picture, saved where the user says.
import * as vscode from 'vscode';
import type { SaveOutcome, SaveRequest } from './attentionProtocol';
import { writeWhole } from './wholeFile';

/** Asks where, and writes. What goes wrong is told in one sentence. */
export async function saveExport({ format, name, bytes }: SaveRequest, home: vscode.Uri): Promise<SaveOutcome> {
  const kind = FORMATS[format];
  const uri = await vscode.window.showSaveDialog({
    title: vscode.l10n.t('Save the Attention'),
    defaultUri: vscode.Uri.joinPath(folderOf(home), `${fileName(name)}.${format}`),
    filters: { [kind]: [format] },
  });
  if (uri === undefined) return { kind: 'cancelled' };
  const saved = uri.path.split('/').at(-1) ?? '';
  const beside = uri.with({ path: `${uri.path}.${crypto.randomUUID().slice(0, 8)}.part` });
  try {
    await writeWhole(FILES, uri, beside, bytes);
    return { kind: 'saved', name: saved };
  } catch (error) {
    const why = (error instanceof Error ? error.message : String(error)).replace(/\.+$/, '');
    return { kind: 'failed', why: vscode.l10n.t('{0} could not be saved: {1}.', saved, why) };
  }
}

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
function folderOf(home: vscode.Uri): vscode.Uri {
  const isWritable = vscode.workspace.fs.isWritableFileSystem(home.scheme) === true;
  if (isWritable && home.scheme !== 'untitled') return vscode.Uri.joinPath(home, '..');
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  return folder?.uri ?? vscode.Uri.file('/');
}

/** A name that every file system takes. */
function fileName(name: string): string {
  const plain = name.replace(/[^\p{L}\p{N}._ -]+/gu, '-').replace(/^[. -]+|[. -]+$/g, '');
  return plain.slice(0, 80) || 'attention';
}
