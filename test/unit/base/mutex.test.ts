import assert from 'node:assert/strict';
import { Mutex } from '../../../src/base/mutex';

async function settle(): Promise<void> {
  for (let i = 0; i < 5; i++) await new Promise(resolve => setImmediate(resolve));
}

describe('Mutex', () => {
  it('is locked by one holder at a time, in the order of the calls', async () => {
    const mutex = new Mutex();
    const seen: string[] = [];
    const work = async (name: string): Promise<void> => {
      const unlock = await mutex.lock();
      seen.push(`${name} in`);
      await settle();
      seen.push(`${name} out`);
      unlock();
    };
    await Promise.all(['a', 'b', 'c'].map(work));
    assert.deepEqual(seen, ['a in', 'a out', 'b in', 'b out', 'c in', 'c out']);
  });

  it('lets a second caller wait until it is unlocked', async () => {
    const mutex = new Mutex();
    const unlock = await mutex.lock();
    let entered = false;
    const second = mutex.lock().then(() => (entered = true));
    await settle();
    assert.equal(entered, false);
    unlock();
    await second;
  });

  it('skips a waiter whose signal was aborted, and is locked by the next one', async () => {
    const mutex = new Mutex();
    const unlock = await mutex.lock();
    const controller = new AbortController();
    const aborted = mutex.lock(controller.signal);
    const third = mutex.lock();
    controller.abort();
    unlock();
    await assert.rejects(aborted, { code: 'cancelled' });
    (await third)();
    (await mutex.lock())();
  });

  it('throws `cancelled` for a signal that was aborted before the call, and can be locked afterwards', async () => {
    const mutex = new Mutex();
    await assert.rejects(mutex.lock(AbortSignal.abort()), { code: 'cancelled' });
    (await mutex.lock())();
  });

  it('stays locked by the next holder when the previous one unlocks twice', async () => {
    const mutex = new Mutex();
    const unlock = await mutex.lock();
    unlock();
    const second = await mutex.lock();
    unlock();
    let entered = false;
    const third = mutex.lock().then(() => (entered = true));
    await settle();
    assert.equal(entered, false);
    second();
    await third;
  });

  it('runs one function after the other, also after a function that failed', async () => {
    const mutex = new Mutex();
    const seen: string[] = [];
    const failing = mutex.run(async () => {
      await settle();
      seen.push('first');
      throw new Error('broken');
    });
    const second = mutex.run(async () => seen.push('second'));
    await assert.rejects(failing, /broken/);
    await second;
    assert.deepEqual(seen, ['first', 'second']);
  });
});
