// Model places: the folders of models, from the lines of the setting.
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
   * A folder named in the settings: a path, or a URI.
   *
   * @throws AttentiveError `model-missing-file` if the name cannot be that of a folder; data.why is a `FolderProblem`
   */
  folder(name: string): ModelPlace;
}

/** Why the folder itself cannot be read: `data.why` of a `model-missing-file`. */
export type FolderProblem = 'no-folder' | 'relative' | 'no-home' | 'no-disk';

/** What the file systems of the hosts differ in. */
export interface FolderHost {
  /** The home folder that a leading ~ stands for; none in a browser. */
  readonly home: string | undefined;
  /** Whether paths of a disk can be read; if not, only URIs can. */
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
