// Files (Node): a folder on disk as a FileStore.
import fs from 'node:fs/promises';
import path from 'node:path';
import { AttentiveError } from '../base/errors';
import type { FileStore } from '../models/store';

export function diskFolder(folder: string): FileStore {
  return {
    location: folder,
    async list() {
      const entries = await fs.readdir(folder, { withFileTypes: true, recursive: true }).catch(() => []);
      return entries
        .filter(entry => entry.isFile())
        .map(entry => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'));
    },
    async read(name) {
      try {
        // A buffer of its own, so that it can be moved to the worker.
        const bytes = await fs.readFile(path.join(folder, name));
        return new Uint8Array(bytes.buffer.byteLength === bytes.byteLength ? bytes.buffer : bytes.slice().buffer);
      } catch (error) {
        const data = { file: name, folder };
        throw new AttentiveError('model-missing-file', `${folder} has no readable ${name}`, data, { cause: error });
      }
    },
  };
}
