// HTTP (Node): requests through `node:http` and `node:https`. VS Code puts its own proxy and certificates under these two modules,
// so that the extension obeys its settings; on the command line the agents obey HTTPS_PROXY, HTTP_PROXY and NO_PROXY, and Node itself
// NODE_EXTRA_CA_CERTS.
import http from 'node:http';
import https from 'node:https';
import { pipeline, type Readable } from 'node:stream';
import zlib from 'node:zlib';
import { HttpsProxyAgent } from 'https-proxy-agent';
import { getProxyForUrl } from 'proxy-from-env';
import { CertificateError, type Http, type HttpResponse } from '../../models/download/http';

/** An Http, and the function that closes its idle connections. */
export interface NodeHttp extends Http {
  dispose(): void;
}

/** @param proxyOf the address of the proxy for an address, '' if there is none */
export function nodeHttp(proxyOf: (address: string) => string = getProxyForUrl): NodeHttp {
  const agents = new Map<string, http.Agent>();
  const agentOf = (url: URL): http.Agent => {
    const proxy = proxyOf(url.href);
    const key = `${url.protocol} ${proxy}`;
    const known = agents.get(key);
    if (known !== undefined) return known;
    const made = proxy === '' ? directAgent(url) : new HttpsProxyAgent(proxy, { keepAlive: true });
    agents.set(key, made);
    return made;
  };
  return {
    request: (url, { method, headers, body, signal }) =>
      new Promise((resolve, reject) => {
        const send = url.protocol === 'https:' ? https.request : http.request;
        const request = send(url, { method, headers, signal, agent: agentOf(url) });
        request.once('response', response => resolve(responseOf(response)));
        request.once('error', error => reject(isCertificateError(error) ? certificateError(error) : error));
        request.end(body);
      }),
    dispose() {
      for (const agent of agents.values()) agent.destroy();
    },
  };
}

function directAgent(url: URL): http.Agent {
  return url.protocol === 'https:' ? new https.Agent({ keepAlive: true }) : new http.Agent({ keepAlive: true });
}

function responseOf(message: http.IncomingMessage): HttpResponse {
  return {
    status: message.statusCode ?? 0,
    header(name) {
      const value = message.headers[name];
      return Array.isArray(value) ? value.join(', ') : value;
    },
    body: decoded(message),
    discard: () => void message.on('error', () => undefined).destroy(),
  };
}

/** The body without its compression, which some proxies add though it was not asked for. */
function decoded(message: http.IncomingMessage): Readable {
  const unzip = decoderOf(message.headers['content-encoding']);
  if (unzip === undefined) return message;
  // The reader of the decoder gets the error of either stream.
  pipeline(message, unzip, () => undefined);
  return unzip;
}

function decoderOf(encoding: string | undefined): zlib.Gunzip | zlib.BrotliDecompress | undefined {
  switch (encoding) {
    case 'gzip':
    case 'x-gzip':
    case 'deflate':
      return zlib.createUnzip();
    case 'br':
      return zlib.createBrotliDecompress();
    default:
      return undefined;
  }
}

/** Codes of OpenSSL and Node for a certificate that is not accepted. */
const OF_CERTIFICATES =
  /^(?:CERT_|ERR_TLS_CERT|SELF_SIGNED_CERT|DEPTH_ZERO_SELF_SIGNED|UNABLE_TO_(?:GET_ISSUER|VERIFY_LEAF))/;

function isCertificateError(error: NodeJS.ErrnoException): boolean {
  return OF_CERTIFICATES.test(error.code ?? '');
}

function certificateError(error: Error): CertificateError {
  return new CertificateError(error.message, { cause: error });
}
