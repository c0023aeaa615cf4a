// Files (Node): reads a model folder on disk, as a FileStore.
import fs from 'node:fs/promises';
import path from 'node:path';
import { AttentiveError } from '../base/errors';
import type { FileStore } from '../models/store';

export function diskFolder(folder: string): FileStore {
  return {
    location: folder,
    list: () => filesOf(folder, ''),
    async read(name) {
      try {
        const bytes = await fs.readFile(path.join(folder, name));
        // The buffer is transferred to the worker, so it must hold this file alone. Node may read a small file into a
        // buffer that it shares with other data; such a file is copied.
        return bytes.buffer.byteLength === bytes.byteLength ? new Uint8Array(bytes.buffer) : Uint8Array.from(bytes);
      } catch (error) {
        const data = { file: name, folder };
        throw new AttentiveError('model-missing-file', `${folder} has no readable ${name}`, data, { cause: error });
      }
    },
  };
}

/**
 * The files of a folder and of its direct subfolders. A symbolic link counts as the file or folder to which it points,
 * because the cache of the Hugging Face hub consists of links.
 */
async function filesOf(folder: string, prefix: string): Promise<string[]> {
  const names = await fs.readdir(folder).catch(() => []);
  const lists = await Promise.all(
    names.map(async name => {
      const file = path.join(folder, name);
      const stat = await fs.stat(file).catch(() => undefined);
      if (stat?.isDirectory() === true) return prefix === '' ? filesOf(file, `${name}/`) : [];
      return stat === undefined ? [] : [prefix + name];
    }),
  );
  return lists.flat();
}
