// Request: a request to a hub: redirects are followed where that is safe, the token goes to the hub alone, and errors become
// sentences.
import { type AttentiveError, downloadFailed, notAvailable, throwIfAborted } from '../../base/errors';
import type { Clock } from './clock';
import { CertificateError, type Http, type HttpResponse } from './http';
import { Interruption, retryAfter } from './retry';

/** What is needed to ask a hub. */
export interface HubAccess {
  /** The address of the hub or of a mirror, without a slash at its end. */
  readonly endpoint: string;
  /** The user's token for this hub. */
  readonly token?: string;
  readonly http: Http;
  readonly clock: Clock;
  /** How long nothing may arrive before a connection counts as dead, in milliseconds. */
  readonly patienceMs: number;
}

export interface HubRequest {
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal: AbortSignal;
  /** What is asked for, for messages: the id of a model. */
  readonly model: string;
  /** The file that is asked for, for messages. */
  readonly file?: string;
}

const MOST_REDIRECTS = 10;

/**
 * Sends a request and follows redirects to its final answer, whose status is 200, 206 or 416.
 *
 * @throws Interruption if another attempt may succeed; AttentiveError `model-not-available`, `download-failed`, `cancelled`
 */
export async function ask(access: HubAccess, address: string, request: HubRequest): Promise<HttpResponse> {
  const endpoint = new URL(access.endpoint);
  let url = new URL(address);
  if (!isAllowed(endpoint, url, endpoint)) throw refusedAddress(request, url);
  for (let hops = 0; hops <= MOST_REDIRECTS; hops += 1) {
    const response = await send(access, endpoint, url, request);
    if (response.status < 300 || response.status > 399) {
      if ([200, 206, 416].includes(response.status)) return response;
      response.discard();
      throw statusError(access, response, request);
    }
    response.discard();
    const next = targetOf(response, url);
    if (next === undefined || !isAllowed(url, next, endpoint)) throw refusedAddress(request, next);
    url = next;
  }
  throw downloadFailed(request.file ?? request.model, 'the server redirects without end');
}

async function send(access: HubAccess, endpoint: URL, url: URL, request: HubRequest): Promise<HttpResponse> {
  const { method = 'GET', headers = {}, body, signal } = request;
  const mayKnowToken = url.origin === endpoint.origin && (url.protocol === 'https:' || isLoopback(url));
  const token = access.token !== undefined && mayKnowToken ? { authorization: `Bearer ${access.token}` } : {};
  try {
    return await access.http.request(url, {
      method,
      headers: { 'accept-encoding': 'identity', 'user-agent': 'attentive', ...headers, ...token },
      ...(body === undefined ? {} : { body }),
      signal,
    });
  } catch (error) {
    throw connectionError(error, url, request);
  }
}

/** The error for a connection that was not made or broke. */
export function connectionError(error: unknown, { host }: { readonly host: string }, request: HubRequest): Error {
  throwIfAborted(request.signal);
  const why = error instanceof Error ? error.message : String(error);
  if (error instanceof CertificateError) {
    const advice = 'if a proxy of your network signs it, NODE_EXTRA_CA_CERTS names the file with its certificate';
    const what = `the certificate of ${host} is not accepted (${why}); ${advice}`;
    return downloadFailed(request.file ?? request.model, what, { cause: error });
  }
  return new Interruption(`${host} does not answer or breaks off (${why})`, undefined, { cause: error });
}

function targetOf(response: HttpResponse, from: URL): URL | undefined {
  const location = response.header('location');
  return location !== undefined && URL.canParse(location, from.href) ? new URL(location, from) : undefined;
}

/**
 * Whether a redirect may be followed: inside one origin; to any host over https; and between servers of this machine, if the hub
 * itself is one, as in tests.
 */
export function isAllowed(from: URL, to: URL, endpoint: URL): boolean {
  if (to.origin === from.origin || to.protocol === 'https:') return true;
  return to.protocol === 'http:' && isLoopback(to) && isLoopback(endpoint) && endpoint.protocol === 'http:';
}

function isLoopback({ hostname }: URL): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}

function refusedAddress(request: HubRequest, to: URL | undefined): AttentiveError {
  const where = to === undefined ? 'no address' : `${to.protocol}//${to.host}`;
  return downloadFailed(
    request.file ?? request.model,
    `the server redirects to ${where}, which is not followed: only https is`,
  );
}

/** The error for an answer that is neither a file nor a redirect. */
function statusError(access: HubAccess, response: HttpResponse, { model, file }: HubRequest): Error {
  const { status } = response;
  const code = response.header('x-error-code');
  const page = `${access.endpoint}/${model}`;
  if (status === 429 || status === 408 || status >= 500) {
    return new Interruption(
      `${new URL(access.endpoint).host} answers with status ${status}`,
      retryAfter(response.header('retry-after')),
    );
  }
  if (code === 'GatedRepo') return notAvailable(model, gatedReason(page, access.token));
  if (code === 'EntryNotFound')
    return notAvailable(model, `it has no ${file ?? 'such file'} any more; look at ${page}`);
  if (code === 'RevisionNotFound') return notAvailable(model, `it has no such revision; ${page} lists them`);
  if (status === 401 && access.token !== undefined && code === undefined) {
    return notAvailable(model, 'the hub does not accept the token; set HF_TOKEN to one that is valid, or unset it');
  }
  if (status === 401 || status === 403 || status === 404) {
    const hint =
      access.token === undefined
        ? ', or it is private and HF_TOKEN must be set'
        : ', or the token does not give access to it';
    return notAvailable(model, `there is none at ${page}${hint}`);
  }
  return downloadFailed(file ?? model, `${new URL(access.endpoint).host} answers with status ${status}`);
}

function gatedReason(page: string, token: string | undefined): string {
  const accept = `its owner asks you to accept conditions first: do so at ${page}`;
  return token === undefined ? `${accept} and set HF_TOKEN to your token` : `${accept} with the account of your token`;
}
