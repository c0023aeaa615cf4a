// Port: the page's end of the channel of messages between a webview's page and the extension.
import { toDisposable } from '../../base/lifecycle';
import type { Port } from '../../base/rpc';
import { type Envelope, isEnvelope } from '../../views/page/envelope';

/** The API that VS Code gives a page. A page can acquire it only once. */
export interface Host {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

/**
 * A port that receives the messages for this page only, and not answers to an earlier page of the same webview. It never closes,
 * because the page ends with its webview.
 */
export function portTo(host: Host): Port {
  const page = crypto.randomUUID();
  return {
    send: message => host.postMessage({ page, message } satisfies Envelope),
    onMessage(listener) {
      const receive = (event: MessageEvent<unknown>): void => {
        if (isEnvelope(event.data) && event.data.page === page) listener(event.data.message);
      };
      window.addEventListener('message', receive);
      return toDisposable(() => window.removeEventListener('message', receive));
    },
    onClose: () => toDisposable(() => undefined),
  };
}
