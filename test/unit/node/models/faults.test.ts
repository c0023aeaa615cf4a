// Faults of a download: after each of them the store has the whole model or nothing, and the next attempt completes it.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { diskStore, type DiskStore } from '../../../../src/node/models/diskStore';
import {
  add,
  type Adding,
  assertWhole,
  errorOf,
  filesOf,
  GRAPH,
  GRAPH_BYTES,
  type Hub,
  hubWithModel,
  MODEL,
  temporaryFolder,
} from './parts';

/** Requests for the large file, on the second host. */
const GRAPH_REQUEST = /^GET files /;
const SMALL_REQUEST = /^GET hub .*\/resolve\/.*\/tokenizer\.json/;

describe('adding a model over a hub with a fault', () => {
  let hub: Hub;
  let store: DiskStore;
  let place: ReturnType<typeof temporaryFolder>;
  beforeEach(async () => {
    hub = await hubWithModel();
    place = temporaryFolder();
    store = diskStore(place.folder);
  });
  afterEach(async () => {
    await hub.close();
    place.remove();
  });

  const requestsForGraph = (): string[] => {
    const digest = hub.repositories.get(MODEL)?.files.get(GRAPH)?.sha256 ?? assert.fail();
    return hub.requests.filter(({ path: at }) => at.includes(digest)).map(({ headers }) => headers.range ?? 'whole');
  };

  /** Checks that there is nothing, and that the next attempt, without the fault, completes the model. */
  async function assertNothingAndThenWhole(adding: Adding = {}): Promise<void> {
    assert.deepEqual(await store.list(), []);
    hub.faults.length = 0;
    await add(hub, store, adding);
    await assertWhole(store);
  }

  it('no fault: every file of the model and no other, from one commit', async () => {
    const planned = await add(hub, store);
    await assertWhole(store);
    assert.ok(!hub.requests.some(({ path: at }) => at.endsWith('README.md')));
    assert.ok(
      hub.requests
        .filter(({ path: at }) => at.includes('/resolve/'))
        .every(({ path: at }) => at.includes(planned.repository.commit)),
    );
    assert.equal(planned.manifest.license, 'mit');
    assert.deepEqual(fs.readdirSync(path.join(place.folder, 'unfinished')), []);
    assert.deepEqual(fs.readdirSync(path.join(place.folder, 'locks')), []);
  });

  it('cut at every 64 KiB: each request goes on where the last one ended', async () => {
    hub.faults.push({ path: GRAPH_REQUEST, cutAfter: 65_536 });
    await add(hub, store);
    await assertWhole(store);
    const offsets = requestsForGraph().map(range => Number(/^bytes=(\d+)-$/.exec(range)?.[1] ?? 0));
    assert.deepEqual(
      offsets,
      [...offsets].sort((a, b) => a - b),
    );
    assert.ok(offsets.length >= 5 && new Set(offsets).size === offsets.length, String(offsets));
  });

  it('cut again and again without a byte: an error, and what was received is kept', async () => {
    hub.faults.push({ path: GRAPH_REQUEST, cutAfter: 65_536, times: 2 }, { path: GRAPH_REQUEST, cutAfter: 0 });
    const error = await errorOf(add(hub, store));
    assert.equal(error.code, 'download-failed');
    const before = hub.requests.length;
    await assertNothingAndThenWhole();
    assert.ok(
      hub.requests.slice(before).some(({ headers }) => /^bytes=[1-9]/.test(headers.range ?? '')),
      'it went on',
    );
  });

  it('wrong digest: the file is fetched once more, then refused', async () => {
    hub.faults.push({ path: GRAPH_REQUEST, flip: 63 });
    const error = await errorOf(add(hub, store));
    assert.equal(error.code, 'download-failed');
    assert.match(error.message, /its content is not what the hub lists/);
    await assertNothingAndThenWhole();
  });

  it('wrong digest of a small file: git’s id is checked as well', async () => {
    hub.faults.push({ path: SMALL_REQUEST, flip: 3 });
    assert.match((await errorOf(add(hub, store))).message, /tokenizer\.json .*git-sha1/);
    await assertNothingAndThenWhole();
  });

  it('wrong bytes once: the second attempt is right', async () => {
    hub.faults.push({ path: GRAPH_REQUEST, flip: 5, times: 2 });
    await add(hub, store);
    await assertWhole(store);
  });

  it('file changed between two parts: If-Range gives the whole new file, which is refused until it is the right one', async () => {
    hub.faults.push(
      { path: GRAPH_REQUEST, cutAfter: 131_072, times: 2 },
      { path: GRAPH_REQUEST, changed: true, times: 1 },
    );
    await add(hub, store);
    await assertWhole(store);
    assert.ok(hub.requests.some(({ headers }) => headers['if-range'] !== undefined));
  });

  for (const [status, code, sentence] of [
    [401, undefined, /is not available: there is none at .*HF_TOKEN/],
    [401, 'GatedRepo', /accept conditions first: do so at .* set HF_TOKEN/],
    [403, 'GatedRepo', /accept conditions first/],
    [404, 'EntryNotFound', /it has no .* any more/],
    [404, undefined, /there is none at/],
    [410, undefined, /status 410/],
  ] as const) {
    it(`status ${status} ${code ?? ''}: one sentence, at once`, async () => {
      const headers = code === undefined ? {} : { 'X-Error-Code': code };
      hub.faults.push({ path: GRAPH_REQUEST, status, headers });
      assert.match((await errorOf(add(hub, store))).message, sentence);
      assert.ok(hub.requests.filter(({ host }) => host === 'files').length <= 2, 'no retry');
      await assertNothingAndThenWhole();
    });
  }

  for (const status of [408, 429, 500, 502, 503]) {
    it(`status ${status} for some requests: tried again`, async () => {
      hub.faults.push({ path: GRAPH_REQUEST, status, headers: { 'Retry-After': '1' }, times: 3 });
      hub.faults.push({ path: /^GET hub \/api\//, status, times: 2 });
      await add(hub, store);
      await assertWhole(store);
    });
  }

  it('status 503 without end, and a Retry-After that is too long: errors', async () => {
    hub.faults.push({ path: GRAPH_REQUEST, status: 503 });
    assert.match((await errorOf(add(hub, store))).message, /status 503, 6 times in a row/);
    hub.faults.splice(0, 1, { path: GRAPH_REQUEST, status: 429, headers: { 'Retry-After': '3600' } });
    assert.match((await errorOf(add(hub, store))).message, /asks to wait for 3600 seconds/);
    await assertNothingAndThenWhole();
  });

  it('status 416 for a part: begins anew', async () => {
    hub.faults.push(
      { path: GRAPH_REQUEST, cutAfter: 65_536, times: 2 },
      { path: GRAPH_REQUEST, status: 416, times: 1 },
    );
    await add(hub, store);
    await assertWhole(store);
  });

  it('slow loris: a connection that gives nothing is closed, and the next one goes on', async () => {
    hub.faults.push({ path: GRAPH_REQUEST, stallAfter: 70_000, times: 2 });
    await add(hub, store, { patienceMs: 50 });
    await assertWhole(store);
  });

  it('no ranges: begins anew after a break, and goes on only as far as it gets', async () => {
    hub.faults.push(
      { path: GRAPH_REQUEST, cutAfter: 100_000, noRange: true, times: 3 },
      { path: GRAPH_REQUEST, noRange: true },
    );
    await add(hub, store);
    await assertWhole(store);
  });

  it('no ranges and a break at the same place each time: ends with an error', async () => {
    hub.faults.push({ path: GRAPH_REQUEST, cutAfter: 100_000, noRange: true });
    assert.equal((await errorOf(add(hub, store))).code, 'download-failed');
    await assertNothingAndThenWhole();
  });

  it('Content-Length that is too long or too short', async () => {
    hub.faults.push({ path: GRAPH_REQUEST, longer: 1000, times: 2 }, { path: GRAPH_REQUEST, longer: -20, times: 2 });
    await add(hub, store);
    await assertWhole(store);
  });

  it('more bytes than the hub lists: refused', async () => {
    hub.faults.push({ path: GRAPH_REQUEST, more: 4 });
    const error = await errorOf(add(hub, store));
    assert.equal(error.code, 'download-failed');
    assert.match(error.message, /more bytes than the file has/);
    await assertNothingAndThenWhole();
  });

  it('gzip that was not asked for: undone, also if it breaks', async () => {
    hub.faults.push(
      { path: GRAPH_REQUEST, gzip: true, cutAfter: 100_000, times: 2 },
      { path: /^GET (?:files|hub .*\/resolve\/)/, gzip: true },
    );
    await add(hub, store);
    await assertWhole(store);
  });

  it('a redirect to another host over http, or in circles: refused, without a connection to it', async () => {
    hub.faults.push({ path: SMALL_REQUEST, location: 'http://example.invalid/file' });
    assert.match(
      (await errorOf(add(hub, store))).message,
      /redirects to http:\/\/example\.invalid, which is not followed: only https is/,
    );
    hub.faults.splice(0, 1, { path: /tokenizer\.json/, location: `/${MODEL}/resolve/x/tokenizer.json` });
    assert.match((await errorOf(add(hub, store))).message, /redirects without end/);
    await assertNothingAndThenWhole();
  });

  it('the token goes to the hub and never to the second host', async () => {
    await add(hub, store, { token: 'hf_right' });
    assert.ok(
      hub.requests
        .filter(({ host }) => host === 'hub')
        .every(({ headers }) => headers.authorization === 'Bearer hf_right'),
    );
    assert.ok(
      hub.requests.filter(({ host }) => host === 'files').every(({ headers }) => headers.authorization === undefined),
    );
  });

  it('gated and private repositories: a sentence each, and the model with the right token', async () => {
    hub.set(MODEL, { files: filesOf(GRAPH_BYTES), gated: 'manual' });
    assert.match((await errorOf(add(hub, store))).message, /accept conditions first/);
    hub.set(MODEL, { files: filesOf(GRAPH_BYTES), private: true });
    assert.match(
      (await errorOf(add(hub, store))).message,
      /there is none at .* or it is private and HF_TOKEN must be set/,
    );
    assert.match((await errorOf(add(hub, store, { token: 'hf_wrong' }))).message, /does not accept the token/);
    await assertNothingAndThenWhole({ token: 'hf_right' });
  });

  it('a renamed repository: found under its new name', async () => {
    hub.set('fixtures/old', { movedTo: MODEL });
    const planned = await add(hub, store, { named: { id: 'fixtures/old' } });
    assert.equal(planned.manifest.id, MODEL);
    await assertWhole(store);
  });

  it('a revision or a precision that is not there, and a repository that is no encoder-decoder', async () => {
    assert.match(
      (await errorOf(add(hub, store, { named: { id: MODEL, revision: 'v9' } }))).message,
      /no such revision/,
    );
    hub.set('fixtures/none', { files: { 'config.json': '{}' } });
    assert.match(
      (await errorOf(add(hub, store, { named: { id: 'fixtures/none' } }))).message,
      /has no tokenizer\.json/,
    );
  });

  it('cancelled in the middle: goes on later', async () => {
    const stop = new AbortController();
    const onBytes = (received: number): void => {
      if (received > 100_000) stop.abort();
    };
    assert.equal((await errorOf(add(hub, store, { signal: stop.signal, onBytes }))).code, 'cancelled');
    await assertNothingAndThenWhole();
  });

  it('disk full: a sentence, and the next attempt completes', async () => {
    const digest = hub.repositories.get(MODEL)?.files.get(GRAPH)?.sha256 ?? assert.fail();
    const unfinished = path.join(place.folder, 'unfinished', `sha256-${digest}`);
    fs.mkdirSync(path.dirname(unfinished), { recursive: true });
    // Linux refuses each write to this device as it does on a full disk.
    fs.symlinkSync('/dev/full', unfinished);
    const error = await errorOf(add(hub, store));
    assert.equal(error.code, 'store-failed');
    assert.match(error.message, /the disk is full; make room and try again/);
    fs.rmSync(unfinished);
    await assertNothingAndThenWhole();
  });
});
