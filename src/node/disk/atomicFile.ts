// Atomic file: writes a file on disk in pieces, so that it is complete or unchanged: the pieces go to a temporary file
// in the same folder, which is renamed at the end. views/page/atomicFile.ts does the same through the editor's file
// systems.
import nodeFs from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import { AttentiveError } from '../../base/errors';

/** A file that is written piece by piece. */
export interface Sink {
  /** @throws UnwrittenError if nothing more can be written: the disk is full, or the reader of a pipe has closed it */
  write(text: string): Promise<void>;
}

/** A write failed, possibly after others had succeeded. The message is a sentence for stderr. */
export class UnwrittenError extends Error {}

/**
 * Writes a temporary file beside the file and renames it at the end. If writing fails, an existing file stays as it
 * was. If the name is a symbolic link, its target is written. A device or a pipe is written directly, because it cannot
 * be replaced.
 *
 * @throws AttentiveError `bad-request` (data.name, data.why) if the file cannot be created; UnwrittenError; and what
 *   `write` throws
 */
export async function writeAtomically(name: string, write: (file: Sink) => Promise<void>): Promise<void> {
  const stream = standardStream(name);
  if (stream !== undefined) return write(sinkOf(name, text => writeAll(stream, text)));
  const existing = await fs.stat(name).catch(() => undefined);
  if (existing !== undefined && !existing.isFile()) return writeDirectly(name, write);
  const target = await withNamedErrors(name, () => linkTargetOf(name));
  const temporary = `${target}.${process.pid}.part`;
  const file = await withNamedErrors(name, () => fs.open(temporary, 'wx', existing?.mode));
  try {
    try {
      await write(sinkOf(name, text => file.appendFile(text)));
    } finally {
      await file.close();
    }
    await withNamedErrors(name, () => fs.rename(temporary, target));
  } catch (error) {
    await fs.rm(temporary, { force: true });
    throw error;
  }
}

/**
 * Writes a device or a pipe. It is opened only for writing: if this process could also read a pipe, EPIPE would not be
 * raised when the last reader closes it.
 */
async function writeDirectly(name: string, write: (file: Sink) => Promise<void>): Promise<void> {
  const file = await withNamedErrors(name, () => fs.open(name, nodeFs.constants.O_WRONLY));
  try {
    await write(sinkOf(name, text => file.appendFile(text)));
  } finally {
    await file.close();
  }
}

/**
 * The file descriptor of a name that means stdout or stderr of this process; undefined for other names. If such a name
 * were opened, a file to which the stream is redirected would be overwritten from its beginning.
 */
function standardStream(name: string): number | undefined {
  const [, stream] = /^\/(?:dev|proc\/self)\/(stdout|stderr|fd\/[12])$/.exec(path.resolve(name)) ?? [];
  if (stream === undefined) return undefined;
  return stream === 'stdout' || stream === 'fd/1' ? 1 : 2;
}

/** The longest chain of symbolic links that is followed. */
const MOST_LINKS = 40;

/** The path to which a name leads through symbolic links. No file need exist there. */
async function linkTargetOf(name: string): Promise<string> {
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

/** Writes the whole text, in as many calls as are needed. */
async function writeAll(stream: number, text: string): Promise<void> {
  const bytes = Buffer.from(text);
  let done = 0;
  while (done < bytes.length) {
    done += await new Promise<number>((resolve, reject) => {
      nodeFs.write(stream, bytes, done, (error, written) => {
        if (error === null) resolve(written);
        // EAGAIN: a non-blocking pipe is full. Writing is tried again.
        else if (error.code === 'EAGAIN') setTimeout(resolve, 10, 0);
        else reject(error);
      });
    });
  }
}

/** Turns an error of `work` into a `bad-request` that names the file. */
async function withNamedErrors<T>(name: string, work: () => Promise<T>): Promise<T> {
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
