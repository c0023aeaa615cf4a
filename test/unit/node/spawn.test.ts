import assert from 'node:assert/strict';
import os from 'node:os';
import path from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import { portOfParent, spawnEngine } from '../../../src/node/spawn';
import { portOfWorker } from '../../../src/web/spawn';
import type { Port } from '../../../src/base/rpc';

const closed = (port: Port): Promise<string> => new Promise(resolve => void port.onClose(resolve));

describe('portOfParent, portOfWorker and the port of spawnEngine', () => {
  it('spawnEngine: the port calls its close listeners when the worker has ended, also a listener that is added after its end', async () => {
    const worker = spawnEngine(path.join(os.tmpdir(), 'attentive-nowhere'), 1);
    assert.match(await closed(worker.port), /attentive-nowhere/);
    assert.match(await closed(worker.port), /attentive-nowhere/);
    worker.dispose();
  });

  it('portOfParent: the port calls its close listeners', async () => {
    const { port1, port2 } = new MessageChannel();
    const port = portOfParent(port2);
    port1.close();
    assert.equal(await closed(port), 'the port was closed');
    assert.equal(await closed(port), 'the port was closed');
  });

  it('portOfWorker: the port calls its close listeners with the first reason', async () => {
    const channel = new globalThis.MessageChannel();
    const ofWorker = portOfWorker(channel.port1);
    channel.port1.dispatchEvent(new Event('messageerror'));
    ofWorker.close('it was stopped');
    assert.equal(await closed(ofWorker.port), 'a message could not be read');
    channel.port1.close();
  });
});
