// File download: brings one file of a hub into the store: it goes on after breaks, and the content is checked while it arrives.
import { downloadFailed, throwIfAborted } from '../../base/errors';
import type { Hasher, HasherOf } from '../storage/digest';
import type { StoredFile } from '../storage/manifest';
import type { UnfinishedFile } from '../storage/modelStore';
import type { HttpResponse } from './http';
import { ask, connectionError, type HubAccess, type HubRequest } from './request';
import { Interruption, retrying } from './retry';

/** A file of a repository, with the address from which it is downloaded. */
export interface RemoteFile extends StoredFile {
  readonly address: string;
}

export interface FileDownload {
  readonly access: HubAccess;
  readonly hasherOf: HasherOf;
  /** The id of the model, for messages. */
  readonly model: string;
  readonly file: RemoteFile;
  readonly unfinished: UnfinishedFile;
  /** Is told how many bytes of the file are there. */
  readonly onSize: (size: number) => void;
  readonly signal: AbortSignal;
}

/** A connection that gives fewer bytes than this in the time of the patience counts as dead. */
const LEAST_BYTES = 1024;

/** How often the whole file may arrive with a wrong digest. */
const WRONG_FILES = 2;

/**
 * Downloads what is missing of a file.
 *
 * @throws AttentiveError `model-not-available`, `download-failed`, `store-failed`, `cancelled`. Bytes that may be right stay in the
 *   unfinished file, wrong ones do not.
 */
export async function downloadFile(download: FileDownload): Promise<void> {
  const { access, file, unfinished, hasherOf, signal } = download;
  let hasher = hasherOf(file.digest.algorithm, file.size);
  for await (const bytes of unfinished.read()) {
    throwIfAborted(signal);
    hasher.update(bytes);
  }
  const restart = async (etag?: string): Promise<void> => {
    await unfinished.restart(etag);
    hasher = hasherOf(file.digest.algorithm, file.size);
  };
  const received: Received = { hasher: () => hasher, restart };
  let furthest = unfinished.size;
  const gained = (): boolean => {
    const isFurther = unfinished.size > furthest;
    furthest = Math.max(furthest, unfinished.size);
    return isFurther;
  };
  const giveUp = (why: string, options: ErrorOptions): Error => downloadFailed(file.name, why, options);
  for (let wrong = 1; ; wrong += 1) {
    await retrying(access.clock, signal, () => receive(download, received), giveUp, gained);
    if (hasher.hex() === file.digest.hex) return;
    await restart();
    if (wrong === WRONG_FILES) {
      throw downloadFailed(file.name, `its content is not what the hub lists (${file.digest.algorithm} differs)`);
    }
  }
}

/** The digest of the bytes so far, which begins anew with them. */
interface Received {
  readonly hasher: () => Hasher;
  readonly restart: (etag?: string) => Promise<void>;
}

/** One attempt: asks for what is missing, and takes what comes. */
async function receive(download: FileDownload, received: Received): Promise<void> {
  const { access, file, unfinished, model } = download;
  if (unfinished.size > file.size) await received.restart();
  if (unfinished.size === file.size) return;
  const watch = new AbortController();
  const signal = AbortSignal.any([download.signal, watch.signal]);
  let size = -LEAST_BYTES;
  const stop = access.clock.every(access.patienceMs, () => {
    if (unfinished.size - size < LEAST_BYTES) watch.abort();
    size = unfinished.size;
  });
  const request: HubRequest = { model, file: file.name, headers: rangeOf(unfinished), signal };
  try {
    const response = await ask(access, file.address, request);
    await startAt(response, download, received);
    await takeBody(response, download, received, request);
  } catch (error) {
    throwIfAborted(download.signal);
    if (watch.signal.aborted)
      throw new Interruption(`${new URL(file.address).host} sends nothing`, undefined, { cause: error });
    throw error;
  } finally {
    stop();
  }
  if (unfinished.size < file.size) throw new Interruption('the connection ended before the file did');
}

/** The headers that ask for the rest of a file. */
function rangeOf({ size, etag }: UnfinishedFile): Record<string, string> {
  if (size === 0) return {};
  return { range: `bytes=${size}-`, ...(etag === undefined ? {} : { 'if-range': etag }) };
}

/** Makes the unfinished file end where the body of the answer begins. */
async function startAt(
  response: HttpResponse,
  { file, unfinished }: FileDownload,
  { restart }: Received,
): Promise<void> {
  const etag = strongTag(response.header('etag'));
  if (response.status === 200) {
    // The server does not give parts, or the file was replaced: this is the whole of it.
    await restart(etag);
    return;
  }
  const [, from, total] = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(response.header('content-range') ?? '') ?? [];
  const isRest =
    response.status === 206 && Number(from) === unfinished.size && (total === '*' || Number(total) === file.size);
  if (isRest) return;
  response.discard();
  await restart();
  throw new Interruption('the server gives another part of the file than was asked for');
}

/** An ETag with which a range can be asked for; weak ones, which begin with `W/`, do not promise the same bytes. */
function strongTag(etag: string | undefined): string | undefined {
  return etag !== undefined && /^"[\x21\x23-\x7e]*"$/.test(etag) ? etag : undefined;
}

async function takeBody(
  response: HttpResponse,
  { file, unfinished, onSize }: FileDownload,
  { hasher, restart }: Received,
  request: HubRequest,
): Promise<void> {
  const body = response.body[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await body.next().catch((error: unknown) => {
        throw connectionError(error, new URL(file.address), request);
      });
      if (next.done === true) return;
      if (unfinished.size + next.value.length > file.size) {
        await restart();
        throw new Interruption('the server gives more bytes than the file has');
      }
      hasher().update(next.value);
      await unfinished.append(next.value);
      onSize(unfinished.size);
    }
  } finally {
    await body.return?.();
  }
}
