import assert from 'node:assert/strict';
import { MessageChannel } from 'node:worker_threads';
import { AttentiveError, cancelled } from '../../../src/base/errors';
import { call, connect, type Handlers, serve, stream, transferring } from '../../../src/base/rpc';
import { consumed } from '../../../src/base/streams';
import { portOf } from './ports';

const contract = {
  add: call<{ readonly a: number; readonly b: number }, number>(),
  count: stream<number, number, string>(16),
  bytes: call<Uint8Array<ArrayBuffer>, number>(),
  hang: call<void, void>(),
};

/** What the handlers `count` and `hang` recorded, for the tests that end them early. */
interface Seen {
  aborted: boolean;
  ended: boolean;
  produced: number;
}

function handlers(seen: Seen): Handlers<typeof contract> {
  return {
    async add({ a, b }) {
      if (a < 0) throw new AttentiveError('bad-request', 'no negative numbers', { name: 'a', why: 'negative' });
      return a + b;
    },
    async *count(to, signal) {
      signal.addEventListener('abort', () => (seen.aborted = true));
      try {
        for (let i = 0; i < to; i++) {
          await new Promise(resolve => setImmediate(resolve));
          if (signal.aborted) throw cancelled();
          seen.produced++;
          yield i;
        }
        return 'done';
      } finally {
        seen.ended = true;
      }
    },
    async bytes(bytes) {
      return bytes.length;
    },
    async hang(_request, signal) {
      seen.produced++;
      await new Promise(resolve => signal.addEventListener('abort', resolve));
      seen.aborted = true;
    },
  };
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise(resolve => setImmediate(resolve));
}

describe('rpc', () => {
  let channel: MessageChannel;
  let seen: Seen;
  let client: ReturnType<typeof connect<typeof contract>>;

  beforeEach(() => {
    channel = new MessageChannel();
    seen = { aborted: false, ended: false, produced: 0 };
    serve(portOf(channel.port2), contract, handlers(seen));
    client = connect(portOf(channel.port1), contract);
  });
  afterEach(() => {
    client.dispose();
    channel.port1.close();
  });

  it('answers a call', async () => {
    assert.equal(await client.add({ a: 2, b: 3 }), 5);
  });

  it('streams items in order and returns the result', async () => {
    const items: number[] = [];
    const run = client.count(4);
    let step = await run.next();
    while (step.done !== true) {
      items.push(step.value);
      step = await run.next();
    }
    assert.deepEqual([items, step.value], [[0, 1, 2, 3], 'done']);
  });

  it('gives each of several simultaneous calls its own result', async () => {
    const sums = [1, 2, 3].map(a => client.add({ a, b: a }));
    assert.deepEqual(await Promise.all(sums), [2, 4, 6]);
  });

  it('rejects a call with the code and data of the error that its handler threw, and with both stacks', async () => {
    const error = await client.add({ a: -1, b: 0 }).catch((thrown: unknown) => thrown);
    assert.ok(error instanceof AttentiveError);
    assert.equal(error.code, 'bad-request');
    assert.deepEqual(error.data, { name: 'a', why: 'negative' });
    assert.match(error.stack ?? '', /on the other side[^]*add/);
  });

  it('answers `protocol` to a method that is not in the contract, also for names of Object.prototype', async () => {
    for (const method of ['drop', 'toString', '__proto__', 'constructor']) {
      const answer = new Promise<{ kind: string; error: { code: string } }>(resolve =>
        channel.port1.once('message', resolve),
      );
      channel.port1.postMessage({ kind: 'call', id: 999, method, request: undefined });
      const { kind, error } = await answer;
      assert.deepEqual([kind, error.code], ['fail', 'protocol'], method);
    }
  });

  it('ignores values that are no messages of its protocol', async () => {
    for (const noise of [null, 7, 'call', [], { kind: 'other' }]) channel.port1.postMessage(noise);
    assert.equal(await client.add({ a: 1, b: 1 }), 2);
  });

  it('aborts the handler of a stream when the signal aborts, and rejects at once', async () => {
    const controller = new AbortController();
    const run = client.count(1e9, controller.signal);
    await run.next();
    controller.abort();
    await assert.rejects(consumed(run), { code: 'cancelled' });
    await until(() => seen.ended);
    assert.equal(seen.aborted, true);
  });

  it('aborts the handler of a call when the signal aborts, and rejects at once', async () => {
    const controller = new AbortController();
    const hanging = client.hang(undefined, controller.signal);
    await until(() => seen.produced === 1);
    controller.abort();
    await assert.rejects(hanging, { code: 'cancelled' });
    await until(() => seen.aborted);
    await assert.rejects(client.hang(undefined, AbortSignal.abort()), { code: 'cancelled' });
    assert.equal(await client.add({ a: 1, b: 0 }), 1);
    assert.equal(seen.produced, 1);
  });

  it('rejects a pending call when the port closes, and aborts its handler', async () => {
    const waiting = assert.rejects(client.hang(), { code: 'closed' });
    await until(() => seen.produced === 1);
    channel.port2.close();
    await waiting;
    await until(() => seen.aborted);
  });

  it('rejects a call that the other side answers with an item, as if it were a stream', async () => {
    const { port1, port2 } = new MessageChannel();
    const asStream = { add: stream<{ readonly a: number; readonly b: number }, number, number>() };
    let ended = false;
    serve(portOf(port2), asStream, {
      async *add({ a, b }) {
        try {
          yield a;
          return b;
        } finally {
          ended = true;
        }
      },
    });
    await assert.rejects(connect(portOf(port1), contract).add({ a: 1, b: 2 }), { code: 'protocol' });
    await until(() => ended);
    port1.close();
  });

  it('sends no request for a stream whose signal was aborted before', async () => {
    await assert.rejects(consumed(client.count(5, AbortSignal.abort())), { code: 'cancelled' });
    assert.equal(await client.add({ a: 1, b: 0 }), 1);
    assert.equal(seen.produced, 0);
  });

  it('aborts the handler when the caller leaves the loop over a stream early', async () => {
    for await (const item of client.count(1e9)) if (item === 2) break;
    await until(() => seen.ended);
    assert.equal(seen.aborted, true);
  });

  it('rejects every pending stream and every later call with the reason when the port closes', async () => {
    const waiting = [consumed(client.count(1e9)), consumed(client.count(1e9))];
    const outcomes = Promise.allSettled(waiting);
    await until(() => seen.produced > 0);
    channel.port2.close();
    for (const outcome of await outcomes) {
      assert.equal(outcome.status, 'rejected');
      assert.deepEqual([outcome.reason.code, outcome.reason.data.reason], ['closed', 'the channel was closed']);
    }
    await assert.rejects(client.add({ a: 1, b: 1 }), { code: 'closed' });
    await until(() => seen.ended);
  });

  it('rejects a pending stream when the client is disposed', async () => {
    const waiting = assert.rejects(consumed(client.count(1e9)), { code: 'closed' });
    await until(() => seen.produced > 0);
    client.dispose();
    await waiting;
  });

  it('transfers the buffers that `transferring` names, and copies the others', async () => {
    const moved = new Uint8Array(10);
    assert.equal(await client.bytes(transferring(moved, [moved.buffer])), 10);
    assert.equal(moved.length, 0);
    const copied = new Uint8Array(10);
    assert.equal(await client.bytes(copied), 10);
    assert.equal(copied.length, 10);
  });

  it('ends a handler whose item cannot be sent, and rejects for the caller', async () => {
    const odd = { items: stream<undefined, unknown, void>() };
    const { port1, port2 } = new MessageChannel();
    let ended = false;
    serve(portOf(port2), odd, {
      async *items() {
        try {
          yield 1;
          yield () => 'no port takes a function';
          yield 3;
        } finally {
          ended = true;
        }
      },
    });
    const items: unknown[] = [];
    const reading = async (): Promise<void> => {
      for await (const item of connect(portOf(port1), odd).items(undefined)) items.push(item);
    };
    await assert.rejects(reading(), /clone/);
    assert.deepEqual([items, ended], [[1], true]);
    port1.close();
  });

  it('rejects with `internal` when the error of a handler cannot be sent', async () => {
    const { port1, port2 } = new MessageChannel();
    const odd = { fails: call<undefined, void>() };
    serve(portOf(port2), odd, {
      async fails() {
        throw new AttentiveError('bad-request', 'odd', { name: (() => 1) as unknown as string });
      },
    });
    await assert.rejects(connect(portOf(port1), odd).fails(undefined), { code: 'internal' });
    port1.close();
  });

  it('serves and calls at both ends of one channel at the same time', async () => {
    const { port1, port2 } = new MessageChannel();
    const ends = [portOf(port1), portOf(port2)].map(port => {
      serve(port, contract, handlers({ aborted: false, ended: false, produced: 0 }));
      return connect(port, contract);
    });
    const counted = ends.map(end => consumed(end.count(20)));
    assert.deepEqual(await Promise.all(ends.map((end, at) => end.add({ a: at, b: 10 }))), [10, 11]);
    assert.deepEqual(await Promise.all(counted), ['done', 'done']);
    port1.close();
  });

  it('runs ahead of a slow reader by as many items as the contract says', async () => {
    const run = client.count(1000);
    await run.next();
    // The handler now waits for the reader, so it makes no further item however many turns of the event loop pass.
    await until(() => seen.produced >= 16);
    for (let turn = 0; turn < 50; turn++) await new Promise(resolve => setImmediate(resolve));
    assert.equal(seen.produced, 16);
    await run.next();
    await until(() => seen.produced === 17);
    await run.return('');
    await until(() => seen.ended);
  });

  it('aborts a handler that waits for its reader', async () => {
    const controller = new AbortController();
    const run = client.count(1000, controller.signal);
    await run.next();
    await until(() => seen.produced >= 16);
    controller.abort();
    await until(() => seen.ended);
    await assert.rejects(run.next(), { code: 'cancelled' });
  });

  it('rejects a request that cannot be cloned, and answers the next one', async () => {
    const request = { a: 1, b: (() => 2) as unknown as number };
    await assert.rejects(client.add(request), /clone/);
    assert.equal(await client.add({ a: 1, b: 2 }), 3);
  });
});
