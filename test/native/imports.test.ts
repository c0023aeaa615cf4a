// Imports test: the table of native files (scripts/native/platforms.mjs) against the import tables of the files themselves,
// for every platform, also those that this machine cannot run.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { PLATFORMS } from '../../scripts/native/platforms.mjs';
import { compareVersions, highestVersion, leastMacOS, readObjectFile, searchedFolders } from './objectFile';

interface Tarball {
  tarball(): Buffer;
  filesIn(bytes: Buffer, paths: readonly string[]): Map<string, Buffer>;
  pathsIn(bytes: Buffer): string[];
}

/** Libraries that come with the system, and on Windows also with the program (`NODE.EXE`) that loads the binding. */
const SYSTEM: Readonly<Record<string, RegExp>> = {
  linux: /^(?:lib(?:c|m|dl|rt|pthread|gcc_s|stdc\+\+)|ld-linux-(?:x86-64|aarch64))\.so\.\d$/,
  darwin: /^\/(?:System\/Library\/Frameworks|usr\/lib)\//,
  win32:
    /^(?:api-ms-win-[\w-]+|kernel32|advapi32|ole32|oleaut32|shell32|user32|setupapi|dbghelp|d3d12|dxgi)\.dll$|^node\.exe$/i,
};

/**
 * Microsoft's Visual C++ runtime, which Windows does not bring but many programs install. Where it is missing, the binding does
 * not load. README.md says so.
 */
const VISUAL_CPP = [
  'MSVCP140.dll',
  'MSVCP140_1.dll',
  'MSVCP140_ATOMIC_WAIT.dll',
  'VCRUNTIME140.dll',
  'VCRUNTIME140_1.dll',
];

/** What VS Code itself needs on Linux; the native files may not need more. */
const VSCODE_LINUX = { GLIBC: [2, 28], GLIBCXX: [3, 4, 25] };
/** The oldest macOS that the native files run on. README.md names it. */
const MACOS = [14, 0];

describe('The native files of', () => {
  let script: Tarball;
  let bytes: Buffer;
  let root: string;

  before(async function () {
    this.timeout(600_000);
    script = (await import(pathToFileURL(path.join(__ROOT__, 'scripts/native/tarball.mjs')).href)) as Tarball;
    bytes = script.tarball();
    root = fs.mkdtempSync(path.join(os.tmpdir(), 'attentive-imports-'));
    const wanted = script.pathsIn(bytes).filter(file => file.startsWith('bin/'));
    for (const [file, data] of script.filesIn(bytes, wanted)) {
      fs.mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
      fs.writeFileSync(path.join(root, file), data);
    }
  });
  after(() => fs.rmSync(root, { recursive: true, force: true }));

  for (const [platform, { folder, files, opened, left }] of Object.entries(PLATFORMS)) {
    const [system, processor] = platform.split('-');
    const at = (file: string): string => path.join(root, folder, file);
    /** The name of a library without the words for the folder of the file that imports it, which is where all files are. */
    const nameOf = (library: string): string => library.replace(/^@rpath\//, '');

    describe(platform, () => {
      it('are all files of its folder, or are left out for a reason', () => {
        assert.deepEqual(fs.readdirSync(path.join(root, folder)).sort(), [...files, ...Object.keys(left)].sort());
        for (const reason of Object.values(left)) assert.notEqual(reason, '');
      });

      it(`are for ${processor}`, () => {
        const arch = processor === 'x64' ? 'x86_64' : 'aarch64';
        for (const file of files) assert.equal(readObjectFile(at(file)).arch, arch, file);
      });

      it('import only each other and what the system has', () => {
        for (const file of files) {
          const { needed, delayed } = readObjectFile(at(file));
          assert.ok(needed.length > 0, `the imports of ${file} were not found`);
          // A library of macOS lists its own name too.
          const own = [...files, ...VISUAL_CPP.filter(() => system === 'win32')];
          const isThere = (library: string): boolean => SYSTEM[system].test(library) || own.includes(nameOf(library));
          assert.deepEqual(
            needed.filter(library => !isThere(library)),
            [],
            file,
          );
          const isLeft = (library: string): boolean => Object.hasOwn(left, library);
          assert.deepEqual(
            delayed.filter(library => !isThere(library) && !isLeft(library)),
            [],
            file,
          );
        }
      });

      it('have none that neither the binding nor a library that it loads needs', () => {
        const reached = new Set<string>();
        const waiting = ['onnxruntime_binding.node'];
        for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
          if (reached.has(file)) continue;
          reached.add(file);
          const { needed, delayed } = readObjectFile(at(file));
          waiting.push(...[...needed, ...delayed].map(nameOf).filter(library => files.includes(library)));
          const text = fs.readFileSync(at(file));
          // The names of files that are opened at run time are in the library as text.
          waiting.push(...opened.filter(name => text.includes(name) || text.includes(Buffer.from(name, 'utf16le'))));
        }
        assert.deepEqual([...reached].sort(), [...files].sort());
      });

      if (system !== 'win32') {
        it('are searched for in the folder of the binding', () => {
          const folders = searchedFolders(at('onnxruntime_binding.node'));
          assert.ok(
            folders.some(name => /^(?:\$ORIGIN|@loader_path)\/?$/.test(name)),
            String(folders),
          );
        });
      }

      if (system === 'linux') {
        it('need no newer C and C++ libraries than VS Code', () => {
          for (const file of files) {
            for (const [kind, most] of Object.entries(VSCODE_LINUX)) {
              const version = highestVersion(at(file), kind);
              assert.ok(version !== undefined, `${file} needs no ${kind}`);
              assert.ok(compareVersions(version, most) <= 0, `${file} needs ${kind} ${version.join('.')}`);
            }
          }
        });
      }

      if (system === 'darwin') {
        it(`need macOS ${MACOS.join('.')}`, () => {
          for (const file of files) assert.deepEqual(leastMacOS(at(file)), MACOS, file);
        });

        it('have the same bytes as the library that is left out', () => {
          for (const file of Object.keys(left)) {
            assert.ok(fs.readFileSync(at(file)).equals(fs.readFileSync(at('libonnxruntime.1.dylib'))));
          }
        });
      }
    });
  }

  it('run where README.md says that they run', () => {
    const readme = fs.readFileSync(path.join(__ROOT__, 'README.md'), 'utf8');
    const files = ['linux-x64', 'linux-arm64'].flatMap(platform =>
      PLATFORMS[platform].files.map(file => path.join(root, PLATFORMS[platform].folder, file)),
    );
    const glibc =
      files
        .map(file => highestVersion(file, 'GLIBC') ?? [])
        .sort(compareVersions)
        .at(-1) ?? [];
    assert.ok(readme.includes(`glibc ${glibc.join('.')},`));
    assert.ok(readme.includes(`macOS ${MACOS[0]},`));
    assert.ok(readme.includes('Visual C++ Redistributable'));
  });
});
