import assert from 'node:assert/strict';
import { DisposableStore, toDisposable } from '../../../src/base/lifecycle';

describe('DisposableStore', () => {
  it('disposes last in, first out, once', () => {
    const order: string[] = [];
    const store = new DisposableStore();
    store.add(toDisposable(() => order.push('a')));
    store.add(toDisposable(() => order.push('b')));
    store.dispose();
    store.dispose();
    assert.deepEqual(order, ['b', 'a']);
  });

  it('disposes late arrivals at once', () => {
    const store = new DisposableStore();
    store.dispose();
    let disposed = false;
    store.add(toDisposable(() => (disposed = true)));
    assert.equal(disposed, true);
  });

  it('goes on after a member that throws, and tells of every error', () => {
    const store = new DisposableStore();
    let reached = false;
    store.add(toDisposable(() => (reached = true)));
    store.add({
      dispose() {
        throw new Error('first');
      },
    });
    assert.throws(() => store.dispose(), /first/);
    assert.equal(reached, true);

    const two = new DisposableStore();
    for (const name of ['x', 'y']) {
      two.add({
        dispose() {
          throw new Error(name);
        },
      });
    }
    assert.throws(() => two.dispose(), AggregateError);
  });

  it('releases one member now and not again later', () => {
    const store = new DisposableStore();
    let count = 0;
    const member = store.add({ dispose: () => void count++ });
    store.release(member);
    store.dispose();
    assert.equal(count, 1);
  });
});
