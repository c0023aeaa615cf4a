// Webview port: turns the messages of a webview into ports, one for each page that is loaded in it.
import type { Webview } from 'vscode';
import { type Disposable, toDisposable } from '../../base/lifecycle';
import type { Port } from '../../base/rpc';
import { type Envelope, isEnvelope } from './envelope';

/** The part of a webview that is used here. */
export type WebviewMessages = Pick<Webview, 'onDidReceiveMessage' | 'postMessage'>;

/**
 * Calls `open` with a new port at the first message of each page, and closes the port of the previous page. A webview has
 * several pages one after another: when it is hidden its page is discarded without notice, and when it is shown again a new
 * page is loaded.
 *
 * @param open gives what is disposed when the page's port closes
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
    current.receive(value.message);
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

  receive(message: unknown): void {
    for (const listener of [...this.listeners]) listener(message);
  }

  close(reason: string): void {
    if (this.isClosed) return;
    this.isClosed = true;
    for (const listener of [...this.closeListeners]) listener(reason);
  }
}
