// Model store: the interface of the place where added models are kept. Each host has its own: a folder on disk for Node.
import type { FileStore } from '../store';
import type { Manifest, StoredFile } from './manifest';

/**
 * A store keeps the content of each file once, under its digest, and a manifest for each model. A content is there only when it is
 * complete and its digest was checked; a model is there only when all its contents are. Several processes can use one store.
 */
export interface ModelStore {
  /** The path of the store, for messages. */
  readonly location: string;
  /** The manifests of all models, in the order of their ids. A manifest that cannot be read is left out. */
  list(): Promise<readonly Manifest[]>;
  /** Whether a content is there. */
  has(file: StoredFile): Promise<boolean>;
  /**
   * Puts a content into the store. If another process is putting the same one, waits for that, and then does only what is still
   * missing.
   *
   * @param fill brings the unfinished content to its whole size, checked against its digest; what it throws is thrown here, and what
   *   it has written stays for the next attempt
   * @throws AttentiveError `store-failed`, `cancelled`
   */
  put(file: StoredFile, fill: (unfinished: UnfinishedFile) => Promise<void>, signal: AbortSignal): Promise<void>;
  /**
   * Runs work during which no content is removed: those that the work has put are not yet named by a manifest.
   *
   * @throws AttentiveError `store-failed`, `cancelled`
   */
  adding<T>(id: string, signal: AbortSignal, work: () => Promise<T>): Promise<T>;
  /**
   * Adds a model, or puts it in the place of the one with its id.
   *
   * @throws AttentiveError `store-failed` if one of its contents is not there, or if the manifest cannot be written
   */
  publish(manifest: Manifest): Promise<void>;
  /**
   * Removes a model and the contents that no other model has.
   *
   * @returns the number of bytes that were freed, or will be when another process has finished adding a model
   */
  remove(id: string): Promise<number>;
  /** The files of a model, its card included. */
  open(manifest: Manifest): FileStore;
}

/** A content that is being written. It survives the process. */
export interface UnfinishedFile {
  /** The number of bytes that were written. */
  readonly size: number;
  /** The ETag of the answer that these bytes came from; undefined if there was none. */
  readonly etag: string | undefined;
  /** The bytes that were written, in pieces. */
  read(): AsyncIterable<Uint8Array>;
  /** Writes bytes at the end. @throws AttentiveError `store-failed`, for example because the disk is full */
  append(bytes: Uint8Array): Promise<void>;
  /** Removes all bytes and notes the ETag of those that follow. */
  restart(etag: string | undefined): Promise<void>;
}
