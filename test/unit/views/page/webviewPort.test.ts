import assert from 'node:assert/strict';
import { call, connect, type Port, serve, stream } from '../../../../src/base/rpc';
import { toDisposable } from '../../../../src/base/lifecycle';
import type { Envelope } from '../../../../src/views/page/envelope';
import { eachPage, type WebviewMessages } from '../../../../src/views/page/webviewPort';

const contract = { ping: call<string, string>(), wait: stream<void, number, void>() };

/** A webview whose page can be replaced, as VS Code replaces it when the webview is hidden and shown again. */
class FakeWebview {
  private listener: ((value: unknown) => void) | undefined;
  private pageListener: ((value: Envelope) => void) | undefined;
  /** Messages that were sent to a page that is not the current one. */
  readonly stray: Envelope[] = [];

  readonly messages = {
    onDidReceiveMessage: (listener: (value: unknown) => void) => {
      this.listener = listener;
      return toDisposable(() => (this.listener = undefined));
    },
    postMessage: async (value: unknown) => {
      this.pageListener?.(structuredClone(value) as Envelope);
      return true;
    },
  } as unknown as WebviewMessages;

  get hasListener(): boolean {
    return this.listener !== undefined;
  }

  sendToExtension(value: unknown): void {
    this.listener?.(value);
  }

  /** Loads a page, which replaces the previous one. */
  page(name: string): Port {
    const listeners = new Set<(message: unknown) => void>();
    this.pageListener = envelope => {
      if (envelope.page !== name) this.stray.push(envelope);
      else for (const listener of listeners) listener(envelope.message);
    };
    return {
      send: message => this.sendToExtension({ page: name, message }),
      onMessage(listener) {
        listeners.add(listener);
        return toDisposable(() => listeners.delete(listener));
      },
      onClose: () => toDisposable(() => undefined),
    };
  }
}

function answer(port: Port, request: string): Promise<string> {
  return connect(port, contract).ping(request);
}

describe('eachPage', () => {
  const ended: string[] = [];
  const open = (port: Port) => {
    port.onClose(reason => ended.push(reason));
    return serve(port, contract, {
      async ping(request) {
        return `${request}!`;
      },
      async *wait(_request, signal) {
        yield 1;
        await new Promise(resolve => signal.addEventListener('abort', resolve));
        ended.push('wait');
      },
    });
  };

  beforeEach(() => ended.splice(0));

  it('opens a port for a page, and answers it', async () => {
    const webview = new FakeWebview();
    eachPage(webview.messages, open);
    assert.equal(await answer(webview.page('a'), 'one'), 'one!');
    assert.deepEqual(ended, []);
  });

  it('closes the port of a page when another page sends a message, and answers only the new page', async () => {
    const webview = new FakeWebview();
    eachPage(webview.messages, open);
    const waiting = connect(webview.page('a'), contract).wait();
    assert.equal((await waiting.next()).value, 1);
    assert.equal(await answer(webview.page('b'), 'two'), 'two!');
    await new Promise(resolve => setTimeout(resolve));
    assert.deepEqual(ended, ['the page was loaded again', 'wait']);
    assert.deepEqual(webview.stray, []);
  });

  it('closes the port and stops listening when it is disposed', async () => {
    const webview = new FakeWebview();
    const pages = eachPage(webview.messages, open);
    await connect(webview.page('a'), contract).wait().next();
    pages.dispose();
    await new Promise(resolve => setTimeout(resolve));
    assert.deepEqual(ended, ['the view was closed', 'wait']);
    assert.equal(webview.hasListener, false);
  });

  it('ignores values that are no message of a page', () => {
    const webview = new FakeWebview();
    let opened = 0;
    eachPage(webview.messages, port => {
      opened++;
      return open(port);
    });
    for (const value of [undefined, null, 'text', 7, {}, { page: 7 }, []]) webview.sendToExtension(value);
    assert.equal(opened, 0);
  });
});
