import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { AttentiveError } from '../../../../src/base/errors';
import { UnwrittenError, writeAtomically } from '../../../../src/node/disk/atomicFile';

describe('writeAtomically', () => {
  let folder = '';
  beforeEach(async () => (folder = await fs.mkdtemp(path.join(os.tmpdir(), 'attentive-whole-'))));
  afterEach(() => fs.rm(folder, { recursive: true }));

  it('replaces an existing file, and leaves it unchanged if writing fails', async () => {
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

  it('throws bad-request for a folder before anything is written', async () => {
    const refused = (error: unknown): boolean => error instanceof AttentiveError && error.code === 'bad-request';
    await assert.rejects(
      writeAtomically(folder, () => Promise.reject(new Error('was called'))),
      refused,
    );
  });

  it('writes into a device without replacing it', async function () {
    if (process.platform === 'win32') this.skip();
    // A link is given, so that a mistake would remove the link and not the device.
    const name = path.join(folder, 'null');
    await fs.symlink('/dev/null', name);
    await writeAtomically(name, async file => file.write('text'));
    assert.ok((await fs.stat(name)).isCharacterDevice());
    assert.deepEqual(await fs.readdir(folder), ['null']);
  });

  it('writes to the target of a symbolic link, existing or not, and leaves the link', async function () {
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

  it('throws UnwrittenError when the reader of a pipe closes it', async function () {
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

  it('throws UnwrittenError for a full device', async function () {
    if (process.platform !== 'linux') this.skip();
    const name = path.join(folder, 'full');
    await fs.symlink('/dev/full', name);
    await assert.rejects(
      writeAtomically(name, file => file.write('text')),
      (error: unknown) => error instanceof UnwrittenError && /full.*ENOSPC/.test(error.message),
    );
  });
});
