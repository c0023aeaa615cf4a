// Importing: adds a model from a folder or an archive to the store. Its files are read twice: once for their digests, and once to copy
// them, when they are checked.
import crypto from 'node:crypto';
import { createReadStream } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import { badRequest, throwIfAborted } from '../../base/errors';
import { cardOf } from '../../models/adding/card';
import { CARD_FILE } from '../../models/card';
import type { AskedTask } from '../../models/catalog/abilities';
import { filesOfModel } from '../../models/hub/hubFiles';
import { isModelId, type Manifest, type ModelOrigin, type StoredFile } from '../../models/storage/manifest';
import type { ModelStore } from '../../models/storage/modelStore';
import { diskFolder } from '../files';
import { nodeHasher } from './hasher';

/** A file of a folder or an archive. */
export interface ImportedFile {
  readonly name: string;
  readonly size: number;
  readonly read: () => AsyncIterable<Uint8Array>;
}

export interface Import {
  readonly store: ModelStore;
  readonly origin: ModelOrigin;
  readonly files: readonly ImportedFile[];
  /** The id of the model, or the name of its folder or archive. */
  readonly id: string;
  readonly asked?: AskedTask;
  readonly signal: AbortSignal;
}

/** The files of a folder, links followed. */
export async function filesOfFolder(folder: string): Promise<ImportedFile[]> {
  const names = await diskFolder(folder).list();
  return Promise.all(
    names.map(async name => {
      const file = path.join(folder, name);
      const { size } = await fs.stat(file);
      return {
        name,
        size,
        read: () => createReadStream(file, { highWaterMark: 1024 * 1024 }) as AsyncIterable<Uint8Array>,
      };
    }),
  );
}

/**
 * Copies a model into the store.
 *
 * @throws AttentiveError `model-not-available` if it has no complete model; `model-unsupported`, `model-broken-file`, `bad-request`,
 *   `store-failed`, `cancelled`
 */
export async function importModel({ store, origin, files, id, asked, signal }: Import): Promise<Manifest> {
  const names = filesOfModel(
    id,
    files.map(({ name }) => name),
  );
  const hasOwn = files.some(({ name }) => name === CARD_FILE);
  const card = await cardOf({ id, hasOwn, read: name => textOf(files, name), asked });
  const wanted = files.filter(({ name }) => names.includes(name));
  const stored: StoredFile[] = [];
  for (const file of wanted) stored.push({ name: file.name, size: file.size, digest: await digestOf(file, signal) });
  const version = crypto.createHash('sha1').update(JSON.stringify(stored)).digest('hex');
  const license = typeof card['license'] === 'string' ? card['license'] : 'unknown';
  const manifest: Manifest = { id, version, origin, license, card, files: stored, added: new Date().toISOString() };
  await store.adding(id, signal, async () => {
    for (const [at, file] of wanted.entries()) await copy(store, stored[at], file, signal);
    await store.publish(manifest);
  });
  return manifest;
}

async function digestOf({ read, size }: ImportedFile, signal: AbortSignal): Promise<StoredFile['digest']> {
  const hasher = nodeHasher('sha256', size);
  for await (const bytes of read()) {
    throwIfAborted(signal);
    hasher.update(bytes);
  }
  return { algorithm: 'sha256', hex: hasher.hex() };
}

function copy(store: ModelStore, stored: StoredFile, file: ImportedFile, signal: AbortSignal): Promise<void> {
  return store.put(
    stored,
    async unfinished => {
      const hasher = nodeHasher(stored.digest.algorithm, stored.size);
      await unfinished.restart(undefined);
      for await (const bytes of file.read()) {
        throwIfAborted(signal);
        hasher.update(bytes);
        await unfinished.append(bytes);
      }
      if (hasher.hex() === stored.digest.hex) return;
      await unfinished.restart(undefined);
      throw badRequest(file.name, 'it was changed while it was copied; add the model again');
    },
    signal,
  );
}

/** A file as text; empty if there is none. */
async function textOf(files: readonly ImportedFile[], name: string): Promise<string> {
  const pieces: Uint8Array[] = [];
  for await (const bytes of files.find(file => file.name === name)?.read() ?? []) pieces.push(bytes);
  return new TextDecoder().decode(Buffer.concat(pieces));
}

/** The id for a model from a folder or an archive: the user's, or the name of the folder or the archive. */
export function idOfImport(place: string, given: string | undefined): string {
  const id =
    given ??
    path
      .basename(path.resolve(place))
      .replace(/\.zip$/i, '')
      .replace(/[^\w.-]+/g, '-');
  if (!isModelId(id)) throw badRequest(id, 'it cannot be the id of a model: letters, digits, dots and hyphens can');
  return id;
}
