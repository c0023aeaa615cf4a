// Models: what is installed on this device.
import * as vscode from 'vscode';
import type { ModelCard } from '../models/card';
import { readModelFolder } from '../engine/modelFolder';
import { readCard } from '../models/folder';
import type { FileStore } from '../models/store';
import { setting } from '../settings';
import type { LoadableModel } from '../tasks/engineRoom';
import { sentenceOf } from './messages';

/** A model on this device. */
export interface InstalledModel extends LoadableModel {
  readonly card: ModelCard;
}

/** Where models are looked for. */
export interface ModelPlaces {
  readonly embedded: FileStore;
  /** A folder named in the settings: a path, or a URI. */
  folder(name: string): FileStore;
}

/** The embedded model and those of the settings. A folder that cannot be read is told of and left out. */
export async function installedModels(places: ModelPlaces, log: vscode.LogOutputChannel): Promise<InstalledModel[]> {
  const models = [await installedModel(places.embedded)];
  for (const name of setting('modelFolders')) {
    try {
      models.push(await installedModel(places.folder(name)));
    } catch (error) {
      log.error(`model folder ${name}: ${String(error)}`);
      void vscode.window.showWarningMessage(sentenceOf(error, vscode.l10n.t));
    }
  }
  return models;
}

async function installedModel(store: FileStore): Promise<InstalledModel> {
  const card = await readCard(store);
  return {
    // Two folders may hold the same model; the engine must not take one for the other.
    id: `${card.id} ${store.location}`,
    name: card.name,
    card,
    ...(card.maxSourceTokens === undefined ? {} : { maxSourceTokens: card.maxSourceTokens }),
    files: () => readModelFolder(store),
  };
}
