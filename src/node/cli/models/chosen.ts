// Chosen: the files of the model that `--model` names: a folder, or a model that was added or is in the hub's cache.
import fs from 'node:fs/promises';
import { isModelId } from '../../../models/storage/manifest';
import type { FileStore } from '../../../models/store';
import { diskFolder } from '../../files';
import { findInstalled, openInstalled } from '../../models/installed';
import { modelPlaces } from './context';

/** @param catalogFile the path of models/catalog.json */
export async function chosenModel(name: string, catalogFile: string): Promise<FileStore> {
  const isThere = (await fs.stat(name).catch(() => undefined)) !== undefined;
  if (isThere || !isModelId(name)) return diskFolder(name);
  const places = await modelPlaces(catalogFile);
  const found = await findInstalled(places, name);
  return found === undefined ? diskFolder(name) : openInstalled(places, found);
}
