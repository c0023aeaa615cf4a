// Hub cache: the models that Python or another client of the hub has downloaded. They are found in the cache's own layout
// (`models--OWNER--NAME/snapshots/COMMIT`, whose files may be links to `blobs`) and used in place.
import fs from 'node:fs/promises';
import path from 'node:path';
import type { JsonObject } from '../../base/json';
import { derivedCard } from '../../models/adding/card';
import { CARD_FILE } from '../../models/card';
import { type Catalog, entryOfRepository } from '../../models/catalog/catalog';
import { REQUIRED_FILES } from '../../models/hub/hubFiles';
import { chooseLayout } from '../../models/layout';
import { PRECISIONS } from '../../models/precision';
import { isModelId } from '../../models/storage/manifest';
import type { FileStore } from '../../models/store';
import { diskFolder } from '../files';

export interface CachedModel {
  readonly id: string;
  readonly commit: string;
  /** The folder of the snapshot. It is only read. */
  readonly folder: string;
}

/** The encoder-decoders with a tokenizer in a cache, each at the commit of its main branch, or at the one that was fetched last. */
export async function cachedModels(cache: string): Promise<CachedModel[]> {
  const names = await fs.readdir(cache).catch(() => []);
  const found = await Promise.all(names.sort().map(name => cachedModel(cache, name)));
  return found.filter(model => model !== undefined);
}

async function cachedModel(cache: string, name: string): Promise<CachedModel | undefined> {
  const id = /^models--(.+)$/.exec(name)?.[1].replace('--', '/');
  if (id === undefined || !isModelId(id)) return undefined;
  const folder = path.join(cache, name);
  const commit = (await mainCommit(folder)) ?? (await newestSnapshot(folder));
  if (commit === undefined) return undefined;
  const snapshot = path.join(folder, 'snapshots', commit);
  const files = new Set(await diskFolder(snapshot).list());
  const isComplete = REQUIRED_FILES.every(file => files.has(file));
  if (!isComplete || chooseLayout(files, PRECISIONS).kind === 'missing') return undefined;
  return { id, commit, folder: snapshot };
}

async function mainCommit(folder: string): Promise<string | undefined> {
  const commit = (await fs.readFile(path.join(folder, 'refs', 'main'), 'utf8').catch(() => '')).trim();
  return /^[0-9a-f]{40}$/.test(commit) ? commit : undefined;
}

async function newestSnapshot(folder: string): Promise<string | undefined> {
  const names = await fs.readdir(path.join(folder, 'snapshots')).catch(() => []);
  const dated = await Promise.all(
    names.map(async name => ({ name, at: (await fs.stat(path.join(folder, 'snapshots', name))).mtimeMs })),
  );
  return dated.sort((a, b) => b.at - a.at)[0]?.name;
}

/** The files of a cached model, with a card if it is known what the model can do and the snapshot has none. */
export async function openCached({ id, folder }: CachedModel, catalog: Catalog): Promise<FileStore> {
  const files = diskFolder(folder);
  if ((await files.list()).includes(CARD_FILE)) return files;
  const read = async (name: string): Promise<string> => new TextDecoder().decode(await files.read(name));
  const card =
    entryOfRepository(catalog, id)?.card ??
    derivedCard(id, await read('config.json'), await read('tokenizer_config.json'));
  return card === undefined ? files : withCard(files, card);
}

/** A folder to which a card is added without writing it. */
function withCard(files: FileStore, card: JsonObject): FileStore {
  const bytes = new TextEncoder().encode(JSON.stringify(card));
  return {
    location: files.location,
    list: async () => [...(await files.list()), CARD_FILE],
    read: async name => (name === CARD_FILE ? bytes.slice() : files.read(name)),
  };
}
