// Measurements file: keeps the measurements of runtimes in the user's folder for caches.
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { isObject } from '../../base/json';
import { type Measurements, measurementsIn } from '../../tasks/backends/measurements';
import { writeAtomically } from '../disk/atomicFile';

/** A file that cannot be read or written is no error: the runtimes are then measured again. */
export function measurementsFile(file = path.join(cacheFolder(), 'attentive', 'runtimes.json')): Measurements {
  const read = async (): Promise<Record<string, unknown>> => {
    try {
      const value: unknown = JSON.parse(await fs.readFile(file, 'utf8'));
      return isObject(value) ? value : {};
    } catch {
      return {};
    }
  };
  return measurementsIn(read, async all => {
    try {
      await fs.mkdir(path.dirname(file), { recursive: true });
      await writeAtomically(file, sink => sink.write(JSON.stringify(all)));
    } catch {
      // The next load measures again.
    }
  });
}

/** The folder for caches: by the XDG Base Directory Specification, or by the habits of Windows and macOS. */
function cacheFolder(): string {
  const { XDG_CACHE_HOME: xdg, LOCALAPPDATA: local } = process.env;
  if (xdg !== undefined && path.isAbsolute(xdg)) return xdg;
  if (process.platform === 'win32' && local !== undefined) return local;
  return path.join(os.homedir(), ...(process.platform === 'darwin' ? ['Library', 'Caches'] : ['.cache']));
}
