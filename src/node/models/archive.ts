// Archive: models as .zip files: reading one so that nothing in it can do harm, and writing one.
import fs from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import yauzl from 'yauzl';
import yazl from 'yazl';
import { badRequest } from '../../base/errors';
import { isSafeName } from '../../models/storage/fileName';
import type { ImportedFile } from './importing';

/** The most entries of an archive, and the most bytes that they may have together when they are unpacked. */
const MOST_ENTRIES = 10_000;
const MOST_BYTES = 64 * 2 ** 30;

/** Weights hardly compress: an archive whose files are so many times larger than itself is made to fill the disk. */
const MOST_RATIO = 200;
const SMALL_BYTES = 64 * 2 ** 20;

/**
 * The files of an archive. A folder around all of them does not count.
 *
 * @param use is called with the files, which can be read until it ends
 * @throws AttentiveError `bad-request` for a file that is no archive, or one with names that leave it, links, two files of one name,
 *   or more bytes than any model has
 */
export async function withArchive<T>(archive: string, use: (files: readonly ImportedFile[]) => Promise<T>): Promise<T> {
  const zip = await open(archive);
  try {
    const entries = await entriesOf(archive, zip);
    const top = commonFolder(entries.map(({ fileName }) => fileName));
    return await use(
      entries.map(entry => ({
        name: entry.fileName.slice(top.length),
        size: entry.uncompressedSize,
        read: () => contentOf(archive, zip, entry),
      })),
    );
  } finally {
    zip.close();
  }
}

function refused(archive: string, why: string, options?: ErrorOptions): Error {
  return badRequest(archive, why, options);
}

function open(archive: string): Promise<yauzl.ZipFile> {
  return new Promise((resolve, reject) => {
    // `autoClose: false`: entries are read after the list of them has ended.
    yauzl.open(archive, { lazyEntries: true, autoClose: false, strictFileNames: true }, (error, zip) => {
      if (error === null) resolve(zip);
      else reject(refused(archive, `it is no .zip archive (${error.message})`, { cause: error }));
    });
  });
}

/** The files among the entries, each checked. */
async function entriesOf(archive: string, zip: yauzl.ZipFile): Promise<yauzl.Entry[]> {
  const entries = await new Promise<yauzl.Entry[]>((resolve, reject) => {
    const found: yauzl.Entry[] = [];
    zip.on('entry', (entry: yauzl.Entry) => {
      found.push(entry);
      if (found.length > MOST_ENTRIES) reject(refused(archive, `it has more than ${MOST_ENTRIES} entries`));
      else zip.readEntry();
    });
    zip.once('end', () => resolve(found));
    zip.once('error', (error: Error) => reject(refused(archive, `it is damaged (${error.message})`, { cause: error })));
    zip.readEntry();
  });
  const files = entries.filter(({ fileName }) => !fileName.endsWith('/'));
  const names = new Set<string>();
  let [packed, unpacked] = [0, 0];
  for (const entry of files) {
    const { fileName: name } = entry;
    if (!isSafeName(name)) throw refused(archive, `the name “${name}” in it does not stay inside of it`);
    if (isLink(entry)) throw refused(archive, `“${name}” in it is a link`);
    if (names.has(name.toLowerCase())) throw refused(archive, `it has two files “${name}”`);
    names.add(name.toLowerCase());
    packed += entry.compressedSize;
    unpacked += entry.uncompressedSize;
  }
  if (unpacked > MOST_BYTES || (unpacked > SMALL_BYTES && unpacked > packed * MOST_RATIO)) {
    throw refused(archive, `it unpacks to ${unpacked} bytes, which no model needs`);
  }
  return files;
}

/** Whether an entry is a symbolic link, by the mode that Unix programs write. */
function isLink({ externalFileAttributes }: yauzl.Entry): boolean {
  return ((externalFileAttributes >>> 16) & 0o170000) === 0o120000;
}

function commonFolder(names: readonly string[]): string {
  const folder = /^[^/]+\//.exec(names[0] ?? '')?.[0] ?? '';
  return folder !== 'onnx/' && names.every(name => name.startsWith(folder)) ? folder : '';
}

/** The bytes of an entry. The library ends with an error if they are not as many as the archive says. */
async function* contentOf(
  archive: string,
  zip: yauzl.ZipFile,
  entry: yauzl.Entry,
): AsyncGenerator<Uint8Array, void, void> {
  try {
    const stream = await new Promise<AsyncIterable<Buffer>>((resolve, reject) => {
      zip.openReadStream(entry, (error, found) => (error === null ? resolve(found) : reject(error)));
    });
    for await (const bytes of stream) yield bytes;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw refused(archive, `“${entry.fileName}” in it is damaged (${why})`, { cause: error });
  }
}

/**
 * Writes an archive. It has its final name only when it is complete.
 *
 * @param files the path of each file on disk, by its name in the archive
 */
export async function writeArchive(
  archive: string,
  files: ReadonlyMap<string, string>,
  signal: AbortSignal,
): Promise<void> {
  const temporary = `${archive}.${process.pid}.part`;
  const zip = new yazl.ZipFile();
  try {
    // The same model gives the same archive: the time is the first that the format can hold.
    for (const [name, file] of files)
      zip.addFile(file, name, { compress: false, mtime: new Date(1980, 0, 1), mode: 0o100644 });
    zip.end();
    const failed = new Promise<never>((_, reject) => zip.once('error', reject));
    await Promise.race([pipeline(zip.outputStream, fs.createWriteStream(temporary), { signal }), failed]);
    await rename(temporary, archive);
  } finally {
    await rm(temporary, { force: true });
  }
}
