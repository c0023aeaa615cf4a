// Atomic file: a file of the editor's file systems that is written whole or not at all: beside its place, and renamed at the
// end. node/cli/atomicFile.ts does the same on a disk, for output that comes in pieces.

/** The part of the editor's file system that is used here; `U` is its type of URI. */
export interface AtomicFiles<U> {
  write(uri: U, bytes: Uint8Array): Thenable<void>;
  /** Replaces an existing file. */
  move(from: U, to: U): Thenable<void>;
  remove(uri: U): Thenable<void>;
  exists(uri: U): Thenable<boolean>;
}

/**
 * Writes to `beside`, then renames, so that the file is never incomplete. Where no file may be written beside it, or none
 * may be renamed (some virtual file systems), it is written directly, and removed again if that fails and it is new.
 *
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

async function quietly(work: Thenable<unknown>): Promise<void> {
  try {
    await work;
  } catch {
    // The file may not exist.
  }
}
