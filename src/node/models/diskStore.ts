// Disk store: the store of models as a folder on disk. `blobs` has each content under its digest, `unfinished` those that are being
// downloaded, `manifests` a file for each model, `models` a folder for each model with links to its contents, `locks` the locks.
import crypto from 'node:crypto';
import { createReadStream } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import { AttentiveError, asAttentive, storeFailed, throwIfAborted } from '../../base/errors';
import { CARD_FILE } from '../../models/card';
import { keyOf } from '../../models/storage/digest';
import { type Manifest, manifestText, type StoredFile } from '../../models/storage/manifest';
import type { ModelStore } from '../../models/storage/modelStore';
import { diskFolder } from '../files';
import { collect, readManifests } from './collection';
import { nodeHasher } from './hasher';
import { withLock } from './lock';
import { reasonOf, Unfinished } from './unfinished';

/** A store on disk: besides what every store has, the folder of each model. */
export interface DiskStore extends ModelStore {
  /** The folder of a model, in the layout of the hub and with its card. It is only to be read. */
  folderOf(manifest: Manifest): string;
  /**
   * Checks the contents of a model against their digests. Damaged ones are removed with the model's folder, so that adding the model
   * again brings just these.
   *
   * @returns the names of the files that are missing or damaged
   */
  verify(manifest: Manifest, onSize: (bytes: number) => void, signal: AbortSignal): Promise<readonly string[]>;
}

/** @param root the folder of the store; it is made when something is added */
export function diskStore(root: string): DiskStore {
  const places = placesOf(root);
  const guarded = <T>(work: () => Promise<T>): Promise<T> => withStoreErrors(root, work);
  return {
    location: root,
    list: async () => (await readManifests(places.at('manifests'))).manifests,
    has: file => isThere(places, file),
    folderOf: places.folderOf,
    open: manifest => diskFolder(places.folderOf(manifest)),
    verify: (manifest, onSize, signal) => guarded(() => removeDamaged(manifest, places, { onSize, signal })),
    put: (file, fill, signal) => guarded(() => put(places, file, fill, signal)),
    adding: (id, signal, work) => guarded(() => adding(places, id, signal, work)),
    publish: manifest => guarded(() => publish(places, manifest)),
    remove: id => guarded(() => removeModel(places, id)),
  };
}

/** Where the parts of a store are. */
interface Places {
  readonly root: string;
  readonly at: (...parts: string[]) => string;
  /** The path of a content. */
  readonly blob: (file: StoredFile) => string;
  readonly folderOf: (manifest: Manifest) => string;
}

function placesOf(root: string): Places {
  const at = (...parts: string[]): string => path.join(root, ...parts);
  return {
    root,
    at,
    blob: file => at('blobs', keyOf(file.digest)),
    folderOf: manifest => at('models', folderNameOf(manifest)),
  };
}

async function prepare({ at }: Places): Promise<void> {
  for (const name of ['blobs', 'unfinished', 'manifests', 'models', 'locks', 'adding']) {
    await fs.mkdir(at(name), { recursive: true });
  }
}

async function isThere({ blob }: Places, file: StoredFile): Promise<boolean> {
  return (await fs.stat(blob(file)).catch(() => undefined))?.size === file.size;
}

async function put(places: Places, file: StoredFile, fill: Fill, signal: AbortSignal): Promise<void> {
  await prepare(places);
  await withLock(places.at('locks', keyOf(file.digest)), signal, async () => {
    if (!(await isThere(places, file))) await finish(places, file, fill);
  });
}

/** How a content is brought to its whole size. */
type Fill = Parameters<ModelStore['put']>[1];

async function adding<T>(places: Places, id: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  await prepare(places);
  const mark = places.at('adding', `${fileNameOf(id)}.${crypto.randomUUID()}`);
  // A process that removes contents holds the lock of the store, so that this mark is made before or after, not meanwhile.
  const lock = places.at('locks', 'store');
  const marked = await withLock(lock, signal, async () => markedWork(mark, signal, work));
  return marked.done;
}

async function publish(places: Places, manifest: Manifest): Promise<void> {
  for (const file of manifest.files) {
    if (await isThere(places, file)) continue;
    throw storeFailed(places.root, `${file.name} of ${manifest.id} is not there; add the model again`);
  }
  await link(manifest, places.folderOf(manifest), places.blob);
  await writeWhole(places.at('manifests', `${fileNameOf(manifest.id)}.json`), manifestText(manifest));
}

async function removeModel(places: Places, id: string): Promise<number> {
  await prepare(places);
  return withLock(places.at('locks', 'store'), new AbortController().signal, async () => {
    await fs.rm(places.at('manifests', `${fileNameOf(id)}.json`), { force: true });
    return collect(places.root, folderNameOf);
  });
}

/**
 * The folder of a model below `models`. Its name has a digest of all that is in it, so that a folder with this name is complete and
 * need not be changed.
 */
function folderNameOf({ id, version, files, card }: Manifest): string {
  const content = JSON.stringify([files.map(({ name, digest }) => [name, keyOf(digest)]), card]);
  const digest = crypto.createHash('sha256').update(content).digest('hex');
  return path.join(fileNameOf(id), `${version.slice(0, 12)}-${digest.slice(0, 12)}`);
}

/** The name of a file for the id of a model. */
function fileNameOf(id: string): string {
  return id.replace('/', '--');
}

/**
 * Starts work and resolves as soon as its mark is there; `done` is the work's result. The mark is a lock, so that the mark of a process
 * that has ended does not count.
 */
async function markedWork<T>(mark: string, signal: AbortSignal, work: () => Promise<T>): Promise<{ done: Promise<T> }> {
  let begun: () => void = () => undefined;
  const marked = new Promise<void>(resolve => (begun = resolve));
  const done = withLock(mark, signal, () => {
    begun();
    return work();
  });
  await Promise.race([marked, done]);
  done.catch(() => undefined);
  return { done };
}

/** Completes an unfinished content and gives it its final name. */
async function finish({ root, at, blob }: Places, file: StoredFile, fill: Fill): Promise<void> {
  const part = at('unfinished', keyOf(file.digest));
  const unfinished = await Unfinished.open(part, root);
  try {
    await fill(unfinished);
  } finally {
    await unfinished.close();
  }
  const { size } = await fs.stat(part);
  if (size !== file.size) {
    await fs.rm(part, { force: true });
    throw storeFailed(root, `another program changed ${part}; add the model again`);
  }
  await fs.rename(part, blob(file));
  await fs.rm(`${part}.etag`, { force: true });
}

/** Makes the folder of a model: each file is a hard link to its content, or a copy where the file system has no links. */
async function link(manifest: Manifest, folder: string, blob: (file: StoredFile) => string): Promise<void> {
  if ((await fs.stat(folder).catch(() => undefined)) !== undefined) return;
  const temporary = `${folder}.${crypto.randomUUID()}.part`;
  await fs.rm(temporary, { recursive: true, force: true });
  await fs.mkdir(temporary, { recursive: true });
  for (const file of manifest.files) {
    const name = path.join(temporary, file.name);
    await fs.mkdir(path.dirname(name), { recursive: true });
    await fs.link(blob(file), name).catch(() => fs.copyFile(blob(file), name));
  }
  await fs.writeFile(path.join(temporary, CARD_FILE), `${JSON.stringify(manifest.card, undefined, 2)}\n`);
  try {
    await fs.rename(temporary, folder);
  } catch (error) {
    await fs.rm(temporary, { recursive: true, force: true });
    // Another process has made the same folder meanwhile.
    if ((await fs.stat(folder).catch(() => undefined)) === undefined) throw error;
  }
}

/** Writes a file that is whole or not there, also after the machine has lost its power. */
async function writeWhole(file: string, text: string): Promise<void> {
  const temporary = `${file}.${crypto.randomUUID()}.part`;
  const handle = await fs.open(temporary, 'w');
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await fs.rename(temporary, file);
}

async function removeDamaged(
  manifest: Manifest,
  { blob, folderOf }: Places,
  { onSize, signal }: { readonly onSize: (bytes: number) => void; readonly signal: AbortSignal },
): Promise<string[]> {
  const damaged: string[] = [];
  let sum = 0;
  for (const file of manifest.files) {
    const hasher = nodeHasher(file.digest.algorithm, file.size);
    try {
      for await (const bytes of createReadStream(blob(file), { highWaterMark: 1024 * 1024, signal })) {
        hasher.update(bytes as Buffer);
        onSize((sum += (bytes as Buffer).length));
      }
    } catch (error) {
      throwIfAborted(signal);
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
    if (hasher.hex() === file.digest.hex) continue;
    damaged.push(file.name);
    await fs.rm(blob(file), { force: true });
  }
  const folder = folderOf(manifest);
  const hasFolder = (await fs.stat(folder).catch(() => undefined)) !== undefined;
  if (damaged.length > 0) await fs.rm(folder, { recursive: true, force: true });
  return hasFolder || damaged.length > 0 ? damaged : [CARD_FILE];
}

async function withStoreErrors<T>(root: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof AttentiveError) throw error;
    if (!isFileError(error)) throw asAttentive(error);
    throw storeFailed(root, reasonOf(error), { cause: error });
  }
}

function isFileError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}
