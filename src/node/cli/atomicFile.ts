// Atomic file: a file of the disk that is written whole or not at all, piece by piece: beside its place, and renamed at the
// end. views/page/atomicFile.ts does the same through the editor's file systems.
import nodeFs from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import { AttentiveError } from '../../base/errors';

/** A file that is written piece by piece. */
export interface Sink {
  /** @throws UnwrittenError if it takes no more: a full disk, a pipe that nobody reads */
  write(text: string): Promise<void>;
}

/** A write failed after others had succeeded: one sentence for stderr. */
export class UnwrittenError extends Error {}

/**
 * Writes a file beside its place and renames it at the end. If the writing fails, an existing file stays as it was. Of a
 * symbolic link the target is written. A device or a pipe is written to directly, because it cannot be replaced.
 *
 * @throws AttentiveError `bad-request` (data.name, data.why) if the place cannot be written to; UnwrittenError; and what
 *   `write` throws
 */
export async function writeAtomically(name: string, write: (file: Sink) => Promise<void>): Promise<void> {
  const own = standardStream(name);
  if (own !== undefined) return write(sinkOf(name, text => writeAll(own, text)));
  const there = await fs.stat(name).catch(() => undefined);
  if (there !== undefined && !there.isFile()) return writeInto(name, write);
  const place = await naming(name, () => targetOf(name));
  const beside = `${place}.${process.pid}.part`;
  const file = await naming(name, () => fs.open(beside, 'wx', there?.mode));
  try {
    try {
      await write(sinkOf(name, text => file.appendFile(text)));
    } finally {
      await file.close();
    }
    await naming(name, () => fs.rename(beside, place));
  } catch (error) {
    await fs.rm(beside, { force: true });
    throw error;
  }
}

/**
 * Opens the file for writing only: with a pipe open for reading too, EPIPE would never be raised when its readers close
 * it.
 */
async function writeInto(name: string, write: (file: Sink) => Promise<void>): Promise<void> {
  const file = await naming(name, () => fs.open(name, nodeFs.constants.O_WRONLY));
  try {
    await write(sinkOf(name, text => file.appendFile(text)));
  } finally {
    await file.close();
  }
}

/**
 * The descriptor of the process's own output, by its name. Opening the name again would write a redirected file from its
 * start.
 */
function standardStream(name: string): number | undefined {
  const [, stream] = /^\/(?:dev|proc\/self)\/(stdout|stderr|fd\/[12])$/.exec(path.resolve(name)) ?? [];
  if (stream === undefined) return undefined;
  return stream === 'stdout' || stream === 'fd/1' ? 1 : 2;
}

/** The longest chain of symbolic links that is followed. */
const MOST_LINKS = 40;

/** The path to which a name leads through its symbolic links, whether a file exists there or not. */
async function targetOf(name: string): Promise<string> {
  let place = name;
  for (let links = 0; links < MOST_LINKS; links++) {
    const link = await fs.readlink(place).catch(() => undefined);
    if (link === undefined) return place;
    place = path.resolve(path.dirname(place), link);
  }
  throw new Error('ELOOP: too many symbolic links');
}

function sinkOf(name: string, append: (text: string) => Promise<void>): Sink {
  return {
    async write(text) {
      try {
        await append(text);
      } catch (error) {
        throw new UnwrittenError(`“${name}” took no more of the result: ${reasonOf(error)}.`, { cause: error });
      }
    },
  };
}

/** Writes the whole text, in as many calls as it takes. */
async function writeAll(stream: number, text: string): Promise<void> {
  const bytes = Buffer.from(text);
  let done = 0;
  while (done < bytes.length) {
    done += await new Promise<number>((resolve, reject) => {
      nodeFs.write(stream, bytes, done, (error, written) => {
        if (error === null) resolve(written);
        // A non-blocking pipe is full: it is tried again.
        else if (error.code === 'EAGAIN') setTimeout(resolve, 10, 0);
        else reject(error);
      });
    });
  }
}

async function naming<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const why = reasonOf(error);
    throw new AttentiveError('bad-request', `${name}: ${why}`, { name, why }, { cause: error });
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
