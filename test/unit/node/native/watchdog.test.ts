import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { toDisposable } from '../../../../src/base/lifecycle';
import type { Port } from '../../../../src/base/rpc';
import { answerPings, watched } from '../../../../src/node/native/watchdog';

const LIMIT = 1000;

/** A port whose other side the test plays, and a watch on it with a limit of one second. */
function watching() {
  const listeners = new Set<(message: unknown) => void>();
  const closers = new Set<(reason: string) => void>();
  const sent: unknown[] = [];
  const hangs: number[] = [];
  const port: Port = {
    send: message => void sent.push(message),
    onMessage(listener) {
      listeners.add(listener);
      return toDisposable(() => listeners.delete(listener));
    },
    onClose(listener) {
      closers.add(listener);
      return toDisposable(() => closers.delete(listener));
    },
  };
  const watch = watched(
    port,
    () => LIMIT,
    ms => void hangs.push(ms),
  );
  return {
    watch,
    hangs,
    sent,
    pings: () => sent.filter(message => (message as { readonly kind: string }).kind === 'ping').length,
    receive: (message: unknown) => listeners.forEach(listener => listener(message)),
    close: () => closers.forEach(listener => listener('it ended')),
    port,
  };
}

/** Lets time pass in small steps, because a timer that is set in a step begins at the end of it. */
function pass(ms: number): void {
  for (let left = ms; left > 0; left -= 1) mock.timers.tick(1);
}

const begin = { kind: 'call', id: 1, method: 'generate', request: {} };

describe('watched', () => {
  beforeEach(() => mock.timers.enable({ apis: ['setTimeout', 'setInterval'] }));
  afterEach(() => mock.timers.reset());

  it('tells of a call without an answer to its ping within the limit, once', () => {
    const { watch, hangs } = watching();
    watch.send(begin);
    pass(LIMIT - 1);
    assert.deepEqual(hangs, []);
    pass(1);
    pass(10 * LIMIT);
    assert.deepEqual(hangs, [LIMIT]);
  });

  it('pings again after an answer, for as long as the call runs', () => {
    const { watch, hangs, pings, receive } = watching();
    watch.send(begin);
    for (let round = 1; round <= 5; round++) {
      assert.equal(pings(), round);
      pass(LIMIT / 2);
      receive({ kind: 'pong' });
      pass(LIMIT / 10);
    }
    assert.deepEqual(hangs, []);
    pass(LIMIT);
    assert.deepEqual(hangs, [LIMIT]);
  });

  it('has one ping on its way, however many calls run', () => {
    const { watch, pings, receive } = watching();
    for (let id = 1; id <= 5; id++) watch.send({ ...begin, id });
    assert.equal(pings(), 1);
    receive({ kind: 'pong' });
    watch.send({ ...begin, id: 6 });
    pass(LIMIT / 10);
    assert.equal(pings(), 2);
  });

  it('rests when the last call has ended, also one that was cancelled only when it ends', () => {
    const { watch, hangs, receive, pings } = watching();
    watch.send(begin);
    watch.send({ ...begin, id: 2 });
    watch.send({ kind: 'cancel', id: 2 });
    receive({ kind: 'done', id: 1, value: 1 });
    receive({ kind: 'fail', id: 2, error: {} });
    pass(10 * LIMIT);
    assert.deepEqual([hangs, pings()], [[], 1]);
    watch.send({ ...begin, id: 3 });
    watch.send({ kind: 'cancel', id: 3 });
    pass(LIMIT);
    assert.deepEqual(hangs, [LIMIT]);
  });

  it('rests after the port has closed or the watch was disposed', () => {
    const first = watching();
    first.watch.send(begin);
    first.close();
    const second = watching();
    second.watch.send(begin);
    second.watch.dispose();
    pass(10 * LIMIT);
    assert.deepEqual([...first.hangs, ...second.hangs], []);
  });

  it('is answered by answerPings, which leaves other messages alone', () => {
    const { port, receive, sent } = watching();
    answerPings(port);
    receive({ kind: 'ping' });
    receive(begin);
    receive(undefined);
    assert.deepEqual(sent, [{ kind: 'pong' }]);
  });
});
