// Whole file: a file that has its name only when all of it is written.
import fs, { type FileHandle } from 'node:fs/promises';
import { AttentiveError } from '../base/errors';

/**
 * Writes a file beside the place that it is for, and gives it its name at the end. If the writing fails, whatever stood
 * there before stays. A device or a pipe is no place for a name: it is written to as it is.
 *
 * @throws AttentiveError `bad-request` (data.name, data.why) if the place cannot be written to; and what `write` throws
 */
export async function writeWhole(name: string, write: (file: FileHandle) => Promise<void>): Promise<void> {
  const there = await fs.stat(name).catch(() => undefined);
  if (there !== undefined && !there.isFile()) return writeInto(name, write);
  const beside = `${name}.${process.pid}.part`;
  const file = await naming(name, () => fs.open(beside, 'wx'));
  try {
    try {
      await write(file);
    } finally {
      await file.close();
    }
    await naming(name, () => fs.rename(beside, name));
  } catch (error) {
    await fs.rm(beside, { force: true });
    throw error;
  }
}

/** A folder cannot be opened so, which is told before any work is done. */
async function writeInto(name: string, write: (file: FileHandle) => Promise<void>): Promise<void> {
  const file = await naming(name, () => fs.open(name, 'r+'));
  try {
    await write(file);
  } finally {
    await file.close();
  }
}

async function naming<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new AttentiveError('bad-request', `${name}: ${why}`, { name, why }, { cause: error });
  }
}
