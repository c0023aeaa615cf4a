// Envelope: how a message between the extension and a page in a webview travels.

/**
 * Every message in either direction. A page that was hidden comes back as a new one, with a name of its own, so that
 * nothing meant for the page before it is taken for an answer.
 */
export interface Envelope {
  readonly page: string;
  readonly message: unknown;
}
export function isEnvelope(value: unknown): value is Envelope {
  return typeof value === 'object' && value !== null && 'page' in value && typeof value.page === 'string';
}
