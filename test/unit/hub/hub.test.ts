// Loopback hub: clients that know nothing of Attentive, the hub's own library and transformers.js, download from it.
import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { downloadFile, fileDownloadInfo, listFiles, listModels, modelInfo, snapshotDownload } from '@huggingface/hub';
import { AutoTokenizer, env } from '@huggingface/transformers';
import { startHub } from '../../../tools/hub/hub.mjs';

const MARIAN = path.join(__ROOT__, 'test/fixtures/marian');
const GRAPH = 'onnx/encoder_model_quantized.onnx';

type Hub = Awaited<ReturnType<typeof startHub>>;

describe('the loopback hub', () => {
  let hub: Hub;
  let folder: string;
  before(async () => {
    hub = await startHub({
      token: 'hf_right',
      pageSize: 4,
      repositories: {
        'fixtures/marian': { folder: MARIAN, license: 'mit', task: 'translation', tags: ['onnx', 'translation'] },
        'fixtures/old-name': { movedTo: 'fixtures/marian' },
        'fixtures/private': { files: { 'config.json': '{}' }, private: true },
        'fixtures/gated': { files: { 'config.json': '{}' }, gated: 'manual' },
      },
    });
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'attentive-hub-'));
  });
  after(async () => {
    await hub.close();
    fs.rmSync(folder, { recursive: true });
  });

  it('gives the hub’s library commit, license, sizes and digests, over several pages', async () => {
    const info = await modelInfo({ name: 'fixtures/marian', hubUrl: hub.url, additionalFields: ['sha', 'cardData'] });
    assert.match(info.sha, /^[0-9a-f]{40}$/);
    assert.equal(info.cardData?.license, 'mit');
    const files = new Map<string, { size: number; oid?: string; lfs?: { oid: string } }>();
    for await (const file of listFiles({ repo: 'fixtures/marian', hubUrl: hub.url, recursive: true })) {
      if (file.type === 'file') files.set(file.path, file);
    }
    const graph = fs.readFileSync(path.join(MARIAN, GRAPH));
    assert.equal(files.get(GRAPH)?.size, graph.length);
    assert.equal(files.get(GRAPH)?.lfs?.oid, crypto.createHash('sha256').update(graph).digest('hex'));
    const config = fs.readFileSync(path.join(MARIAN, 'config.json'));
    const blob = crypto.createHash('sha1').update(`blob ${config.length}\0`).update(config).digest('hex');
    assert.equal(files.get('config.json')?.oid, blob);
    assert.ok(files.size > 8, 'more than two pages');
  });

  it('gives the hub’s library files over the second host, without its token', async () => {
    const from = { repo: 'fixtures/marian', hubUrl: hub.url, accessToken: 'hf_right', path: GRAPH };
    const info = await fileDownloadInfo(from);
    assert.equal(info?.size, fs.statSync(path.join(MARIAN, GRAPH)).size);
    const blob = await downloadFile(from);
    assert.ok(blob !== null);
    assert.deepEqual(Buffer.from(await blob.arrayBuffer()), fs.readFileSync(path.join(MARIAN, GRAPH)));
    const toFiles = hub.requests.filter(({ host }) => host === 'files');
    assert.ok(toFiles.length > 0);
    assert.ok(toFiles.every(({ headers }) => headers.authorization === undefined));
  });

  it('lets the hub’s library write its cache', async () => {
    const { debug } = console;
    console.debug = () => undefined;
    const snapshot = await snapshotDownload({ repo: 'fixtures/marian', hubUrl: hub.url, cacheDir: folder }).finally(
      () => (console.debug = debug),
    );
    const { commit } = hub.repositories.get('fixtures/marian') ?? assert.fail();
    assert.equal(snapshot, path.join(folder, 'models--fixtures--marian', 'snapshots', commit));
    assert.deepEqual(fs.readFileSync(path.join(snapshot, GRAPH)), fs.readFileSync(path.join(MARIAN, GRAPH)));
  });

  it('lets the hub’s library search', async () => {
    const names: string[] = [];
    for await (const model of listModels({ hubUrl: hub.url, search: { query: 'marian', tags: ['onnx'] } })) {
      names.push(model.name);
    }
    assert.deepEqual(names, ['fixtures/marian']);
  });

  it('lets transformers.js load a tokenizer', async () => {
    const before = { ...env };
    Object.assign(env, { remoteHost: hub.url, allowLocalModels: false, useBrowserCache: false, useFSCache: false });
    try {
      const loaded: unknown = await AutoTokenizer.from_pretrained('fixtures/marian');
      const tokenizer = loaded as { encode(text: string): number[] };
      assert.ok(tokenizer.encode('a').length > 0);
    } finally {
      Object.assign(env, before);
    }
    assert.ok(hub.requests.some(request => request.path?.endsWith('/fixtures/marian/resolve/main/tokenizer.json')));
  });

  it('refuses as the hub does: private, gated, unknown repositories, revisions and files', async () => {
    const status = async (address: string, token?: string): Promise<unknown[]> => {
      const headers: Record<string, string> = token === undefined ? {} : { Authorization: `Bearer ${token}` };
      const response = await fetch(hub.url + address, { headers, redirect: 'manual' });
      await response.arrayBuffer();
      return [response.status, response.headers.get('x-error-code')];
    };
    assert.deepEqual(await status('/api/models/fixtures/private'), [401, 'RepoNotFound']);
    assert.deepEqual(await status('/api/models/fixtures/private', 'hf_right'), [200, null]);
    assert.deepEqual(await status('/api/models/fixtures/private', 'hf_wrong'), [401, null]);
    assert.deepEqual(await status('/api/models/fixtures/none', 'hf_right'), [404, 'RepoNotFound']);
    assert.deepEqual(await status('/fixtures/gated/resolve/main/config.json'), [401, 'GatedRepo']);
    assert.deepEqual(await status('/fixtures/gated/resolve/main/config.json', 'hf_right'), [200, null]);
    assert.deepEqual(await status('/fixtures/marian/resolve/main/none.json'), [404, 'EntryNotFound']);
    assert.deepEqual(await status('/fixtures/marian/resolve/v9/config.json'), [404, 'RevisionNotFound']);
    assert.deepEqual(await status('/api/models/fixtures/old-name/revision/main'), [307, null]);
  });
});
