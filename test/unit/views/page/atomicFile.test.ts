import assert from 'node:assert/strict';
import { type AtomicFiles, writeAtomically } from '../../../../src/views/page/atomicFile';

const BYTES = Uint8Array.of(1, 2, 3);
const OLD = Uint8Array.of(9);

/** A folder in memory in which chosen operations fail. */
class Folder implements AtomicFiles<string> {
  readonly files = new Map<string, Uint8Array>();

  /** @param fails the error code of each operation that fails, by `write NAME` or `move NAME` */
  constructor(private readonly fails: Readonly<Record<string, string>>) {}

  async write(name: string, bytes: Uint8Array): Promise<void> {
    const code = this.fails[`write ${name}`];
    // A write that fails leaves an incomplete file.
    this.files.set(name, code === undefined ? bytes : bytes.slice(0, 1));
    if (code !== undefined) throw this.failed(code, name);
  }

  async move(from: string, to: string): Promise<void> {
    const code = this.fails[`move ${from}`];
    if (code !== undefined) throw this.failed(code, from);
    this.files.set(to, this.files.get(from) ?? BYTES);
    this.files.delete(from);
  }

  async remove(name: string): Promise<void> {
    if (!this.files.delete(name)) throw this.failed('FileNotFound', name);
  }

  async exists(name: string): Promise<boolean> {
    return this.files.has(name);
  }

  private failed(code: string, name: string): Error {
    return Object.assign(new Error(`${code}: ${name}`), { code });
  }
}

/** The files of a folder after `a.csv` was written, which had the content `old` before; and the error that was thrown. */
async function afterWriting(fails: Readonly<Record<string, string>>, old?: Uint8Array) {
  const folder = new Folder(fails);
  if (old !== undefined) folder.files.set('a.csv', old);
  const error = await writeAtomically(folder, 'a.csv', 'a.part', BYTES).then(
    () => undefined,
    (thrown: unknown) => String(thrown),
  );
  return { files: Object.fromEntries(folder.files), error };
}

describe('writeAtomically', () => {
  it('writes a new file or replaces one, and leaves no other file', async () => {
    assert.deepEqual(await afterWriting({}), { files: { 'a.csv': BYTES }, error: undefined });
    assert.deepEqual(await afterWriting({}, OLD), { files: { 'a.csv': BYTES }, error: undefined });
  });

  it('keeps the old file and throws if the disk is full', async () => {
    const full = { 'write a.part': 'Unknown' };
    assert.deepEqual((await afterWriting(full, OLD)).files, { 'a.csv': OLD });
    assert.deepEqual((await afterWriting(full)).files, {});
    assert.match((await afterWriting(full)).error ?? '', /Unknown/);
  });

  it('writes the file directly if a temporary file cannot be written or renamed', async () => {
    for (const fails of [{ 'write a.part': 'NoPermissions' }, { 'move a.part': 'Unavailable' }]) {
      assert.deepEqual(await afterWriting(fails), { files: { 'a.csv': BYTES }, error: undefined });
    }
  });

  it('removes the incomplete file and throws if writing it directly fails', async () => {
    const fails = { 'write a.part': 'NoPermissions', 'write a.csv': 'NoPermissions' };
    const { files, error } = await afterWriting(fails);
    assert.deepEqual(files, {});
    assert.match(error ?? '', /NoPermissions: a\.csv/);
  });
});
