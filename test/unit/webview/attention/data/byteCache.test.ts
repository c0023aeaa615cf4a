import assert from 'node:assert/strict';
import { ByteCache } from '../../../../../src/webview/attention/data/byteCache';

/** A fetch in the test's hands. */
function fetching(): {
  readonly fetch: (signal: AbortSignal) => Promise<string>;
  readonly signals: AbortSignal[];
  readonly arrive: (value: string) => void;
  readonly fail: (error: Error) => void;
} {
  const signals: AbortSignal[] = [];
  let [arrive, fail] = [(_value: string): void => undefined, (_error: Error): void => undefined];
  const fetch = (signal: AbortSignal): Promise<string> => {
    signals.push(signal);
    return new Promise((resolve, reject) => ([arrive, fail] = [resolve, reject]));
  };
  return { fetch, signals, arrive: value => arrive(value), fail: error => fail(error) };
}

const small = (): number => 1;

describe('fetched values', () => {
  it('are fetched once for all who ask', async () => {
    const fetched = new ByteCache(10);
    const { fetch, signals, arrive } = fetching();
    const both = [fetched.get('a', fetch, small), fetched.get('a', fetch, small)];
    arrive('value');
    assert.deepEqual(await Promise.all(both), ['value', 'value']);
    assert.equal(await fetched.get('a', fetch, small), 'value');
    assert.equal(signals.length, 1);
  });

  it('are aborted when the last who waited has left, and not before', async () => {
    const fetched = new ByteCache(10);
    const { fetch, signals } = fetching();
    const [one, other] = [new AbortController(), new AbortController()];
    const first = assert.rejects(fetched.get('a', fetch, small, one.signal), { code: 'cancelled' });
    const second = assert.rejects(fetched.get('a', fetch, small, other.signal), { code: 'cancelled' });
    one.abort();
    await first;
    assert.equal(signals[0].aborted, false);
    other.abort();
    await second;
    assert.equal(signals[0].aborted, true);
    await assert.rejects(fetched.get('a', fetch, small, other.signal), { code: 'cancelled' });
    assert.equal(signals.length, 1);
  });

  it('are fetched anew after a failure', async () => {
    const fetched = new ByteCache(10);
    const { fetch, signals, arrive, fail } = fetching();
    const failed = assert.rejects(fetched.get('a', fetch, small), /broken/);
    fail(new Error('broken'));
    await failed;
    const again = fetched.get('a', fetch, small);
    arrive('value');
    assert.equal(await again, 'value');
    assert.equal(signals.length, 2);
  });

  it('are forgotten, the longest unused first, when they are too many', async () => {
    const fetched = new ByteCache(2);
    let fetches = 0;
    const get = (key: string, bytes = 1): Promise<number> =>
      fetched.get(
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
    assert.equal(fetches, 3, 'a was used after b');
    await get('b');
    assert.equal(fetches, 4);
    await get('huge', 100);
    await get('huge', 100);
    assert.equal(fetches, 5, 'the newest stays, however large');
  });

  it('are gone when cleared, and running fetches are aborted', async () => {
    const fetched = new ByteCache(10);
    const { fetch, signals } = fetching();
    void fetched.get('a', fetch, small);
    fetched.clear();
    assert.equal(signals[0].aborted, true);
  });
});
