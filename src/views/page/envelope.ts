// Envelope: the form of every message between the extension and a page in a webview.

/**
 * A message with the id of its page. A hidden page is discarded, and created again with another id when it is shown. By
 * the id the new page can ignore answers to requests of the old one.
 */
export interface Envelope {
  readonly page: string;
  readonly message: unknown;
}
export function isEnvelope(value: unknown): value is Envelope {
  return typeof value === 'object' && value !== null && 'page' in value && typeof value.page === 'string';
}
