// Envelope: the form of every message between the extension and a page in a webview.

/**
 * A message with the id of its page. A page that was hidden is created again when it is shown, with another id, so that it
 * does not take answers to the page before it for its own.
 */
export interface Envelope {
  readonly page: string;
  readonly message: unknown;
}
export function isEnvelope(value: unknown): value is Envelope {
  return typeof value === 'object' && value !== null && 'page' in value && typeof value.page === 'string';
}
