// Files: a file system in memory in place of `vscode.workspace.fs`.
import { FileSystemError, FileType, type Uri } from './values';

interface Stat {
  readonly type: number;
  readonly size: number;
  readonly ctime: number;
  readonly mtime: number;
  readonly permissions?: number;
}

export class Files {
  private readonly bytes = new Map<string, Uint8Array>();
  /** The URIs of files whose permissions make them read-only. */
  readonly readOnlyFiles = new Set<string>();
  /** Schemes of read-only file systems. Of all others except `file` it is unknown whether they can be written. */
  readonly readOnlySchemes = new Set<string>();

  put(uri: Uri, text: string): void {
    this.bytes.set(uri.toString(), new TextEncoder().encode(text));
  }

  isWritable(scheme: string): boolean | undefined {
    if (this.readOnlySchemes.has(scheme)) return false;
    return scheme === 'file' ? true : undefined;
  }

  async read(uri: Uri): Promise<Uint8Array> {
    const bytes = this.bytes.get(uri.toString());
    if (bytes === undefined) throw FileSystemError.FileNotFound(uri);
    return bytes;
  }

  async write(uri: Uri, bytes: Uint8Array): Promise<void> {
    this.bytes.set(uri.toString(), bytes);
  }

  async stat(uri: Uri): Promise<Stat> {
    const bytes = this.bytes.get(uri.toString());
    const below = [...this.bytes.keys()].some(name => name.startsWith(`${uri.toString()}/`));
    if (bytes === undefined && !below) throw FileSystemError.FileNotFound(uri);
    const type = bytes === undefined ? FileType.Directory : FileType.File;
    const stat = { type, size: bytes?.length ?? 0, ctime: 0, mtime: 0 };
    return this.readOnlyFiles.has(uri.toString()) ? { ...stat, permissions: 1 } : stat;
  }

  async rename(from: Uri, to: Uri): Promise<void> {
    await this.write(to, await this.read(from));
    await this.delete(from);
  }

  async delete(uri: Uri): Promise<void> {
    if (!this.bytes.delete(uri.toString())) throw FileSystemError.FileNotFound(uri);
  }

  async list(uri: Uri): Promise<[string, number][]> {
    const start = `${uri.toString()}/`;
    const below = [...this.bytes.keys()].filter(name => name.startsWith(start)).map(name => name.slice(start.length));
    if (below.length === 0) throw FileSystemError.FileNotFound(uri);
    const typeOf = (name: string): number => (name.includes('/') ? FileType.Directory : FileType.File);
    const names = new Map(below.map(name => [name.split('/')[0], typeOf(name)] as const));
    return [...names];
  }
}
