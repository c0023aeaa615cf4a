// Models: what is installed on this device.
import * as vscode from 'vscode';
import { asAttentive, AttentiveError } from '../../base/errors';
import { CARD_FILE, type ModelCard } from '../../models/card';
import { readModelFolder } from '../../engine/modelFolder';
import { inFolder, readCard } from '../../models/folder';
import { setting } from '../../settings';
import type { LoadableModel } from '../../tasks/enginePool';
import { folderProblem, type ModelPlace, type ModelPlaces } from './modelPlaces';
import { showModelError } from './modelError';

export type { ModelPlaces } from './modelPlaces';

/** A model on this device. */
export interface InstalledModel extends LoadableModel {
  readonly card: ModelCard;
}

/** The embedded model and those of the settings. A folder that cannot be read is told of and left out. */
export async function installedModels(places: ModelPlaces, log: vscode.LogOutputChannel): Promise<InstalledModel[]> {
  const models = [await readModel(places.embedded)];
  for (const name of setting('modelFolders')) {
    try {
      models.push(await readModel(places.folder(name)));
    } catch (thrown) {
      log.error(`model folder ${name}: ${String(thrown)}`);
      // It does not wait for an answer: the other models are there.
      void showModelError(asAttentive(thrown), { log, isWarning: true, setting: name });
    }
  }
  return models;
}

/** Models by the names that runs hold. Each is read once, as a view asks for it again with every piece that it shows. */
export class NamedModels {
  private readonly known = new Map<string, Promise<InstalledModel>>();

  constructor(private readonly places: ModelPlaces) {}

  /** @throws AttentiveError `bad-request` if it is not installed any more */
  named(id: string): Promise<InstalledModel> {
    const known = this.known.get(id);
    if (known !== undefined) return known;
    const reading = modelNamed(id, this.places);
    this.known.set(id, reading);
    // What failed may be mended meanwhile.
    reading.catch(() => this.known.delete(id));
    return reading;
  }

  /** The settings name other folders now. */
  forget(): void {
    this.known.clear();
  }
}

async function modelNamed(id: string, places: ModelPlaces): Promise<InstalledModel> {
  const { name, location } = partsOf(id);
  for (const place of [places.embedded, ...foldersOf(places)]) {
    if (place.store.location !== location) continue;
    const model = await readModel(place);
    if (model.id === id) return model;
  }
  throw new AttentiveError('bad-request', `${name} in ${location} is not installed`, { name, why: notInstalled() });
}

/** The folders of the settings, but for lines that name none. */
function foldersOf(places: ModelPlaces): ModelPlace[] {
  return setting('modelFolders').flatMap(name => {
    try {
      return [places.folder(name)];
    } catch {
      return [];
    }
  });
}

/** Why a model that was named cannot be used. */
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
    // Two folders may hold the same model; the engine must not take one for the other.
    id: idOf(card.id, store.location),
    name: card.name,
    card,
    ...(card.maxSourceTokens === undefined ? {} : { maxSourceTokens: card.maxSourceTokens }),
    files: () => inFolder(store, () => readModelFolder(store)),
  };
}

async function isFolder(uri: vscode.Uri): Promise<boolean> {
  try {
    return ((await vscode.workspace.fs.stat(uri)).type & vscode.FileType.Directory) !== 0;
  } catch {
    return false;
  }
}

/** Neither a card's id nor a path has a line end, while both may have blanks. */
function idOf(name: string, location: string): string {
  return `${name}\n${location}`;
}

function partsOf(id: string): { readonly name: string; readonly location: string } {
  const [name = '', location = ''] = id.split('\n');
  return { name, location };
}
