// Small file: reads a small file of a repository into memory, checked like any other.
import { downloadFile, type RemoteFile } from '../download/fileDownload';
import type { HubAccess } from '../download/request';
import type { HasherOf } from '../storage/digest';
import type { UnfinishedFile } from '../storage/modelStore';

/** @throws AttentiveError `model-not-available`, `download-failed`, `cancelled` */
export async function readSmallFile(
  access: HubAccess,
  hasherOf: HasherOf,
  model: string,
  file: RemoteFile,
  signal: AbortSignal,
): Promise<string> {
  let pieces: Uint8Array[] = [];
  const unfinished: UnfinishedFile & { size: number } = {
    size: 0,
    etag: undefined,
    async *read() {
      yield* pieces;
    },
    async append(bytes) {
      pieces.push(bytes);
      unfinished.size += bytes.length;
    },
    async restart() {
      pieces = [];
      unfinished.size = 0;
    },
  };
  await downloadFile({ access, hasherOf, model, file, unfinished, onSize: () => undefined, signal });
  const decoder = new TextDecoder();
  return pieces.map(piece => decoder.decode(piece, { stream: true })).join('') + decoder.decode();
}
