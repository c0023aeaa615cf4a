import assert from 'node:assert/strict';
import { EventLoopYield } from '../../../../src/engine/runtime/eventLoopYield';

describe('EventLoopYield', () => {
  let eventLoop: EventLoopYield;
  let channel: MessageChannel;
  beforeEach(() => {
    eventLoop = new EventLoopYield();
    channel = new MessageChannel();
  });
  afterEach(() => {
    eventLoop.dispose();
    channel.port1.close();
  });

  it('lets messages of other ports be delivered, which awaiting promises alone does not', async () => {
    let delivered = 0;
    channel.port1.onmessage = () => delivered++;
    channel.port2.postMessage(0);
    for (let i = 0; i < 1000; i++) await Promise.resolve();
    assert.equal(delivered, 0);
    await eventLoop.next();
    await eventLoop.next();
    assert.equal(delivered, 1);
    // A message that is sent after many yields is delivered too.
    for (let i = 0; i < 50; i++) await eventLoop.next();
    channel.port2.postMessage(0);
    await eventLoop.next();
    await eventLoop.next();
    assert.equal(delivered, 2);
  });

  it('lets timers run', async () => {
    let hasRun = false;
    setTimeout(() => (hasRun = true), 0);
    const end = performance.now() + 1000;
    while (!hasRun && performance.now() < end) await eventLoop.next();
    assert.equal(hasRun, true);
  });
});
