// Disk store: models are whole or not there, contents are kept once and removed when no model needs them, whoever else uses the store.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { readCard } from '../../../../src/models/folder';
import { manifestText, parseManifest } from '../../../../src/models/storage/manifest';
import { diskStore, type DiskStore } from '../../../../src/node/models/diskStore';
import {
  add,
  assertWhole,
  errorOf,
  filesOf,
  GRAPH,
  GRAPH_BYTES,
  type Hub,
  hubWithModel,
  MODEL,
  plan,
  temporaryFolder,
} from './parts';

const never = new AbortController().signal;

describe('the store on disk', () => {
  let hub: Hub;
  let store: DiskStore;
  let place: ReturnType<typeof temporaryFolder>;
  beforeEach(async () => {
    hub = await hubWithModel();
    place = temporaryFolder();
    store = diskStore(path.join(place.folder, 'store'));
  });
  afterEach(async () => {
    await hub.close();
    place.remove();
  });

  const blobs = (): string[] => fs.readdirSync(path.join(store.location, 'blobs')).sort();

  it('is empty, and makes no folder, until something is added', async () => {
    assert.deepEqual(await store.list(), []);
    await plan(hub, store);
    assert.ok(!fs.existsSync(store.location));
  });

  it('gives a folder in the layout of the hub, with a card', async () => {
    const { manifest } = await add(hub, store);
    const card = await readCard(store.open(manifest));
    assert.deepEqual(card.tasks, [{ kind: 'translate', from: 'en', to: 'fr', input: {} }]);
    assert.equal(card.license, 'mit');
    assert.deepEqual(fs.readFileSync(path.join(store.folderOf(manifest), GRAPH)), GRAPH_BYTES);
    assert.deepEqual(parseManifest('m', manifestText(manifest)), manifest);
  });

  it('adding a model again fetches nothing but its description', async () => {
    await add(hub, store);
    const before = hub.requests.length;
    const planned = await add(hub, store);
    assert.equal(planned.missing, 0);
    assert.ok(hub.requests.slice(before).every(({ host, path: at }) => host === 'hub' && !at.includes('.onnx')));
    await assertWhole(store);
  });

  it('a newer commit fetches only what has changed, and the old one stays until then', async () => {
    const { manifest: old } = await add(hub, store);
    const files = filesOf(GRAPH_BYTES);
    hub.set(MODEL, { files: { ...files, 'tokenizer.json': '{"model":{"vocab":{"a":1}}}' } });
    hub.faults.push({ path: /resolve\/.*tokenizer\.json/, status: 404, headers: { 'X-Error-Code': 'EntryNotFound' } });
    await errorOf(add(hub, store));
    assert.deepEqual(
      (await store.list()).map(({ version }) => version),
      [old.version],
    );
    await assertWhole(store);
    hub.faults.length = 0;
    const before = hub.requests.length;
    const { manifest } = await add(hub, store);
    assert.notEqual(manifest.version, old.version);
    assert.ok(
      hub.requests.slice(before).every(({ host }) => host === 'hub'),
      'no large file',
    );
    await store.remove('none/at-all');
    assert.equal(blobs().length, manifest.files.length, 'the old tokenizer.json was removed');
    assert.ok(fs.existsSync(store.folderOf(manifest)) && !fs.existsSync(store.folderOf(old)));
  });

  it('removes the contents that no other model has', async () => {
    hub.set('fixtures/opus-mt-en-de', {
      files: { ...filesOf(GRAPH_BYTES), 'config.json': '{"model_type":"marian","is_encoder_decoder":true,"a":1}' },
    });
    const { manifest } = await add(hub, store);
    await add(hub, store, { named: { id: 'fixtures/opus-mt-en-de' } });
    const config = manifest.files.find(({ name }) => name === 'config.json')?.size;
    assert.equal(await store.remove(MODEL), config);
    assert.deepEqual(
      (await store.list()).map(({ id }) => id),
      ['fixtures/opus-mt-en-de'],
    );
    await store.remove('fixtures/opus-mt-en-de');
    assert.deepEqual(blobs(), []);
    assert.deepEqual(fs.readdirSync(path.join(store.location, 'models')), []);
  });

  it('removes nothing while a model is being added, or while a manifest is of a newer version', async () => {
    await add(hub, store);
    const before = blobs();
    await store.adding('o/m', never, async () => assert.equal(await store.remove(MODEL), 0));
    assert.deepEqual(blobs(), before);
    const unknown = path.join(store.location, 'manifests', 'new.json');
    fs.writeFileSync(unknown, '{"format":2}');
    assert.equal(await store.remove(MODEL), 0);
    assert.deepEqual([blobs(), await store.list()], [before, []]);
    fs.rmSync(unknown);
    assert.ok((await store.remove(MODEL)) > 0);
    assert.deepEqual(blobs(), []);
  });

  it('does not wait for a process that ended while it was adding', async () => {
    await add(hub, store);
    const dead = { host: os.hostname(), pid: 2 ** 22 + 1, token: 'dead' };
    fs.writeFileSync(path.join(store.location, 'adding', 'o--m.x'), JSON.stringify(dead));
    fs.writeFileSync(path.join(store.location, 'locks', 'store'), JSON.stringify(dead));
    assert.ok((await store.remove(MODEL)) > 0);
    assert.deepEqual(fs.readdirSync(path.join(store.location, 'adding')), []);
  });

  it('two that add the same model at once download each file once', async () => {
    await Promise.all([add(hub, store), add(hub, diskStore(store.location))]);
    await assertWhole(store);
    assert.equal(hub.requests.filter(({ host }) => host === 'files').length, 2);
  });

  it('finds damaged files, and adding the model again fetches just these', async () => {
    const { manifest } = await add(hub, store);
    assert.deepEqual(await store.verify(manifest, () => undefined, never), []);
    const graph = path.join(store.folderOf(manifest), GRAPH);
    fs.writeFileSync(graph, Buffer.alloc(GRAPH_BYTES.length));
    assert.deepEqual(await store.verify(manifest, () => undefined, never), [GRAPH]);
    const before = hub.requests.length;
    await add(hub, store);
    await assertWhole(store);
    assert.equal(hub.requests.slice(before).filter(({ host }) => host === 'files').length, 1);
  });

  it('does not publish a model whose contents are not all there', async () => {
    const { manifest } = await plan(hub, store);
    assert.equal((await errorOf(store.publish(manifest))).code, 'store-failed');
    assert.deepEqual(await store.list(), []);
  });

  it('says so if the folder cannot be written', async () => {
    fs.writeFileSync(store.location, 'a file');
    assert.equal((await errorOf(add(hub, store))).code, 'store-failed');
  });
});
