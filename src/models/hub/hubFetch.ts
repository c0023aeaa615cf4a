// Hub fetch: the `fetch` that the hub's library is given, so that its requests obey the same rules as downloads: redirects, token,
// retries, proxies and sentences for errors.
import { downloadFailed } from '../../base/errors';
import { ask, connectionError, type HubAccess } from '../download/request';
import { Interruption, retrying } from '../download/retry';

/** The largest answer of the API that is read, in bytes. */
const LARGEST = 32 * 1024 * 1024;

/**
 * Makes the function.
 *
 * @param model what is asked for, for messages
 */
export function hubFetch(access: HubAccess, model: string, signal: AbortSignal): typeof fetch {
  const giveUp = (why: string, options: ErrorOptions): Error => downloadFailed(model, why, options);
  return (input, { method, headers, body } = {}) => {
    const address = input instanceof Request ? input.url : String(input);
    const once = async (): Promise<Response> =>
      answerOf(access, address, model, signal, {
        method: method === 'POST' ? 'POST' : 'GET',
        headers: Object.fromEntries(new Headers(headers)),
        ...(typeof body === 'string' ? { body } : {}),
      });
    return retrying(access.clock, signal, once, giveUp);
  };
}

async function answerOf(
  access: HubAccess,
  address: string,
  model: string,
  signal: AbortSignal,
  options: { method: 'GET' | 'POST'; headers: Record<string, string>; body?: string },
): Promise<Response> {
  const watch = new AbortController();
  const stop = access.clock.every(access.patienceMs, () => watch.abort());
  const request = { ...options, model, signal: AbortSignal.any([signal, watch.signal]) };
  try {
    const response = await ask(access, address, request);
    const pieces: Uint8Array[] = [];
    let size = 0;
    try {
      for await (const piece of response.body) {
        size += piece.length;
        if (size > LARGEST) throw downloadFailed(model, 'the answer of the hub is too long');
        pieces.push(piece);
      }
    } catch (error) {
      throw size > LARGEST ? error : connectionError(error, new URL(address), request);
    }
    const headers = new Headers({ 'content-type': response.header('content-type') ?? '' });
    const link = response.header('link');
    if (link !== undefined) headers.set('link', link);
    return new Response(new Blob(pieces as Uint8Array<ArrayBuffer>[]), { status: response.status, headers });
  } catch (error) {
    if (watch.signal.aborted && !signal.aborted) {
      throw new Interruption(`${new URL(address).host} does not answer in time`, undefined, { cause: error });
    }
    throw error;
  } finally {
    stop();
  }
}
