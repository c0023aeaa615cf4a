// Webview port: the messages of a webview as ports, one for each page that is loaded in it.
import type { Webview } from 'vscode';
import { type Disposable, toDisposable } from '../../base/lifecycle';
import type { Port } from '../../base/rpc';
import { type Envelope, isEnvelope } from './envelope';

/** The part of a webview that is used here. */
export type WebviewMessages = Pick<Webview, 'onDidReceiveMessage' | 'postMessage'>;

/**
 * Calls `open` with a port at the first message of each page. The port of the page before is then closed: a hidden webview
 * drops its page without notice and loads a new one when it is shown again.
 */
export function eachPage(webview: WebviewMessages, open: (port: Port) => Disposable): Disposable {
  let current: PagePort | undefined;
  let opened: Disposable | undefined;
  const closePage = (reason: string): void => {
    current?.close(reason);
    opened?.dispose();
    current = undefined;
    opened = undefined;
  };
  const listening = webview.onDidReceiveMessage((value: unknown) => {
    if (!isEnvelope(value)) return;
    if (current?.page !== value.page) {
      closePage('the page was loaded again');
      current = new PagePort(value.page, webview);
      opened = open(current);
    }
    current.take(value.message);
  });
  return toDisposable(() => {
    listening.dispose();
    closePage('the view was closed');
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
