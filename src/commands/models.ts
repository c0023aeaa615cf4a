// Models: what is installed on this device.
import * as vscode from 'vscode';
import { AttentiveError } from '../base/errors';
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

/**
 * The model that an earlier run named so.
 *
 * @throws AttentiveError `bad-request` if it is not installed any more
 */
export async function modelNamed(id: string, places: ModelPlaces): Promise<InstalledModel> {
  const stores = [places.embedded, ...setting('modelFolders').map(name => places.folder(name))];
  for (const store of stores) {
    if (!id.endsWith(` ${store.location}`)) continue;
    const model = await installedModel(store);
    if (model.id === id) return model;
  }
  const name = id.split(' ')[0];
  throw new AttentiveError('bad-request', `${id} is not installed`, { name, why: notInstalled() });
}

/** Why a model that was named cannot be used. */
export function notInstalled(): string {
  return vscode.l10n.t('it is not installed');
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
