// Lock: one process at a time, and the lock of a process that has ended is free.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { isHeld, withLock } from '../../../../src/node/models/lock';
import { temporaryFolder } from './parts';

const never = new AbortController().signal;

/** The number of a process that has ended. */
async function deadProcess(): Promise<number> {
  const child = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
  await once(child, 'exit');
  return child.pid ?? assert.fail();
}

describe('a lock', () => {
  let place: ReturnType<typeof temporaryFolder>;
  let file: string;
  beforeEach(() => {
    place = temporaryFolder();
    file = path.join(place.folder, 'lock');
  });
  afterEach(() => place.remove());

  it('lets one at a time work, and is removed afterwards', async () => {
    let inside = 0;
    let most = 0;
    const work = async (): Promise<void> => {
      inside += 1;
      most = Math.max(most, inside);
      assert.ok(await isHeld(file));
      await fs.promises.readdir(place.folder);
      inside -= 1;
    };
    await Promise.all([1, 2, 3].map(() => withLock(file, never, work)));
    assert.equal(most, 1);
    assert.deepEqual(fs.readdirSync(place.folder), []);
  });

  it('is free after work that failed', async () => {
    await assert.rejects(
      withLock(file, never, () => Promise.reject(new Error('no'))),
      /no/,
    );
    assert.equal(await withLock(file, never, () => Promise.resolve(7)), 7);
  });

  it('of a process that has ended is taken, by one of those that wait', async () => {
    fs.writeFileSync(file, JSON.stringify({ host: os.hostname(), pid: await deadProcess(), token: 'dead' }));
    assert.equal(await isHeld(file), false);
    const order: string[] = [];
    const work = (name: string) => () =>
      fs.promises.readdir(place.folder).then(() => {
        order.push(`${name} in`, `${name} out`);
      });
    await Promise.all([withLock(file, never, work('a')), withLock(file, never, work('b'))]);
    assert.equal(order.length, 4);
    assert.deepEqual(fs.readdirSync(place.folder), []);
  });

  it('without an owner counts as being taken just now, and as free when it is old', async () => {
    fs.writeFileSync(file, '');
    assert.ok(await isHeld(file));
    const old = new Date(Date.now() - 3600_000);
    fs.utimesSync(file, old, old);
    assert.equal(await withLock(file, never, () => Promise.resolve(1)), 1);
  });

  it('of another machine is respected until the wait is cancelled', async () => {
    fs.writeFileSync(file, JSON.stringify({ host: 'another', pid: 1, token: 'alive' }));
    const stop = new AbortController();
    const waiting = withLock(file, stop.signal, () => Promise.resolve(1));
    stop.abort();
    await assert.rejects(waiting, { code: 'cancelled' });
    assert.ok(fs.existsSync(file));
  });
});
