// Sending: how the loopback hub sends a file: ranges, preconditions, and the faults of a body.
import zlib from 'node:zlib';
import { changedBytes } from './faults.mjs';

const PIECE = 64 * 1024;

/**
 * Sends bytes as RFC 9110 says: the whole, or the range that is asked for if the ETag of `If-Range` is still the file's.
 *
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 * @param {{ bytes: Buffer, etag: string, headers?: Record<string, string>, fault?: import('./faults.mjs').Fault }} file
 */
export async function sendFile(request, response, { bytes: original, etag: known, headers = {}, fault }) {
  let bytes = changedBytes(original, fault);
  const etag = fault?.changed === true ? '"another"' : known;
  let status = 200;
  const sent = { ...headers, ETag: etag, 'Content-Type': 'application/octet-stream' };
  if (fault?.noRange !== true) sent['Accept-Ranges'] = 'bytes';
  const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '') ?? [];
  const isFresh = (request.headers['if-range'] ?? etag) === etag;
  if (from !== undefined && isFresh && fault?.noRange !== true) {
    const first = Number(from);
    if (first >= bytes.length) {
      response.writeHead(416, { ...sent, 'Content-Range': `bytes */${bytes.length}` }).end();
      return;
    }
    const last = to === '' ? bytes.length - 1 : Math.min(Number(to), bytes.length - 1);
    sent['Content-Range'] = `bytes ${first}-${last}/${bytes.length}`;
    bytes = bytes.subarray(first, last + 1);
    status = 206;
  }
  if (fault?.gzip === true) {
    bytes = zlib.gzipSync(bytes);
    sent['Content-Encoding'] = 'gzip';
  }
  sent['Content-Length'] = String(bytes.length + (fault?.longer ?? 0));
  response.writeHead(status, sent);
  if (request.method === 'HEAD') response.end();
  else await sendBody(response, bytes, fault);
}

async function sendBody(response, bytes, fault) {
  const end = Math.min(bytes.length, fault?.cutAfter ?? Infinity, fault?.stallAfter ?? Infinity);
  for (let at = 0; at < end; at += PIECE) {
    const piece = bytes.subarray(at, Math.min(at + PIECE, end));
    await new Promise(resolve => response.write(piece, resolve));
    if (response.destroyed) return;
  }
  if (fault?.stallAfter !== undefined) return;
  if (fault?.cutAfter !== undefined || (fault?.longer ?? 0) > 0) response.destroy();
  else response.end();
}
