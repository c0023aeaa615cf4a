import assert from 'node:assert/strict';
import { EventLoopYield } from '../../../../src/engine/runtime/eventLoopYield';

describe('Breather', () => {
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

  it('lets the messages of other ports through, which promises alone never do', async () => {
    let delivered = 0;
    channel.port1.onmessage = () => delivered++;
    channel.port2.postMessage(0);
    for (let i = 0; i < 1000; i++) await Promise.resolve();
    assert.equal(delivered, 0);
    await eventLoop.next();
    await eventLoop.next();
    assert.equal(delivered, 1);
    // And later ones, when it has long been breathing.
    for (let i = 0; i < 50; i++) await eventLoop.next();
    channel.port2.postMessage(0);
    await eventLoop.next();
    await eventLoop.next();
    assert.equal(delivered, 2);
  });

  it('lets timers through', async () => {
    let rang = false;
    setTimeout(() => (rang = true), 0);
    const end = performance.now() + 1000;
    while (!rang && performance.now() < end) await eventLoop.next();
    assert.equal(rang, true);
  });
});
