// `attentive models` as a process, long: a model from the hub's own cache and from archives, moved to another machine; and it is whole or
// not there when processes are killed or work at the same time.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { snapshotDownload } from '@huggingface/hub';
import yazl from 'yazl';
import { MARIAN, MODEL, ModelsCommand } from './modelsCommand';

describe('attentive models, long', () => {
  let at: ModelsCommand;
  beforeEach(async () => {
    at = await ModelsCommand.begin();
  });
  afterEach(() => at.end());

  it('uses what the hub’s own library downloaded, in place and without the hub', async () => {
    const { debug } = console;
    console.debug = () => undefined;
    const cacheDir = path.join(at.folder, 'cache');
    const snapshot = await snapshotDownload({ repo: MODEL, hubUrl: at.hub.url, cacheDir }).finally(
      () => (console.debug = debug),
    );
    const count = at.hub.requests.length;
    assert.equal((await at.models('path', MODEL)).stdout, `${snapshot}\n`);
    assert.match((await at.models('list')).stdout, /^fixtures\/opus-mt-en-fr +available +unknown +en to fr\n$/);
    await at.assertRuns('5 17 0');
    assert.equal(at.hub.requests.length, count);
    assert.ok(!fs.existsSync(path.join(at.folder, 'store')));
  });

  it('a process that is killed while it downloads: the next one completes the model', async () => {
    at.hub.faults.push({ path: /^GET files /, stallAfter: 70_000 });
    const killed = at.start(['models', 'add', MODEL, '--yes']);
    const unfinished = path.join(at.folder, 'store', 'unfinished');
    const isStalled = (): boolean =>
      at.hub.requests.filter(({ host }) => host === 'files').length >= 2 && fs.existsSync(unfinished);
    await new Promise<void>(resolve => {
      const look = setInterval(() => {
        if (!isStalled()) return;
        clearInterval(look);
        resolve();
      }, 20);
    });
    killed.child.kill('SIGKILL');
    await killed.ended;
    assert.equal((await at.models('list')).stdout, '');
    at.hub.faults.length = 0;
    const added = await at.models('add', MODEL, '--yes');
    assert.equal(added.code, 0, added.stderr);
    assert.equal((await at.models('verify')).stdout, `${MODEL}: whole\n`);
    assert.deepEqual(fs.readdirSync(path.join(at.folder, 'store', 'locks')), []);
  });

  it('two processes that add the same model at once download each file once', async () => {
    const results = await Promise.all([at.models('add', MODEL, '--yes'), at.models('add', MODEL, '--yes')]);
    for (const { code, stderr } of results) assert.equal(code, 0, stderr);
    assert.equal((await at.models('verify')).stdout, `${MODEL}: whole\n`);
    const fetched = at.hub.requests.filter(({ host }) => host === 'files').map(({ path: at }) => at);
    assert.equal(new Set(fetched).size, fetched.length, fetched.join('\n'));
  });

  it('moves a model to a machine without a network as a .zip, and takes a folder', async () => {
    await at.models('add', MODEL, '--yes');
    const written = await at.models('export', MODEL, '--out', 'm.zip');
    assert.equal(written.code, 0, written.stderr);
    at.environment = { ...at.environment, ATTENTIVE_MODELS: path.join(at.folder, 'other'), HF_HUB_OFFLINE: '1' };
    const count = at.hub.requests.length;
    const added = await at.models('add', 'm.zip', '--id', MODEL);
    assert.equal(added.code, 0, added.stderr);
    assert.equal((await at.models('verify', MODEL)).stdout, `${MODEL}: whole\n`);
    await at.assertRuns('5 17 0');
    const fromFolder = await at.models('add', MARIAN, '--from', 'en', '--to', 'de');
    assert.equal(fromFolder.code, 0, fromFolder.stderr);
    assert.match((await at.models('list', '--to', 'de')).stdout, /^marian +available/);
    assert.equal(at.hub.requests.length, count);
  });

  it('refuses archives whose files would leave the store, and what is no model', async () => {
    const archive = async (file: string, change: (zip: yazl.ZipFile) => void): Promise<string> => {
      const zip = new yazl.ZipFile();
      zip.addBuffer(Buffer.from('{"model_type":"marian","is_encoder_decoder":true}'), 'config.json');
      change(zip);
      zip.end();
      const stream = fs.createWriteStream(path.join(at.folder, file));
      zip.outputStream.pipe(stream);
      await once(stream, 'finish');
      return file;
    };
    const rename = (file: string, from: string, to: string): void => {
      const bytes = fs.readFileSync(path.join(at.folder, file)).toString('latin1').replaceAll(from, to);
      fs.writeFileSync(path.join(at.folder, file), Buffer.from(bytes, 'latin1'));
    };
    await archive('up.zip', zip => zip.addBuffer(Buffer.from('x'), 'aa/evil.txt'));
    rename('up.zip', 'aa/evil.txt', '../evil.txt');
    await archive('link.zip', zip => zip.addBuffer(Buffer.from('/etc/passwd'), 'tokenizer.json', { mode: 0o120777 }));
    await archive('bomb.zip', zip => zip.addBuffer(Buffer.alloc(80 * 2 ** 20), 'onnx/encoder_model.onnx'));
    fs.writeFileSync(path.join(at.folder, 'text.zip'), 'this is no archive');
    await archive('part.zip', () => undefined);
    for (const [file, sentence] of [
      ['up.zip', /\.\.\/evil\.txt|invalid relative path/],
      ['link.zip', /“tokenizer\.json” in it is a link/],
      ['bomb.zip', /unpacks to \d+ bytes, which no model needs/],
      ['text.zip', /it is no \.zip archive/],
      ['part.zip', /it has no tokenizer\.json/],
    ] as const) {
      const { code, stderr } = await at.models('add', file);
      assert.notEqual(code, 0, file);
      assert.match(stderr, sentence, file);
      assert.equal(stderr.trimEnd().split('\n').length, 1, stderr);
    }
    assert.ok(!fs.existsSync(path.join(at.folder, 'evil.txt')));
    assert.equal((await at.models('list')).stdout, '');
  });
});
