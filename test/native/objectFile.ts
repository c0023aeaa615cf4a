// Object file: what llvm-readobj says about a shared library of Linux, Windows or macOS.
import { execFileSync } from 'node:child_process';

export interface ObjectFile {
  /** The processor, by LLVM's name: `x86_64` or `aarch64`. */
  readonly arch: string;
  /** The libraries that are loaded with the file. On macOS they begin with a path such as `/usr/lib` or `@rpath`. */
  readonly needed: readonly string[];
  /** The libraries that are loaded when one of their functions is first called. Only Windows has these. */
  readonly delayed: readonly string[];
}

/** Reads the header and the import tables of a file. */
export function readObjectFile(file: string): ObjectFile {
  const header = readobj('--file-header', file);
  const arch = /^Arch: (\S+)$/m.exec(header)?.[1] ?? 'unknown';
  return {
    arch: arch === 'arm64' ? 'aarch64' : arch,
    ...(/^Format: COFF/m.test(header) ? importsOfWindows(file) : { needed: neededLibraries(file), delayed: [] }),
  };
}

/**
 * The highest version of a kind of symbol that a Linux library needs, such as `GLIBC`; undefined if it needs none.
 * The version is a list of numbers.
 */
export function highestVersion(file: string, kind: string): number[] | undefined {
  const names = readobj('--version-info', file).matchAll(new RegExp(`Name: ${kind}_([\\d.]+)$`, 'gm'));
  const versions = Array.from(names, ([, version]) => version.split('.').map(Number));
  return versions.sort(compareVersions).at(-1);
}

/** Negative if `a` is the lower version, positive if it is the higher one. */
export function compareVersions(a: readonly number[], b: readonly number[]): number {
  const at = Array.from({ length: Math.max(a.length, b.length) }, (_, index) => index);
  return at.map(index => (a[index] ?? 0) - (b[index] ?? 0)).find(difference => difference !== 0) ?? 0;
}

/** The version of macOS that a library needs at least. */
export function leastMacOS(file: string): number[] | undefined {
  const [, version] = /^ {2}Version: ([\d.]+)$/m.exec(readobj('--macho-version-min', file)) ?? [];
  return version?.split('.').map(Number);
}

/** Where the loader searches for the libraries that a file of Linux or macOS names without a path of their own. */
export function searchedFolders(file: string): string[] {
  const linux = readobj('--dynamic-table', file).matchAll(/RUNPATH\s+Library runpath: \[(.*)\]/g);
  const headers = execFileSync('llvm-objdump', ['--private-headers', file], { encoding: 'utf8', maxBuffer: 1 << 28 });
  const mac = headers.matchAll(/cmd LC_RPATH\s+cmdsize \d+\s+path (\S+)/g);
  return [...linux, ...mac].flatMap(([, folders]) => folders.split(':'));
}

function importsOfWindows(file: string): Pick<ObjectFile, 'needed' | 'delayed'> {
  const imports = readobj('--coff-imports', file).matchAll(/^(Import|DelayImport) \{\n {2}Name: (.+)$/gm);
  const all = Array.from(imports, ([, kind, name]) => ({ kind, name }));
  const named = (wanted: string): string[] => all.filter(({ kind }) => kind === wanted).map(({ name }) => name);
  return { needed: named('Import'), delayed: named('DelayImport') };
}

function neededLibraries(file: string): string[] {
  const [, list = ''] = /NeededLibraries \[\n([^\]]*)\]/.exec(readobj('--needed-libs', file)) ?? [];
  return list
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '');
}

function readobj(option: string, file: string): string {
  return execFileSync('llvm-readobj', [option, file], { encoding: 'utf8', maxBuffer: 1 << 28 });
}
