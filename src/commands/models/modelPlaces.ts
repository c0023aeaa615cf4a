// Model places: the folders of models, found from the entries of the setting modelFolders.
import * as vscode from 'vscode';
import { AttentiveError } from '../../base/errors';
import type { FileStore } from '../../models/store';

/** A folder that may hold a model. */
export interface ModelPlace {
  readonly uri: vscode.Uri;
  readonly store: FileStore;
}

/** The folders in which models are searched for. */
export interface ModelPlaces {
  readonly embedded: ModelPlace;
  /**
   * The folder that an entry of the setting names by a path or a URI. The folder need not exist.
   *
   * @throws AttentiveError `model-missing-file` if the entry is no usable path or URI; data.why is a `FolderProblem`
   */
  folder(name: string): ModelPlace;
}

/**
 * Why the folder itself cannot be read: `data.why` of a `model-missing-file`. `no-folder`: it does not exist.
 * `relative`: its path is not absolute. `no-home`: its path begins with ~, but the host has no home folder. `no-disk`:
 * it is a path, but the host can only read URIs.
 */
export type FolderProblem = 'no-folder' | 'relative' | 'no-home' | 'no-disk';

/** The differences between the file systems of the hosts. */
export interface FolderHost {
  /** The home folder that a leading ~ stands for; none in a browser. */
  readonly home: string | undefined;
  /** Whether the host can read paths of a disk; if not, it can read only URIs. */
  readonly hasDisk: boolean;
}

/**
 * The folder that an entry of the setting names.
 *
 * @throws AttentiveError `model-missing-file`; data.why is a `FolderProblem`
 */
export function folderUri(name: string, { home, hasDisk }: FolderHost): vscode.Uri {
  const entry = name.trim();
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(entry)) return vscode.Uri.parse(entry);
  const fromHome = /^~(?=$|[\\/])/.test(entry);
  if (fromHome && home === undefined) throw folderProblem(name, 'no-home');
  const path = fromHome ? `${home}${entry.slice(1)}` : entry;
  if (!/^(?:[\\/]|[a-z]:[\\/])/i.test(path)) throw folderProblem(name, 'relative');
  if (!hasDisk) throw folderProblem(name, 'no-disk');
  return vscode.Uri.file(path);
}

export function folderProblem(folder: string, why: FolderProblem): AttentiveError {
  return new AttentiveError('model-missing-file', `${folder}: ${why}`, { folder, why, file: '' });
}
