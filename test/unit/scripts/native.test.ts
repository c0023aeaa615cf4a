// Native test: the table of the native files of each platform, the fetching of the package that has them, and the folder that
// they are put into. Packages are made up here; test/native reads the real one.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { packageFiles, platformOf, PLATFORMS, RUNTIME } from '../../../scripts/native/platforms.mjs';
import { oversizedPackage, PACKAGE_LIMIT, UNIVERSAL_LIMIT } from '../../../scripts/sizes.mjs';

interface Options {
  readonly runtime: typeof RUNTIME;
  readonly folder: string;
  readonly fetch: (specifier: string, folder: string) => void;
  readonly say: (line: string) => void;
}
interface Tarball {
  tarball(options: Options): Buffer;
  filesIn(bytes: Buffer, paths: readonly string[]): Map<string, Buffer>;
  pathsIn(bytes: Buffer): string[];
}
interface Folder {
  nativeFiles(platform: string): string[];
  isPlaced(folder: string, platform: string): boolean;
  place(folder: string, platform: string, bytes: Buffer): void;
}

async function load<T>(file: string): Promise<T> {
  return (await import(pathToFileURL(path.join(__ROOT__, file)).href)) as T;
}

/** A package's tarball: a gzipped archive in the format ustar, whose paths begin with `package/`. */
function packed(files: Readonly<Record<string, string>>): Buffer {
  const blocks = Object.entries(files).flatMap(([name, text]) => {
    const data = Buffer.from(text);
    const header = Buffer.alloc(512);
    header.write(`package/${name}`, 0);
    header.write(`${data.length.toString(8).padStart(11, '0')}\0`, 124);
    header.write('0ustar', 156);
    return [header, data, Buffer.alloc((512 - (data.length % 512)) % 512)];
  });
  return gzipSync(Buffer.concat([...blocks, Buffer.alloc(1024)]));
}

/** A package with every file of a platform, whose contents are their own paths, and with others besides. */
function packageFor(platform: string, version = RUNTIME.version): Buffer {
  const files = packageFiles(platform).map((file): [string, string] => [file, file]);
  const manifest = JSON.stringify({ name: RUNTIME.name, version });
  return packed({ 'README.md': 'read', ...Object.fromEntries(files), 'package.json': manifest, 'bin/other.dll': 'x' });
}

function integrityOf(bytes: Buffer): string {
  return `sha512-${createHash('sha512').update(bytes).digest('base64')}`;
}

describe('PLATFORMS (scripts/native/platforms.mjs)', () => {
  it('has a binding for Node, the runtime, and a folder of its own for every platform', () => {
    const names = ['linux-x64', 'linux-arm64', 'win32-x64', 'win32-arm64', 'darwin-arm64'];
    assert.deepEqual(Object.keys(PLATFORMS), names);
    for (const [name, { folder, files, opened, left }] of Object.entries(PLATFORMS)) {
      assert.equal(folder, `bin/napi-v6/${name.replace('-', '/')}`, 'the binding is looked for there');
      assert.ok(files.includes('onnxruntime_binding.node'), name);
      assert.ok(
        files.some(file => /^(lib)?onnxruntime\.(dll|so\.\d+|\d+\.dylib)$/.test(file)),
        name,
      );
      assert.deepEqual(
        opened.filter(file => !files.includes(file)),
        [],
        name,
      );
      assert.deepEqual(
        Object.keys(left).filter(file => files.includes(file)),
        [],
        name,
      );
      assert.equal(new Set(files).size, files.length, name);
    }
  });

  it('has no provider that the engine does not use', () => {
    const files = Object.values(PLATFORMS).flatMap(platform => platform.files);
    assert.deepEqual(
      files.filter(file => /cuda|tensorrt|directml|providers/i.test(file)),
      [],
    );
  });

  it('names the version of the runtime that the extension runs on WebAssembly, and a digest', () => {
    const manifest = JSON.parse(fs.readFileSync(path.join(__ROOT__, 'package.json'), 'utf8'));
    assert.equal(RUNTIME.version, manifest.dependencies['onnxruntime-web']);
    assert.equal(RUNTIME.version, manifest.dependencies['onnxruntime-common']);
    assert.match(RUNTIME.integrity, /^sha512-[A-Za-z0-9+/]{86}==$/);
  });

  it('knows the platform of a process, and that Alpine and macOS on Intel have none', () => {
    const linux = (header: { glibcVersionRuntime?: string }): Parameters<typeof platformOf>[0] => ({
      platform: 'linux',
      arch: 'x64',
      report: { getReport: () => ({ header }) },
    });
    assert.equal(platformOf(linux({ glibcVersionRuntime: '2.36' })), 'linux-x64');
    assert.equal(platformOf(linux({})), undefined);
    assert.equal(platformOf({ platform: 'win32', arch: 'arm64' }), 'win32-arm64');
    assert.equal(platformOf({ platform: 'darwin', arch: 'x64' }), undefined);
  });
});

describe('tarball (scripts/native/tarball.mjs)', () => {
  let script: Tarball;
  let folder: string;
  let fetched: string[];
  const bytes = packed({ 'a.txt': 'A', 'b/c.txt': 'C'.repeat(1000) });
  const runtime = { name: 'made-up', version: '1.2.3', integrity: integrityOf(bytes) };

  before(async () => {
    script = await load('scripts/native/tarball.mjs');
  });
  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'attentive-tarball-'));
    fetched = [];
  });
  afterEach(() => fs.rmSync(folder, { recursive: true }));

  function get(written: Buffer | undefined): Buffer {
    const fetch = (specifier: string, into: string): void => {
      fetched.push(specifier);
      if (written === undefined) throw new Error('there is no network');
      fs.writeFileSync(path.join(into, 'made-up-1.2.3.tgz'), written);
    };
    return script.tarball({ runtime, folder, fetch, say: () => undefined });
  }

  it('is fetched once', () => {
    assert.deepEqual(get(bytes), bytes);
    assert.deepEqual(get(undefined), bytes);
    assert.deepEqual(fetched, ['made-up@1.2.3']);
    assert.deepEqual(fs.readdirSync(folder), ['made-up-1.2.3.tgz']);
  });

  it('is refused if it has another digest, and leaves nothing in the cache', () => {
    assert.throws(
      () => get(packed({ 'a.txt': 'changed' })),
      /made-up@1\.2\.3 has the digest sha512-.* It was not unpacked/,
    );
    assert.deepEqual(fs.readdirSync(folder), []);
  });

  it('leaves nothing in the cache if it cannot be fetched', () => {
    assert.throws(() => get(undefined), /there is no network/);
    assert.deepEqual(fs.readdirSync(folder), []);
  });

  it('is fetched again if the file in the cache was damaged', () => {
    fs.writeFileSync(path.join(folder, 'made-up-1.2.3.tgz'), bytes.subarray(0, 20));
    assert.deepEqual(get(bytes), bytes);
    assert.deepEqual(fetched, ['made-up@1.2.3']);
  });

  it('is read without unpacking it, and a file that is not there is an error', () => {
    assert.deepEqual(script.pathsIn(bytes), ['a.txt', 'b/c.txt']);
    assert.equal(String(script.filesIn(bytes, ['b/c.txt']).get('b/c.txt')), 'C'.repeat(1000));
    assert.throws(() => script.filesIn(bytes, ['a.txt', 'd.txt']), /The tarball has no d\.txt/);
  });
});

describe('place (scripts/native/folder.mjs)', () => {
  let script: Folder;
  let parent: string;
  let folder: string;
  before(async () => {
    script = await load('scripts/native/folder.mjs');
  });
  beforeEach(() => {
    parent = fs.mkdtempSync(path.join(os.tmpdir(), 'attentive-native-'));
    folder = path.join(parent, 'native');
  });
  afterEach(() => fs.rmSync(parent, { recursive: true }));

  for (const platform of Object.keys(PLATFORMS)) {
    it(`writes the files of ${platform} and no others, in place of another platform's`, () => {
      const other = platform === 'linux-x64' ? 'win32-x64' : 'linux-x64';
      script.place(folder, other, packageFor(other));
      assert.equal(script.isPlaced(folder, platform), false);
      script.place(folder, platform, packageFor(platform));
      assert.equal(script.isPlaced(folder, platform), true);
      assert.equal(script.isPlaced(folder, other), false);
      const binding = `${PLATFORMS[platform].folder}/onnxruntime_binding.node`;
      assert.equal(fs.readFileSync(path.join(folder, 'onnxruntime-node', binding), 'utf8'), binding);
      assert.deepEqual(fs.readdirSync(parent), ['native']);
    });
  }

  it('lets the scripts of the package find the package that they need', () => {
    script.place(folder, 'linux-x64', packageFor('linux-x64'));
    const common = fs.readFileSync(path.join(folder, 'node_modules/onnxruntime-common/package.json'), 'utf8');
    assert.equal(JSON.parse(common).version, RUNTIME.version);
    assert.ok(script.nativeFiles('linux-x64').includes('node_modules/onnxruntime-common/dist/cjs/index.js'));
  });

  it('leaves the folder as it was if the package lacks a file', () => {
    script.place(folder, 'linux-x64', packageFor('linux-x64'));
    assert.throws(() => script.place(folder, 'darwin-arm64', packageFor('linux-x64')), /The tarball has no .*dylib/);
    assert.equal(script.isPlaced(folder, 'linux-x64'), true);
    assert.deepEqual(fs.readdirSync(parent), ['native']);
  });

  it('does not take the files of another version, or a part of the files, for those of this one', () => {
    script.place(folder, 'linux-x64', packageFor('linux-x64', '1.29.0'));
    assert.equal(script.isPlaced(folder, 'linux-x64'), false);
    script.place(folder, 'linux-x64', packageFor('linux-x64'));
    fs.rmSync(path.join(folder, 'onnxruntime-node/dist/index.js'));
    assert.equal(script.isPlaced(folder, 'linux-x64'), false);
    assert.equal(script.isPlaced(path.join(parent, 'nothing'), 'linux-x64'), false);
  });
});

describe('the package of a platform', () => {
  it('has the licenses of the runtime and of each library that is shipped beside it', () => {
    const notices = fs.readFileSync(path.join(__ROOT__, 'ThirdPartyNotices.txt'), 'utf8');
    assert.ok(notices.includes(`\n${RUNTIME.name} ${RUNTIME.version} (MIT)`));
    const libraries = Object.values(PLATFORMS).flatMap(({ files }) =>
      files.filter(file => !file.includes('onnxruntime')),
    );
    assert.deepEqual([...new Set(libraries)], ['dxcompiler.dll', 'dxil.dll']);
    for (const library of libraries)
      assert.ok(notices.includes(`\n${library} (only in the packages for Windows)`), library);
  });

  it('has a limit for its size, besides the model', () => {
    assert.equal(oversizedPackage('a.vsix', PACKAGE_LIMIT + 10, 10), undefined);
    assert.equal(oversizedPackage('a.vsix', UNIVERSAL_LIMIT + 10, 10, UNIVERSAL_LIMIT), undefined);
    assert.match(oversizedPackage('a.vsix', UNIVERSAL_LIMIT + 11, 10, UNIVERSAL_LIMIT) ?? '', /^a\.vsix has/);
    assert.match(oversizedPackage('a.vsix', PACKAGE_LIMIT + 11, 10) ?? '', /^a\.vsix has \d+ bytes, and may have \d+/);
  });

  it('is made for a platform of the table, for all of them, or for none', async () => {
    const { targetsOf } = await load<{ targetsOf: (target?: string) => unknown[] }>('scripts/package.mjs');
    assert.deepEqual(targetsOf(undefined), [undefined]);
    assert.deepEqual(targetsOf('win32-x64'), ['win32-x64']);
    assert.deepEqual(targetsOf('all'), [undefined, ...Object.keys(PLATFORMS)]);
    assert.throws(() => targetsOf('alpine-x64'), /There are no native files for “alpine-x64”/);
  });
});
