import assert from 'node:assert/strict';
import { DisposableStore, toDisposable } from '../../../src/base/lifecycle';

describe('DisposableStore', () => {
  it('disposes each member once, the last one first', () => {
    const order: string[] = [];
    const store = new DisposableStore();
    store.add(toDisposable(() => order.push('a')));
    store.add(toDisposable(() => order.push('b')));
    store.dispose();
    store.dispose();
    assert.deepEqual(order, ['b', 'a']);
  });

  it('disposes a member at once that is added after the store was disposed', () => {
    const store = new DisposableStore();
    store.dispose();
    let disposed = false;
    store.add(toDisposable(() => (disposed = true)));
    assert.equal(disposed, true);
  });

  it('disposes the other members although one throws, and then throws every error', () => {
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

  it('disposes a released member at once, and not again with the store', () => {
    const store = new DisposableStore();
    let count = 0;
    const member = store.add({ dispose: () => void count++ });
    store.release(member);
    store.dispose();
    assert.equal(count, 1);
  });
});
