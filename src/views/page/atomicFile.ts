// Atomic file: writes a file of the editor's file systems completely or not at all. The bytes are written to a file of
// another name, which is renamed at the end. node/disk/atomicFile.ts does the same on a disk, for output that comes in
// pieces.

/** The part of the editor's file system that is used here; `U` is its type of URI. */
export interface AtomicFiles<U> {
  write(uri: U, bytes: Uint8Array): Thenable<void>;
  /** Replaces an existing file. */
  move(from: U, to: U): Thenable<void>;
  remove(uri: U): Thenable<void>;
  exists(uri: U): Thenable<boolean>;
}

/**
 * Writes to `beside`, then renames to `uri`, so that the file is never incomplete. If the file system refuses to write
 * `beside` or to rename it (some virtual file systems do), `uri` is written directly. If that fails and the file is new, the
 * file is removed again.
 *
 * @param beside a URI that no file has, in the folder of `uri`
 * @throws what the file system throws
 */
export async function writeAtomically<U>(files: AtomicFiles<U>, uri: U, beside: U, bytes: Uint8Array): Promise<void> {
  try {
    await files.write(beside, bytes);
    await files.move(beside, uri);
    return;
  } catch (error) {
    await quietly(files.remove(beside));
    if (!isRefused(error)) throw error;
  }
  const wasThere = await files.exists(uri);
  try {
    await files.write(uri, bytes);
  } catch (error) {
    if (!wasThere) await quietly(files.remove(uri));
    throw error;
  }
}

/** Whether the file system does not allow or support the operation, by the codes of `FileSystemError`. */
function isRefused(error: unknown): boolean {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return code === 'NoPermissions' || code === 'Unavailable';
}

/** Waits for the work and ignores its failure. */
async function quietly(work: Thenable<unknown>): Promise<void> {
  try {
    await work;
  } catch {
    // The file may not exist.
  }
}
