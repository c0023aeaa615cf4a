// Unfinished file: a content on disk that is being written, with the ETag that it came from in a file beside it.
import fs from 'node:fs/promises';
import { storeFailed } from '../../base/errors';
import type { UnfinishedFile } from '../../models/storage/modelStore';

/** Bytes are collected up to this number before they are written. */
const BATCH = 1024 * 1024;
const READ = 1024 * 1024;

/** A content that is being written; it is open until `close`. */
export class Unfinished implements UnfinishedFile {
  private waiting: Uint8Array[] = [];
  private waitingBytes = 0;
  /** The write that goes on while the next bytes arrive; the next flush throws its error. */
  private writing: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly file: string,
    private readonly store: string,
    private readonly handle: fs.FileHandle,
    private bytes: number,
    private tag: string | undefined,
  ) {}

  /**
   * Opens a content to go on with it, or begins it.
   *
   * @param store the path of the store, for messages
   * @throws AttentiveError `store-failed`
   */
  static async open(file: string, store: string): Promise<Unfinished> {
    try {
      const handle = await fs.open(file, 'a+');
      const { size } = await handle.stat();
      const tag = size === 0 ? undefined : await fs.readFile(`${file}.etag`, 'utf8').catch(() => undefined);
      return new Unfinished(file, store, handle, size, tag);
    } catch (error) {
      throw storeFailed(store, reasonOf(error), { cause: error });
    }
  }

  get size(): number {
    return this.bytes;
  }

  get etag(): string | undefined {
    return this.tag;
  }

  async *read(): AsyncGenerator<Uint8Array, void, void> {
    await this.guarded(() => this.flush());
    const buffer = Buffer.allocUnsafe(READ);
    for (let at = 0; at < this.bytes;) {
      const from = at;
      const { bytesRead } = await this.guarded(() => this.handle.read(buffer, 0, READ, from));
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
      at += bytesRead;
    }
  }

  async append(bytes: Uint8Array): Promise<void> {
    this.waiting.push(bytes);
    this.waitingBytes += bytes.length;
    this.bytes += bytes.length;
    if (this.waitingBytes >= BATCH) await this.guarded(() => this.startWriting());
  }

  async restart(etag: string | undefined): Promise<void> {
    await this.writing.catch(() => undefined);
    this.waiting = [];
    this.waitingBytes = 0;
    this.writing = Promise.resolve();
    if (this.bytes > 0) await this.guarded(() => this.handle.truncate(0));
    this.bytes = 0;
    this.tag = etag;
    const noted = `${this.file}.etag`;
    await this.guarded(() => (etag === undefined ? fs.rm(noted, { force: true }) : fs.writeFile(noted, etag)));
  }

  /** Writes what is still in memory to the disk. @throws AttentiveError `store-failed` */
  async close(): Promise<void> {
    try {
      await this.guarded(async () => {
        await this.flush();
        await this.handle.datasync();
      });
    } finally {
      await this.handle.close().catch(() => undefined);
    }
  }

  private async flush(): Promise<void> {
    await this.startWriting();
    await this.writing;
  }

  private async startWriting(): Promise<void> {
    await this.writing;
    if (this.waitingBytes === 0) return;
    const batch = Buffer.concat(this.waiting);
    this.waiting = [];
    this.waitingBytes = 0;
    this.writing = this.handle.appendFile(batch);
    this.writing.catch(() => undefined);
  }

  private async guarded<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw storeFailed(this.store, reasonOf(error), { cause: error });
    }
  }
}

/** Why a file cannot be written, as a clause that says what to do next. */
export function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOSPC' || code === 'EDQUOT') return 'the disk is full; make room and try again';
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
    return `it may not be written (${code}); check its permissions`;
  return String(message ?? error);
}
