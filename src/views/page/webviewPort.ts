// Webview port: the messages of a webview as Ports, one for each page that comes to life in it.
import type { Webview } from 'vscode';
import { type Disposable, toDisposable } from '../../base/lifecycle';
import type { Port } from '../../base/rpc';
import { isEnvelope } from './envelope';
import type { Envelope } from './envelope';

/** What is needed of a webview. */
export type WebviewMessages = Pick<Webview, 'onDidReceiveMessage' | 'postMessage'>;

/**
 * Calls `open` for each page that speaks for the first time. The port before it is then closed, for its page is gone:
 * a hidden webview drops its page without a word and makes a new one when it is shown again.
 */
export function eachPage(webview: WebviewMessages, open: (port: Port) => Disposable): Disposable {
  let current: PagePort | undefined;
  let opened: Disposable | undefined;
  const leave = (reason: string): void => {
    current?.close(reason);
    opened?.dispose();
    current = undefined;
    opened = undefined;
  };
  const listening = webview.onDidReceiveMessage((value: unknown) => {
    if (!isEnvelope(value)) return;
    if (current?.page !== value.page) {
      leave('the page was drawn anew');
      current = new PagePort(value.page, webview);
      opened = open(current);
    }
    current.take(value.message);
  });
  return toDisposable(() => {
    listening.dispose();
    leave('the view was closed');
  });
}

class PagePort implements Port {
  private readonly listeners = new Set<(message: unknown) => void>();
  private readonly closeListeners = new Set<(reason: string) => void>();
  private isClosed = false;

  constructor(
    readonly page: string,
    private readonly webview: WebviewMessages,
  ) {}

  send(message: unknown): void {
    if (!this.isClosed) void this.webview.postMessage({ page: this.page, message } satisfies Envelope);
  }

  onMessage(listener: (message: unknown) => void): Disposable {
    this.listeners.add(listener);
    return toDisposable(() => this.listeners.delete(listener));
  }

  onClose(listener: (reason: string) => void): Disposable {
    this.closeListeners.add(listener);
    return toDisposable(() => this.closeListeners.delete(listener));
  }

  take(message: unknown): void {
    for (const listener of [...this.listeners]) listener(message);
  }

  close(reason: string): void {
    if (this.isClosed) return;
    this.isClosed = true;
    for (const listener of [...this.closeListeners]) listener(reason);
  }
}
