// Collection: reads the manifests of a disk store, and removes the contents that no model has any more.
import fs from 'node:fs/promises';
import path from 'node:path';
import { keyOf } from '../../models/storage/digest';
import { type Manifest, parseManifest } from '../../models/storage/manifest';
import { isHeld } from './lock';

interface Manifests {
  readonly manifests: readonly Manifest[];
  /** Whether each manifest could be read: one that could not may have been written by a newer version of Attentive. */
  readonly areAllKnown: boolean;
}

export async function readManifests(folder: string): Promise<Manifests> {
  const names = await fs.readdir(folder).catch(() => []);
  const manifests: Manifest[] = [];
  let areAllKnown = true;
  for (const name of names.filter(each => each.endsWith('.json')).sort()) {
    try {
      manifests.push(parseManifest(name, await fs.readFile(path.join(folder, name), 'utf8')));
    } catch (error) {
      // A manifest that was removed just now is no unknown one.
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') areAllKnown = false;
    }
  }
  return { manifests, areAllKnown };
}

/** Unfinished contents that nobody has gone on with for so long are removed. */
const ABANDONED_MS = 30 * 24 * 3600 * 1000;

/**
 * Removes contents and folders that no manifest names, and returns the number of bytes. `folderNameOf` gives a model's folder below
 * `models`. Nothing is removed while a model is being
 * added, or while there is a manifest that cannot be read: it may need them.
 */
export async function collect(root: string, folderNameOf: (manifest: Manifest) => string): Promise<number> {
  const { manifests, areAllKnown } = await readManifests(path.join(root, 'manifests'));
  const marks = await fs.readdir(path.join(root, 'adding'));
  const held = await Promise.all(marks.map(mark => isHeld(path.join(root, 'adding', mark))));
  for (const mark of marks.filter((_, at) => held[at] === false))
    await fs.rm(path.join(root, 'adding', mark), { force: true });
  if (!areAllKnown || held.includes(true)) return 0;
  const used = new Set(manifests.flatMap(({ files }) => files.map(({ digest }) => keyOf(digest))));
  const folders = new Set(manifests.map(folderNameOf));
  for (const model of await fs.readdir(path.join(root, 'models'))) {
    for (const version of await fs.readdir(path.join(root, 'models', model))) {
      if (folders.has(path.join(model, version))) continue;
      await fs.rm(path.join(root, 'models', model, version), { recursive: true, force: true });
    }
    await fs.rmdir(path.join(root, 'models', model)).catch(() => undefined);
  }
  const freed = await removeFiles(path.join(root, 'blobs'), name => !used.has(name));
  const limit = Date.now() - ABANDONED_MS;
  return freed + (await removeFiles(path.join(root, 'unfinished'), (_, touched) => touched < limit));
}

async function removeFiles(folder: string, isUnused: (name: string, touched: number) => boolean): Promise<number> {
  let freed = 0;
  for (const name of await fs.readdir(folder)) {
    const { size, mtimeMs } = await fs.stat(path.join(folder, name));
    if (!isUnused(name, mtimeMs)) continue;
    await fs.rm(path.join(folder, name), { force: true });
    freed += size;
  }
  return freed;
}
