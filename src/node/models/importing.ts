// Importing: adds a model from a folder or an archive to the store. Its files are read twice: once for their digests, and once to copy
// them, when they are checked.
import crypto from 'node:crypto';
import { createReadStream } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import { badRequest, throwIfAborted } from '../../base/errors';
import { type JsonObject, parseJsonFile } from '../../base/json';
import { plainCard, unknownTask } from '../../models/adding/plan';
import { refuseOtherArchitectures } from '../../models/architecture';
import { CARD_FILE, parseCard } from '../../models/card';
import { type AskedTask, derivedTasks } from '../../models/catalog/abilities';
import { filesOfModel } from '../../models/hub/hubFiles';
import { isModelId, type Manifest, type ModelOrigin, type StoredFile } from '../../models/storage/manifest';
import type { ModelStore } from '../../models/storage/modelStore';
import { diskFolder } from '../files';

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
  const card = await cardOf(files, id, asked);
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

async function digestOf({ read }: ImportedFile, signal: AbortSignal): Promise<StoredFile['digest']> {
  const hash = crypto.createHash('sha256');
  for await (const bytes of read()) {
    throwIfAborted(signal);
    hash.update(bytes);
  }
  return { algorithm: 'sha256', hex: hash.digest('hex') };
}

function copy(store: ModelStore, stored: StoredFile, file: ImportedFile, signal: AbortSignal): Promise<void> {
  return store.put(
    stored,
    async unfinished => {
      const hash = crypto.createHash('sha256');
      await unfinished.restart(undefined);
      for await (const bytes of file.read()) {
        throwIfAborted(signal);
        hash.update(bytes);
        await unfinished.append(bytes);
      }
      if (hash.digest('hex') === stored.digest.hex) return;
      await unfinished.restart(undefined);
      throw badRequest(file.name, 'it was changed while it was copied; add the model again');
    },
    signal,
  );
}

async function cardOf(files: readonly ImportedFile[], id: string, asked: AskedTask | undefined): Promise<JsonObject> {
  const json = async (name: string): Promise<string> => {
    const pieces: Uint8Array[] = [];
    for await (const bytes of files.find(file => file.name === name)?.read() ?? []) pieces.push(bytes);
    return new TextDecoder().decode(Buffer.concat(pieces));
  };
  const config = await json('config.json');
  refuseOtherArchitectures(config);
  if (asked !== undefined) return plainCard(id, [asked]);
  if (files.some(({ name }) => name === CARD_FILE)) {
    const card = await json(CARD_FILE);
    parseCard(card);
    return parseJsonFile(CARD_FILE, card);
  }
  const tokenizerConfig = parseJsonFile('tokenizer_config.json', await json('tokenizer_config.json'));
  const tasks = derivedTasks({ id, config: parseJsonFile('config.json', config), tokenizerConfig });
  if (tasks.length === 0) throw unknownTask(id);
  return plainCard(id, tasks);
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
