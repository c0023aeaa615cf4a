// Files (web): reads a model folder through the editor's file systems, as a FileStore.
import * as vscode from 'vscode';
import { AttentiveError } from '../base/errors';
import { CARD_FILE, parseCard } from '../models/card';
import type { FileStore } from '../models/store';

export function workspaceFolder(folder: vscode.Uri): FileStore {
  const location = folder.toString(true);
  const read = async (name: string): Promise<Uint8Array<ArrayBuffer>> => {
    try {
      // A separate buffer, so that it can be transferred to the worker.
      return Uint8Array.from(await vscode.workspace.fs.readFile(vscode.Uri.joinPath(folder, name)));
    } catch (error) {
      const data = { file: name, folder: location };
      throw new AttentiveError('model-missing-file', `${location} has no readable ${name}`, data, { cause: error });
    }
  };
  return {
    location,
    read,
    async list() {
      // A folder on a web server, such as that of the built-in model, cannot be listed: its card names the files.
      return (await listed(folder, '')) ?? parseCard(new TextDecoder().decode(await read(CARD_FILE))).files ?? [];
    },
  };
}

/** The files of a folder and of its direct subfolders; undefined if the folder cannot be listed. */
async function listed(folder: vscode.Uri, prefix: string): Promise<string[] | undefined> {
  try {
    const entries = await vscode.workspace.fs.readDirectory(folder);
    const names: string[] = [];
    for (const [name, type] of entries) {
      if ((type & vscode.FileType.File) !== 0) names.push(prefix + name);
      if ((type & vscode.FileType.Directory) !== 0 && prefix === '') {
        names.push(...((await listed(vscode.Uri.joinPath(folder, name), `${name}/`)) ?? []));
      }
    }
    return names;
  } catch {
    return undefined;
  }
}
