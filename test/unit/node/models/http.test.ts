// HTTP: requests go through the proxy that the environment names, and not around it; a connection that breaks is an error.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { getProxyForUrl } from 'proxy-from-env';
import { nodeHttp } from '../../../../src/node/models/http';
import { type Hub, hubWithModel, MODEL } from './parts';

describe('requests of Node', () => {
  let hub: Hub;
  let proxy: http.Server;
  let tunnels: string[];
  beforeEach(async () => {
    hub = await hubWithModel();
    tunnels = [];
    proxy = http.createServer().on('connect', (request: http.IncomingMessage, client: net.Socket) => {
      tunnels.push(request.url ?? '');
      const [host, port] = (request.url ?? '').split(':');
      const server = net.connect(Number(port), host, () => {
        client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
        server.pipe(client).pipe(server);
      });
      for (const socket of [server, client]) socket.on('error', () => undefined);
    });
    await once(proxy.listen(0, '127.0.0.1'), 'listening');
  });
  afterEach(async () => {
    await hub.close();
    proxy.close();
  });

  async function get(proxyOf: (address: string) => string): Promise<number> {
    const client = nodeHttp(proxyOf);
    try {
      const request = { method: 'GET', headers: {}, signal: new AbortController().signal } as const;
      const response = await client.request(new URL(`${hub.url}/api/models/${MODEL}`), request);
      response.discard();
      return response.status;
    } finally {
      client.dispose();
    }
  }

  it('go through the proxy, or directly if there is none', async () => {
    const address = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    assert.equal(await get(() => address), 200);
    assert.deepEqual(tunnels, [new URL(hub.url).host]);
    assert.equal(await get(() => ''), 200);
    assert.equal(tunnels.length, 1);
  });

  it('fail if the proxy cannot be reached: they do not go around it', async () => {
    const before = hub.requests.length;
    await assert.rejects(
      get(() => 'http://127.0.0.1:1'),
      /ECONNREFUSED/,
    );
    assert.equal(hub.requests.length, before);
  });

  it('take the proxy from HTTPS_PROXY and its exceptions from NO_PROXY', () => {
    const before = { ...process.env };
    Object.assign(process.env, { HTTPS_PROXY: 'http://proxy:8080', NO_PROXY: 'mirror.example,.local' });
    try {
      assert.equal(getProxyForUrl('https://huggingface.co/x'), 'http://proxy:8080');
      assert.equal(getProxyForUrl('https://mirror.example/x'), '');
      assert.equal(getProxyForUrl('https://hub.local/x'), '');
    } finally {
      for (const name of ['HTTPS_PROXY', 'NO_PROXY']) delete process.env[name];
      Object.assign(process.env, before);
    }
  });
});
