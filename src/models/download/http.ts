// HTTP: the one request that downloads need of a host. Node has an implementation that obeys proxies.

export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal: AbortSignal;
}

export interface HttpResponse {
  readonly status: number;
  /** The value of a header, whose name is in lower case; undefined if the answer does not have it. */
  header(name: string): string | undefined;
  /** The body, with any compression undone. Leaving the loop early closes the connection. */
  readonly body: AsyncIterable<Uint8Array>;
  /** Closes the connection without reading the body. */
  discard(): void;
}

export interface Http {
  /**
   * Sends one request. A redirect is an answer like any other, and is not followed.
   *
   * @throws Error if no answer comes; `CertificateError` if the other side is not who it says
   */
  request(url: URL, request: HttpRequest): Promise<HttpResponse>;
}

/** The certificate of a server, or of the proxy before it, was not accepted. */
export class CertificateError extends Error {}
