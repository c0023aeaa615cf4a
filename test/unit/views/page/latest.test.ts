import assert from 'node:assert/strict';
import { MessageChannel } from 'node:worker_threads';
import { connect, serve, stream } from '../../../../src/base/rpc';
import { portOf } from '../../base/ports';
import { LatestValue } from '../../../../src/views/page/latest';

describe('LatestValue', () => {
  it('yields the value at once, and each newer one to a waiting reader', async () => {
    const latest = new LatestValue(1);
    const reader = latest.follow(new AbortController().signal);
    assert.equal((await reader.next()).value, 1);
    const next = reader.next();
    latest.set(2);
    assert.equal((await next).value, 2);
    assert.equal(latest.value, 2);
  });

  it('yields a value again when it is set to the same value', async () => {
    const latest = new LatestValue('a');
    const reader = latest.follow(new AbortController().signal);
    await reader.next();
    const next = reader.next();
    latest.set('a');
    assert.equal((await next).value, 'a');
  });

  it('yields only the newest value to a slow reader', async () => {
    const latest = new LatestValue(1);
    const reader = latest.follow(new AbortController().signal);
    await reader.next();
    for (const value of [2, 3, 4]) latest.set(value);
    assert.equal((await reader.next()).value, 4);
  });

  it('yields only the newest value to a slow reader at the other end of a port', async () => {
    const { port1, port2 } = new MessageChannel();
    const contract = { values: stream<undefined, number, void>(1) };
    const latest = new LatestValue(0);
    serve(portOf(port2), contract, { values: (_, signal) => latest.follow(signal) });
    const client = connect(portOf(port1), contract);
    const read = client.values(undefined);
    assert.equal((await read.next()).value, 0);
    // The reader does not read, while messages are exchanged through the port.
    for (let value = 1; value <= 10; value++) {
      latest.set(value);
      await new Promise(resolve => setImmediate(resolve));
    }
    assert.equal((await read.next()).value, 10);
    await read.return();
    client.dispose();
    port1.close();
  });

  it('ends the stream when the signal is aborted', async () => {
    const latest = new LatestValue(1);
    const controller = new AbortController();
    const reader = latest.follow(controller.signal);
    await reader.next();
    const next = reader.next();
    controller.abort();
    assert.equal((await next).done, true);
    assert.equal((await latest.follow(controller.signal).next()).done, true);
  });
});
