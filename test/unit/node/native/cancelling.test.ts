// Cancelling: when a process that runs a cancelled call counts as stuck.
import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { Closing } from '../../../../src/base/closing';
import { toDisposable } from '../../../../src/base/lifecycle';
import { cancelling, GRACE_MS } from '../../../../src/node/native/cancelling';

/** A port whose other side the test plays; the process ends when it is found stuck. */
function running() {
  const listeners = new Set<(message: unknown) => void>();
  const closing = new Closing();
  const stuck: string[] = [];
  const port = cancelling(
    {
      send: () => undefined,
      onMessage(listener) {
        listeners.add(listener);
        return toDisposable(() => listeners.delete(listener));
      },
      onClose: listener => closing.onClose(listener),
    },
    () => {
      stuck.push('ended');
      closing.close('it was ended');
    },
  );
  return {
    port,
    stuck,
    call: (id: number) => port.send({ kind: 'call', id, method: 'generate', request: {} }),
    cancel: (id: number) => port.send({ kind: 'cancel', id }),
    receive: (message: unknown) => listeners.forEach(listener => listener(message)),
  };
}

describe('a cancelled call in the native process', () => {
  beforeEach(() => mock.timers.enable({ apis: ['setTimeout'] }));
  afterEach(() => mock.timers.reset());

  it('ends the process if it does not return in time, and whoever waits learns of it', async () => {
    const { port, stuck, call, cancel } = running();
    call(1);
    cancel(1);
    const settled = port.settled();
    mock.timers.tick(GRACE_MS - 1);
    assert.deepEqual(stuck, []);
    mock.timers.tick(1);
    assert.deepEqual(stuck, ['ended']);
    assert.equal(await settled, false);
  });

  it('ends nothing if it returns in time', async () => {
    const { port, stuck, call, cancel, receive } = running();
    call(1);
    cancel(1);
    const settled = port.settled();
    receive({ kind: 'fail', id: 1, error: {} });
    assert.equal(await settled, true);
    mock.timers.tick(10 * GRACE_MS);
    assert.deepEqual(stuck, []);
  });

  it('ends nothing while another call runs, nor when it had returned before', async () => {
    const { port, stuck, call, cancel, receive } = running();
    call(1);
    call(2);
    cancel(1);
    mock.timers.tick(10 * GRACE_MS);
    receive({ kind: 'done', id: 1, value: 1 });
    receive({ kind: 'done', id: 2, value: 1 });
    cancel(2);
    mock.timers.tick(10 * GRACE_MS);
    assert.deepEqual(stuck, []);
    assert.equal(await port.settled(), true);
  });

  it('ends nothing for a call that comes after it and is not cancelled', async () => {
    const { port, stuck, call, cancel } = running();
    call(1);
    cancel(1);
    call(2);
    const settled = port.settled();
    mock.timers.tick(GRACE_MS);
    assert.equal(await settled, true);
    assert.deepEqual(stuck, []);
  });
});
