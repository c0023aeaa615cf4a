import assert from 'node:assert/strict';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { AttentiveError } from '../../../src/base/errors';
import { writeWhole } from '../../../src/node/wholeFile';

describe('writeWhole', () => {
  let folder = '';
  beforeEach(async () => (folder = await fs.mkdtemp(path.join(os.tmpdir(), 'attentive-whole-'))));
  afterEach(() => fs.rm(folder, { recursive: true }));

  it('puts a file in the place of another, and keeps the other if the writing fails', async () => {
    const name = path.join(folder, 'out.json');
    await writeWhole(name, async file => void (await file.write('one')));
    await assert.rejects(
      writeWhole(name, async file => {
        await file.write('tw');
        throw new Error('no more');
      }),
      /no more/,
    );
    assert.equal(await fs.readFile(name, 'utf8'), 'one');
    assert.deepEqual(await fs.readdir(folder), ['out.json']);
  });

  it('refuses a folder before anything is written', async () => {
    const refused = (error: unknown): boolean => error instanceof AttentiveError && error.code === 'bad-request';
    await assert.rejects(
      writeWhole(folder, () => Promise.reject(new Error('was called'))),
      refused,
    );
  });

  it('writes into a device, and leaves it one', async function () {
    if (process.platform === 'win32') this.skip();
    // By a link, so that a mistake takes the link away and not the device.
    const name = path.join(folder, 'null');
    await fs.symlink('/dev/null', name);
    await writeWhole(name, async file => void (await file.write('text')));
    assert.ok((await fs.stat(name)).isCharacterDevice());
    assert.deepEqual(await fs.readdir(folder), ['null']);
  });
});
