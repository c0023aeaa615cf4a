// Model places: the folders of models, found from the lines of the setting modelFolders.
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
   * The folder that a line of the setting names by a path or a URI. It need not exist.
   *
   * @throws AttentiveError `model-missing-file` if the line is no usable path or URI; data.why is a `FolderProblem`
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
 * The folder that a line of the setting names.
 *
 * @throws AttentiveError `model-missing-file`; data.why is a `FolderProblem`
 */
export function folderUri(name: string, { home, hasDisk }: FolderHost): vscode.Uri {
  const words = name.trim();
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(words)) return vscode.Uri.parse(words);
  const fromHome = /^~(?=$|[\\/])/.test(words);
  if (fromHome && home === undefined) throw folderProblem(name, 'no-home');
  const path = fromHome ? `${home}${words.slice(1)}` : words;
  if (!/^(?:[\\/]|[a-z]:[\\/])/i.test(path)) throw folderProblem(name, 'relative');
  if (!hasDisk) throw folderProblem(name, 'no-disk');
  return vscode.Uri.file(path);
}

export function folderProblem(folder: string, why: FolderProblem): AttentiveError {
  return new AttentiveError('model-missing-file', `${folder}: ${why}`, { folder, why, file: '' });
}
