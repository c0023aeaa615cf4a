// Port: the page's side of the webview's messages.
import { toDisposable } from '../../base/lifecycle';
import type { Port } from '../../base/rpc';
import { isEnvelope } from '../../views/page/envelope';
import type { Envelope } from '../../views/page/envelope';

/** What VS Code gives a page, once. */
export interface Host {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

/** A port that only hears what is meant for this page. It never closes: a webview that goes takes its page along. */
export function portTo(host: Host): Port {
  const page = crypto.randomUUID();
  return {
    send: message => host.postMessage({ page, message } satisfies Envelope),
    onMessage(listener) {
      const heard = (event: MessageEvent<unknown>): void => {
        if (isEnvelope(event.data) && event.data.page === page) listener(event.data.message);
      };
      window.addEventListener('message', heard);
      return toDisposable(() => window.removeEventListener('message', heard));
    },
    onClose: () => toDisposable(() => undefined),
  };
}
