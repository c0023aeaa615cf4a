// Models: the models that are installed on this device.
import * as vscode from 'vscode';
import { asAttentive, AttentiveError } from '../../base/errors';
import { CARD_FILE, type ModelCard } from '../../models/card';
import { readModelFolder } from '../../engine/modelFolder';
import { withFolderName, readCard } from '../../models/folder';
import { setting } from '../../settings';
import type { LoadableModel } from '../../tasks/enginePool';
import { folderProblem, type ModelPlace, type ModelPlaces } from './modelPlaces';
import { showModelError } from './modelError';

export type { ModelPlaces } from './modelPlaces';

/** A model on this device. */
export interface InstalledModel extends LoadableModel {
  readonly card: ModelCard;
}

/** The embedded model and those of the setting modelFolders. A warning is shown for each folder that cannot be read. */
export async function installedModels(places: ModelPlaces, log: vscode.LogOutputChannel): Promise<InstalledModel[]> {
  const models = [await readModel(places.embedded)];
  for (const name of setting('modelFolders')) {
    try {
      models.push(await readModel(places.folder(name)));
    } catch (thrown) {
      log.error(`model folder ${name}: ${String(thrown)}`);
      // The warning is not awaited: the command continues with the other models.
      void showModelError(asAttentive(thrown), { log, isWarning: true, setting: name });
    }
  }
  return models;
}

/**
 * The installed models by their ids. The folder of each is read only once, because the Attention view asks for its model
 * with every request.
 */
export class ModelsById {
  private readonly known = new Map<string, Promise<InstalledModel>>();

  constructor(private readonly places: ModelPlaces) {}

  /** @throws AttentiveError `bad-request` if no model with this id is installed any more */
  get(id: string): Promise<InstalledModel> {
    const known = this.known.get(id);
    if (known !== undefined) return known;
    const reading = modelWithId(id, this.places);
    this.known.set(id, reading);
    // A failed reading is not kept: the next request reads the folder again, because the user may have corrected it.
    reading.catch(() => {
      // After `clear`, another reading of this model may have been stored; that one stays.
      if (this.known.get(id) === reading) this.known.delete(id);
    });
    return reading;
  }

  /** Forgets all models. Called when the setting modelFolders has changed. */
  clear(): void {
    this.known.clear();
  }
}

async function modelWithId(id: string, places: ModelPlaces): Promise<InstalledModel> {
  const { name, location } = partsOf(id);
  for (const place of [places.embedded, ...foldersOf(places)]) {
    if (place.store.location !== location) continue;
    const model = await readModel(place);
    if (model.id === id) return model;
  }
  throw new AttentiveError('bad-request', `${name} in ${location} is not installed`, { name, why: notInstalled() });
}

/** The folders of the setting modelFolders; entries that are no path or URI are left out. */
function foldersOf(places: ModelPlaces): ModelPlace[] {
  return setting('modelFolders').flatMap(name => {
    try {
      return [places.folder(name)];
    } catch {
      return [];
    }
  });
}

/** The reason, for a message, why a model that a caller named cannot be used. */
export function notInstalled(): string {
  return vscode.l10n.t('it is not installed');
}

/**
 * The model in a folder.
 *
 * @throws AttentiveError `model-missing-file`, `model-broken-file`
 */
export async function readModel(place: ModelPlace): Promise<InstalledModel> {
  const { store } = place;
  const card = await readCard(store).catch(async thrown => {
    const error = asAttentive(thrown);
    const isMissing = error.code === 'model-missing-file' && error.data['file'] === CARD_FILE;
    throw isMissing && !(await isFolder(place.uri)) ? folderProblem(store.location, 'no-folder') : error;
  });
  return {
    // The location is part of the id, because two folders may hold different files of a model of the same name.
    id: idOf(card.id, store.location),
    name: card.name,
    card,
    ...(card.maxSourceTokens === undefined ? {} : { maxSourceTokens: card.maxSourceTokens }),
    files: () => withFolderName(store, () => readModelFolder(store)),
  };
}

async function isFolder(uri: vscode.Uri): Promise<boolean> {
  try {
    return ((await vscode.workspace.fs.stat(uri)).type & vscode.FileType.Directory) !== 0;
  } catch {
    return false;
  }
}

/**
 * The id of a model in a folder: the card's id and the folder's location. A line end separates them, because neither
 * contains one; both may contain spaces.
 */
function idOf(name: string, location: string): string {
  return `${name}\n${location}`;
}

function partsOf(id: string): { readonly name: string; readonly location: string } {
  const [name = '', location = ''] = id.split('\n');
  return { name, location };
}
