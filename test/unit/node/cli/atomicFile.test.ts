import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { AttentiveError } from '../../../../src/base/errors';
import { UnwrittenError, writeAtomically } from '../../../../src/node/cli/atomicFile';

describe('writeWhole', () => {
  let folder = '';
  beforeEach(async () => (folder = await fs.mkdtemp(path.join(os.tmpdir(), 'attentive-whole-'))));
  afterEach(() => fs.rm(folder, { recursive: true }));

  it('puts a file in the place of another, and keeps the other if the writing fails', async () => {
    const name = path.join(folder, 'out.json');
    await writeAtomically(name, async file => file.write('one'));
    await assert.rejects(
      writeAtomically(name, async file => {
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
      writeAtomically(folder, () => Promise.reject(new Error('was called'))),
      refused,
    );
  });

  it('writes into a device, and leaves it one', async function () {
    if (process.platform === 'win32') this.skip();
    // By a link, so that a mistake takes the link away and not the device.
    const name = path.join(folder, 'null');
    await fs.symlink('/dev/null', name);
    await writeAtomically(name, async file => file.write('text'));
    assert.ok((await fs.stat(name)).isCharacterDevice());
    assert.deepEqual(await fs.readdir(folder), ['null']);
  });

  it('writes what a link points to, be it there or not, and leaves the link', async function () {
    if (process.platform === 'win32') this.skip();
    const [real, link, second] = ['real.json', 'link.json', 'second.json'].map(name => path.join(folder, name));
    await fs.symlink('real.json', link);
    await fs.symlink(link, second);
    await writeAtomically(second, file => file.write('one'));
    await fs.chmod(real, 0o640);
    await assert.rejects(
      writeAtomically(link, () => Promise.reject(new Error('no more'))),
      /no more/,
    );
    await writeAtomically(link, file => file.write('two'));
    assert.equal(await fs.readFile(real, 'utf8'), 'two');
    assert.equal((await fs.stat(real)).mode & 0o777, 0o640);
    assert.deepEqual([await fs.readlink(link), await fs.readlink(second)], ['real.json', link]);
    assert.deepEqual((await fs.readdir(folder)).sort(), ['link.json', 'real.json', 'second.json']);
    await fs.symlink('loop', path.join(folder, 'loop'));
    await assert.rejects(
      writeAtomically(path.join(folder, 'loop'), file => file.write('one')),
      { code: 'bad-request' },
    );
  });

  it('ends with an error when the reader of a pipe goes', async function () {
    if (process.platform === 'win32') this.skip();
    const pipe = path.join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    const reader = fs.open(pipe, 'r');
    const writing = writeAtomically(pipe, async file => {
      await file.write('all that is read');
      const opened = await reader;
      assert.equal((await opened.read(Buffer.alloc(16))).buffer.toString(), 'all that is read');
      await opened.close();
      for (;;) await file.write('more'.repeat(65_536));
    });
    await assert.rejects(writing, UnwrittenError);
    assert.ok((await fs.stat(pipe)).isFIFO());
  });

  it('tells of a device that is full', async function () {
    if (process.platform !== 'linux') this.skip();
    const name = path.join(folder, 'full');
    await fs.symlink('/dev/full', name);
    await assert.rejects(
      writeAtomically(name, file => file.write('text')),
      (error: unknown) => error instanceof UnwrittenError && /full.*ENOSPC/.test(error.message),
    );
  });
});
