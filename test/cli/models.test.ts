// `attentive models` as a process: a model is added from a hub, used, moved to another machine, and removed; and it is whole or not there
// when processes are killed or work at the same time.
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { snapshotDownload } from '@huggingface/hub';
import yazl from 'yazl';
import { startHub } from '../../tools/hub/hub.mjs';

const CLI = path.join(__ROOT__, 'dist/node/cli.js');
const MARIAN = path.join(__ROOT__, 'test/fixtures/marian');
const MODEL = 'fixtures/opus-mt-en-fr';

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

describe('attentive models', () => {
  let hub: Awaited<ReturnType<typeof startHub>>;
  let folder: string;
  let environment: Record<string, string>;
  beforeEach(async () => {
    hub = await startHub({ repositories: { [MODEL]: { folder: MARIAN, license: 'apache-2.0', task: 'translation' } } });
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'attentive-cli-models-'));
    environment = {
      HF_ENDPOINT: hub.url,
      ATTENTIVE_MODELS: path.join(folder, 'store'),
      HF_HUB_CACHE: path.join(folder, 'cache'),
    };
  });
  afterEach(async () => {
    await hub.close();
    fs.rmSync(folder, { recursive: true });
  });

  function start(
    args: readonly string[],
    more: Record<string, string> = {},
  ): { child: ChildProcess; ended: Promise<Ended> } {
    const env = { ...process.env, ...environment, ...more };
    const child = spawn(process.execPath, [CLI, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'], cwd: folder });
    const text = { stdout: '', stderr: '' };
    child.stdout.on('data', (chunk: Buffer) => (text.stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (text.stderr += chunk.toString()));
    return { child, ended: once(child, 'close').then(([code]: (number | null)[]) => ({ code, ...text })) };
  }

  const models = (...args: string[]): Promise<Ended> => start(['models', ...args]).ended;

  async function assertRuns(ids: string): Promise<void> {
    const result = await start(['generate', '--backend', 'wasm', '--model', MODEL, '--ids', ids, '--json']).ended;
    assert.equal(result.code, 0, result.stderr);
  }

  it('adds a model, says from where and how much, and runs it; lists, verifies and removes it', async () => {
    const refused = await models('add', MODEL);
    assert.equal(refused.code, 2);
    assert.match(refused.stderr, new RegExp(`from ${hub.url}/${MODEL}, commit [0-9a-f]{12}`));
    assert.match(refused.stderr, /\d+ kB to download of \d+ kB\n(?:.*\n)*license: apache-2\.0/);
    assert.match(refused.stderr, /There is no terminal to answer on: give --yes/);
    assert.ok(
      hub.requests.every(({ host }) => host === 'hub'),
      'no model file before the answer',
    );
    assert.equal((await models('list')).stdout, '');

    const added = await models('add', MODEL, '--yes', '--json');
    assert.equal(added.code, 0, added.stderr);
    const { folder: place } = JSON.parse(added.stdout) as { folder: string };
    assert.ok(fs.existsSync(path.join(place, 'attentive.json')));
    assert.equal((await models('path', MODEL)).stdout, `${place}\n`);
    assert.match(
      (await models('list')).stdout,
      /^fixtures\/opus-mt-en-fr +available +\d+ kB +apache-2\.0 +en to fr\n$/,
    );
    assert.equal((await models('verify')).stdout, `${MODEL}: whole\n`);
    await assertRuns('5 17 0');

    const count = hub.requests.length;
    assert.equal((await models('remove', MODEL, '--yes')).code, 0);
    assert.equal((await models('list')).stdout, '');
    assert.deepEqual(fs.readdirSync(path.join(folder, 'store', 'blobs')), []);
    assert.equal(hub.requests.length, count, 'list, path, verify, generate and remove ask nothing of the hub');
  });

  it('finds a model by search, and the catalog without the hub', async () => {
    assert.match((await models('search', 'opus')).stdout, /^fixtures\/opus-mt-en-fr +marian +translation/);
    const count = hub.requests.length;
    const list = await models('list', '--catalog', '--from', 'en', '--to', 'it', '--json');
    const ids = (JSON.parse(list.stdout) as { id: string }[]).map(({ id }) => id);
    assert.ok(ids.includes('Xenova/opus-mt-en-it'), list.stdout);
    const offline = await start(['models', 'search', 'nllb'], { HF_HUB_OFFLINE: '1' }).ended;
    assert.match(offline.stdout, /Xenova\/nllb-200-distilled-600M/);
    const refused = await start(['models', 'add', MODEL, '--yes'], { HF_HUB_OFFLINE: '1' }).ended;
    assert.match(refused.stderr, /“HF_HUB_OFFLINE” cannot be used: it forbids to ask 127\.0\.0\.1/);
    assert.equal(hub.requests.length, count);
  });

  it('uses what the hub’s own library downloaded, in place and without the hub', async () => {
    const { debug } = console;
    console.debug = () => undefined;
    const cacheDir = path.join(folder, 'cache');
    const snapshot = await snapshotDownload({ repo: MODEL, hubUrl: hub.url, cacheDir }).finally(
      () => (console.debug = debug),
    );
    const count = hub.requests.length;
    assert.equal((await models('path', MODEL)).stdout, `${snapshot}\n`);
    assert.match((await models('list')).stdout, /^fixtures\/opus-mt-en-fr +available +unknown +en to fr\n$/);
    await assertRuns('5 17 0');
    assert.equal(hub.requests.length, count);
    assert.ok(!fs.existsSync(path.join(folder, 'store')));
  });

  it('a process that is killed while it downloads: the next one completes the model', async () => {
    hub.faults.push({ path: /^GET files /, stallAfter: 70_000 });
    const killed = start(['models', 'add', MODEL, '--yes']);
    const unfinished = path.join(folder, 'store', 'unfinished');
    const isStalled = (): boolean =>
      hub.requests.filter(({ host }) => host === 'files').length >= 2 && fs.existsSync(unfinished);
    await new Promise<void>(resolve => {
      const look = setInterval(() => {
        if (!isStalled()) return;
        clearInterval(look);
        resolve();
      }, 20);
    });
    killed.child.kill('SIGKILL');
    await killed.ended;
    assert.equal((await models('list')).stdout, '');
    hub.faults.length = 0;
    const added = await models('add', MODEL, '--yes');
    assert.equal(added.code, 0, added.stderr);
    assert.equal((await models('verify')).stdout, `${MODEL}: whole\n`);
    assert.deepEqual(fs.readdirSync(path.join(folder, 'store', 'locks')), []);
  });

  it('two processes that add the same model at once download each file once', async () => {
    const results = await Promise.all([models('add', MODEL, '--yes'), models('add', MODEL, '--yes')]);
    for (const { code, stderr } of results) assert.equal(code, 0, stderr);
    assert.equal((await models('verify')).stdout, `${MODEL}: whole\n`);
    const fetched = hub.requests.filter(({ host }) => host === 'files').map(({ path: at }) => at);
    assert.equal(new Set(fetched).size, fetched.length, fetched.join('\n'));
  });

  it('moves a model to a machine without a network as a .zip, and takes a folder', async () => {
    await models('add', MODEL, '--yes');
    const written = await models('export', MODEL, '--out', 'm.zip');
    assert.equal(written.code, 0, written.stderr);
    environment = { ...environment, ATTENTIVE_MODELS: path.join(folder, 'other'), HF_HUB_OFFLINE: '1' };
    const count = hub.requests.length;
    const added = await models('add', 'm.zip', '--id', MODEL);
    assert.equal(added.code, 0, added.stderr);
    assert.equal((await models('verify', MODEL)).stdout, `${MODEL}: whole\n`);
    await assertRuns('5 17 0');
    const fromFolder = await models('add', MARIAN, '--from', 'en', '--to', 'de');
    assert.equal(fromFolder.code, 0, fromFolder.stderr);
    assert.match((await models('list', '--to', 'de')).stdout, /^marian +available/);
    assert.equal(hub.requests.length, count);
  });

  it('refuses archives whose files would leave the store, and what is no model', async () => {
    const archive = async (file: string, change: (zip: yazl.ZipFile) => void): Promise<string> => {
      const zip = new yazl.ZipFile();
      zip.addBuffer(Buffer.from('{"model_type":"marian","is_encoder_decoder":true}'), 'config.json');
      change(zip);
      zip.end();
      const stream = fs.createWriteStream(path.join(folder, file));
      zip.outputStream.pipe(stream);
      await once(stream, 'finish');
      return file;
    };
    const rename = (file: string, from: string, to: string): void => {
      const bytes = fs.readFileSync(path.join(folder, file)).toString('latin1').replaceAll(from, to);
      fs.writeFileSync(path.join(folder, file), Buffer.from(bytes, 'latin1'));
    };
    await archive('up.zip', zip => zip.addBuffer(Buffer.from('x'), 'aa/evil.txt'));
    rename('up.zip', 'aa/evil.txt', '../evil.txt');
    await archive('link.zip', zip => zip.addBuffer(Buffer.from('/etc/passwd'), 'tokenizer.json', { mode: 0o120777 }));
    await archive('bomb.zip', zip => zip.addBuffer(Buffer.alloc(80 * 2 ** 20), 'onnx/encoder_model.onnx'));
    fs.writeFileSync(path.join(folder, 'text.zip'), 'this is no archive');
    await archive('part.zip', () => undefined);
    for (const [file, sentence] of [
      ['up.zip', /\.\.\/evil\.txt|invalid relative path/],
      ['link.zip', /“tokenizer\.json” in it is a link/],
      ['bomb.zip', /unpacks to \d+ bytes, which no model needs/],
      ['text.zip', /it is no \.zip archive/],
      ['part.zip', /it has no tokenizer\.json/],
    ] as const) {
      const { code, stderr } = await models('add', file);
      assert.notEqual(code, 0, file);
      assert.match(stderr, sentence, file);
      assert.equal(stderr.trimEnd().split('\n').length, 1, stderr);
    }
    assert.ok(!fs.existsSync(path.join(folder, 'evil.txt')));
    assert.equal((await models('list')).stdout, '');
  });
});
