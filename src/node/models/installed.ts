// Installed: finds a model by its name among those that were added and those in the hub's cache.
import type { Catalog } from '../../models/catalog/catalog';
import type { Manifest } from '../../models/storage/manifest';
import type { FileStore } from '../../models/store';
import type { DiskStore } from './diskStore';
import { type CachedModel, cachedModels, openCached } from './hubCache';

export type InstalledModel =
  { readonly kind: 'added'; readonly manifest: Manifest } | { readonly kind: 'cached'; readonly cached: CachedModel };

export interface ModelPlaces {
  readonly store: DiskStore;
  /** The cache of the hub's own clients. */
  readonly cache: string;
  readonly catalog: Catalog;
}

/** All models on this machine: those that were added, and those of the hub's cache that were not. */
export async function installedModels({ store, cache }: Omit<ModelPlaces, 'catalog'>): Promise<InstalledModel[]> {
  const added = await store.list();
  const cached = (await cachedModels(cache)).filter(({ id }) => added.every(manifest => manifest.id !== id));
  return [
    ...added.map(manifest => ({ kind: 'added' as const, manifest })),
    ...cached.map(model => ({ kind: 'cached' as const, cached: model })),
  ];
}

/** The model with this id, or with this id in its card; undefined if there is none. */
export async function findInstalled(
  places: Omit<ModelPlaces, 'catalog'>,
  name: string,
): Promise<InstalledModel | undefined> {
  const all = await installedModels(places);
  return (
    all.find(model => idOf(model) === name) ??
    all.find(model => model.kind === 'added' && model.manifest.card['id'] === name)
  );
}

export function idOf(model: InstalledModel): string {
  return model.kind === 'added' ? model.manifest.id : model.cached.id;
}

/** The files of a model, with its card. */
export function openInstalled({ store, catalog }: ModelPlaces, model: InstalledModel): Promise<FileStore> {
  return model.kind === 'added' ? Promise.resolve(store.open(model.manifest)) : openCached(model.cached, catalog);
}

/** The folder of a model, in the layout of the hub. */
export function folderOf({ store }: Pick<ModelPlaces, 'store'>, model: InstalledModel): string {
  return model.kind === 'added' ? store.folderOf(model.manifest) : model.cached.folder;
}
