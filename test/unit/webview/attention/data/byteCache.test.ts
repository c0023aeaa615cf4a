import assert from 'node:assert/strict';
import { ByteCache } from '../../../../../src/webview/attention/data/byteCache';

/** A fetch whose result the test decides. */
function controlledFetch(): {
  readonly fetch: (signal: AbortSignal) => Promise<string>;
  readonly signals: AbortSignal[];
  readonly succeed: (value: string) => void;
  readonly fail: (error: Error) => void;
} {
  const signals: AbortSignal[] = [];
  let [succeed, fail] = [(_value: string): void => undefined, (_error: Error): void => undefined];
  const fetch = (signal: AbortSignal): Promise<string> => {
    signals.push(signal);
    return new Promise((resolve, reject) => ([succeed, fail] = [resolve, reject]));
  };
  return { fetch, signals, succeed: value => succeed(value), fail: error => fail(error) };
}

const small = (): number => 1;

describe('ByteCache', () => {
  it('fetches a value once for all callers', async () => {
    const cache = new ByteCache(10);
    const { fetch, signals, succeed } = controlledFetch();
    const both = [cache.get('a', fetch, small), cache.get('a', fetch, small)];
    succeed('value');
    assert.deepEqual(await Promise.all(both), ['value', 'value']);
    assert.equal(await cache.get('a', fetch, small), 'value');
    assert.equal(signals.length, 1);
  });

  it('aborts a fetch when the last waiting caller has aborted, and not before', async () => {
    const cache = new ByteCache(10);
    const { fetch, signals } = controlledFetch();
    const [one, other] = [new AbortController(), new AbortController()];
    const first = assert.rejects(cache.get('a', fetch, small, one.signal), { code: 'cancelled' });
    const second = assert.rejects(cache.get('a', fetch, small, other.signal), { code: 'cancelled' });
    one.abort();
    await first;
    assert.equal(signals[0].aborted, false);
    other.abort();
    await second;
    assert.equal(signals[0].aborted, true);
    await assert.rejects(cache.get('a', fetch, small, other.signal), { code: 'cancelled' });
    assert.equal(signals.length, 1);
  });

  it('fetches a value again after a failure', async () => {
    const cache = new ByteCache(10);
    const { fetch, signals, succeed, fail } = controlledFetch();
    const failed = assert.rejects(cache.get('a', fetch, small), /broken/);
    fail(new Error('broken'));
    await failed;
    const second = cache.get('a', fetch, small);
    succeed('value');
    assert.equal(await second, 'value');
    assert.equal(signals.length, 2);
  });

  it('drops the least recently used values beyond its limit', async () => {
    const cache = new ByteCache(2);
    let fetches = 0;
    const get = (key: string, bytes = 1): Promise<number> =>
      cache.get(
        key,
        async () => ++fetches,
        () => bytes,
      );
    await get('a');
    await get('b');
    await get('a');
    await get('c');
    assert.equal(fetches, 3);
    await get('a');
    assert.equal(fetches, 3, 'b was dropped, because a was used later');
    await get('b');
    assert.equal(fetches, 4);
    await get('huge', 100);
    await get('huge', 100);
    assert.equal(fetches, 5, 'the newest value is kept even if it is too large');
  });

  it('aborts running fetches when it is cleared', async () => {
    const cache = new ByteCache(10);
    const { fetch, signals } = controlledFetch();
    void cache.get('a', fetch, small);
    cache.clear();
    assert.equal(signals[0].aborted, true);
  });
});
