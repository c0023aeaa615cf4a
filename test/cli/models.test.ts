// `attentive models` as a process: a model is found, added from a hub, used, and removed.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { MODEL, ModelsCommand } from './modelsCommand';

describe('attentive models', () => {
  let at: ModelsCommand;
  beforeEach(async () => {
    at = await ModelsCommand.begin();
  });
  afterEach(() => at.end());

  it('adds a model, says from where and how much, and runs it; lists, verifies and removes it', async () => {
    const refused = await at.models('add', MODEL);
    assert.equal(refused.code, 2);
    assert.match(refused.stderr, new RegExp(`from ${at.hub.url}/${MODEL}, commit [0-9a-f]{12}`));
    assert.match(refused.stderr, /\d+ kB to download of \d+ kB\n(?:.*\n)*license: apache-2\.0/);
    assert.match(refused.stderr, /There is no terminal to answer on: give --yes/);
    assert.ok(
      at.hub.requests.every(({ host }) => host === 'hub'),
      'no model file before the answer',
    );
    assert.equal((await at.models('list')).stdout, '');

    const added = await at.models('add', MODEL, '--yes', '--json');
    assert.equal(added.code, 0, added.stderr);
    const { folder: place } = JSON.parse(added.stdout) as { folder: string };
    assert.ok(fs.existsSync(path.join(place, 'attentive.json')));
    assert.equal((await at.models('path', MODEL)).stdout, `${place}\n`);
    assert.match(
      (await at.models('list')).stdout,
      /^fixtures\/opus-mt-en-fr +available +\d+ kB +apache-2\.0 +en to fr\n$/,
    );
    assert.equal((await at.models('verify')).stdout, `${MODEL}: whole\n`);
    await at.assertRuns('5 17 0');

    const count = at.hub.requests.length;
    assert.equal((await at.models('remove', MODEL, '--yes')).code, 0);
    assert.equal((await at.models('list')).stdout, '');
    assert.deepEqual(fs.readdirSync(path.join(at.folder, 'store', 'blobs')), []);
    assert.equal(at.hub.requests.length, count, 'list, path, verify, generate and remove ask nothing of the hub');
  });

  it('finds a model by search, and the catalog without the hub', async () => {
    assert.match((await at.models('search', 'opus')).stdout, /^fixtures\/opus-mt-en-fr +marian +translation/);
    const count = at.hub.requests.length;
    const list = await at.models('list', '--catalog', '--from', 'en', '--to', 'it', '--json');
    const ids = (JSON.parse(list.stdout) as { id: string }[]).map(({ id }) => id);
    assert.ok(ids.includes('Xenova/opus-mt-en-it'), list.stdout);
    const offline = await at.start(['models', 'search', 'nllb'], { HF_HUB_OFFLINE: '1' }).ended;
    assert.match(offline.stdout, /Xenova\/nllb-200-distilled-600M/);
    const refused = await at.start(['models', 'add', MODEL, '--yes'], { HF_HUB_OFFLINE: '1' }).ended;
    assert.match(refused.stderr, /“HF_HUB_OFFLINE” cannot be used: it forbids to ask 127\.0\.0\.1/);
    assert.equal(at.hub.requests.length, count);
  });
});
