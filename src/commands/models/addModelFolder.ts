// Add model folder: the user chooses a folder, which becomes an entry of the setting modelFolders if its model can be
// read.
import * as vscode from 'vscode';
import { asAttentive } from '../../base/errors';
import { setting } from '../../settings';
import { showModelError } from './modelError';
import { type ModelPlaces, readModel } from './models';

export interface AddFolderContext {
  readonly places: ModelPlaces;
  readonly log: vscode.LogOutputChannel;
}

/**
 * Asks the user for a folder and adds it. True if it was added.
 *
 * @param replace an entry of the setting that is removed, because the chosen folder takes its place; undefined for none
 */
export async function addModelFolder({ places, log }: AddFolderContext, replace?: string): Promise<boolean> {
  const [uri] =
    (await vscode.window.showOpenDialog({
      title: vscode.l10n.t('Choose the folder of a model, with its attentive.json'),
      openLabel: vscode.l10n.t('Add This Model'),
      canSelectFiles: false,
      canSelectFolders: true,
    })) ?? [];
  if (uri === undefined) return false;
  const name = uri.scheme === 'file' ? uri.fsPath : uri.toString();
  try {
    const model = await readModel(places.folder(name));
    const folders = setting('modelFolders').filter(each => each !== name && each !== replace);
    const configuration = vscode.workspace.getConfiguration('attentive');
    await configuration.update('modelFolders', [...folders, name], vscode.ConfigurationTarget.Global);
    void vscode.window.showInformationMessage(
      vscode.l10n.t('“{0}” was added. What it can do is offered when you translate or summarize.', model.name),
    );
    return true;
  } catch (thrown) {
    log.error(`model folder ${name}: ${String(thrown)}`);
    void showModelError(asAttentive(thrown), { log });
    return false;
  }
}

/** Opens the setting in the settings of the machine on which the extension runs: the remote one if there is one. */
export async function openModelSettings(): Promise<void> {
  const query = 'attentive.modelFolders';
  if (vscode.env.remoteName === undefined) await vscode.commands.executeCommand('workbench.action.openSettings', query);
  else await vscode.commands.executeCommand('workbench.action.openRemoteSettings', { query });
}
