import assert from 'node:assert/strict';
import { EventLoopYield } from '../../../../src/engine/runtime/eventLoopYield';

describe('Breather', () => {
  let breather: EventLoopYield;
  let channel: MessageChannel;
  beforeEach(() => {
    breather = new EventLoopYield();
    channel = new MessageChannel();
  });
  afterEach(() => {
    breather.dispose();
    channel.port1.close();
  });

  it('lets the messages of other ports through, which promises alone never do', async () => {
    let delivered = 0;
    channel.port1.onmessage = () => delivered++;
    channel.port2.postMessage(0);
    for (let i = 0; i < 1000; i++) await Promise.resolve();
    assert.equal(delivered, 0);
    await breather.next();
    await breather.next();
    assert.equal(delivered, 1);
    // And later ones, when it has long been breathing.
    for (let i = 0; i < 50; i++) await breather.next();
    channel.port2.postMessage(0);
    await breather.next();
    await breather.next();
    assert.equal(delivered, 2);
  });

  it('lets timers through', async () => {
    let rang = false;
    setTimeout(() => (rang = true), 0);
    const end = performance.now() + 1000;
    while (!rang && performance.now() < end) await breather.next();
    assert.equal(rang, true);
  });
});
