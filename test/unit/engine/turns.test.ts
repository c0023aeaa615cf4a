import assert from 'node:assert/strict';
import { Breather, Turnstile } from '../../../src/engine/turns';

const never = new AbortController().signal;

async function settle(): Promise<void> {
  for (let i = 0; i < 5; i++) await new Promise(resolve => setImmediate(resolve));
}

describe('Turnstile', () => {
  it('lets in one at a time, first come first served', async () => {
    const turns = new Turnstile();
    const seen: string[] = [];
    const work = async (name: string): Promise<void> => {
      const leave = await turns.enter(never);
      seen.push(`${name} in`);
      await settle();
      seen.push(`${name} out`);
      leave();
    };
    await Promise.all(['a', 'b', 'c'].map(work));
    assert.deepEqual(seen, ['a in', 'a out', 'b in', 'b out', 'c in', 'c out']);
  });

  it('lets nobody in before the one inside has left', async () => {
    const turns = new Turnstile();
    const leave = await turns.enter(never);
    let entered = false;
    const second = turns.enter(never).then(() => (entered = true));
    await settle();
    assert.equal(entered, false);
    leave();
    await second;
  });

  it('passes the turn on when a waiter was aborted meanwhile', async () => {
    const turns = new Turnstile();
    const leave = await turns.enter(never);
    const controller = new AbortController();
    const aborted = turns.enter(controller.signal);
    const third = turns.enter(never);
    controller.abort();
    leave();
    await assert.rejects(aborted, { code: 'cancelled' });
    (await third)();
    (await turns.enter(never))();
  });

  it('refuses at once a signal that was aborted before, and stays usable', async () => {
    const turns = new Turnstile();
    await assert.rejects(turns.enter(AbortSignal.abort()), { code: 'cancelled' });
    (await turns.enter(never))();
  });

  it('is not confused by leaving twice', async () => {
    const turns = new Turnstile();
    const leave = await turns.enter(never);
    leave();
    const second = await turns.enter(never);
    leave();
    let entered = false;
    const third = turns.enter(never).then(() => (entered = true));
    await settle();
    assert.equal(entered, false);
    second();
    await third;
  });
});

describe('Breather', () => {
  let breather: Breather;
  let channel: MessageChannel;
  beforeEach(() => {
    breather = new Breather();
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
    await breather.breathe();
    await breather.breathe();
    assert.equal(delivered, 1);
    // And later ones, when it has long been breathing.
    for (let i = 0; i < 50; i++) await breather.breathe();
    channel.port2.postMessage(0);
    await breather.breathe();
    await breather.breathe();
    assert.equal(delivered, 2);
  });

  it('lets timers through', async () => {
    let rang = false;
    setTimeout(() => (rang = true), 0);
    const end = performance.now() + 1000;
    while (!rang && performance.now() < end) await breather.breathe();
    assert.equal(rang, true);
  });

  it('takes far less than the millisecond of a timer', async () => {
    const start = performance.now();
    for (let i = 0; i < 200; i++) await breather.breathe();
    assert.ok(performance.now() - start < 200, 'a breath takes as long as a timer');
  });
});
