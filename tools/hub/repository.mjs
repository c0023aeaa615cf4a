// Repository: a model repository of the loopback hub: its files with the digests of the real hub, and its commit.
import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

/** The files that Git LFS stores, as the hub's default `.gitattributes` says. The digest of such a file is its SHA-256. */
const LARGE = /\.(?:onnx|onnx_data(?:_\d+)?|spm|model|bin|msgpack|safetensors)$/;

/**
 * @typedef {object} RepositoryOptions
 * @property {string} [folder] the folder whose files the repository has
 * @property {Record<string, string | Buffer>} [files] files by their path, besides those of the folder or in place of them
 * @property {boolean} [private] whether only those with a token see it
 * @property {false | 'auto' | 'manual'} [gated] whether the conditions have to be accepted first
 * @property {string} [license]
 * @property {string[]} [tags]
 * @property {string} [task] the pipeline tag
 * @property {string} [movedTo] the id of the repository that has taken its place
 */

/** @param {string} id @param {RepositoryOptions} options */
export function repository(id, options = {}) {
  const contents = new Map();
  if (options.folder !== undefined)
    for (const name of namesBelow(options.folder)) {
      contents.set(name, fs.readFileSync(path.join(options.folder, name)));
    }
  for (const [name, content] of Object.entries(options.files ?? {})) contents.set(name, Buffer.from(content));
  const files = new Map(
    [...contents].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, bytes]) => [name, fileOf(bytes, name)]),
  );
  const listed = [...files].map(([name, { oid }]) => `${oid} ${name}\n`).join('');
  const commit = crypto.createHash('sha1').update(listed).digest('hex');
  return { id, options, files, commit };
}

function fileOf(bytes, name) {
  const sha256 = crypto.createHash('sha256').update(bytes).digest('hex');
  const isLarge = LARGE.test(name);
  // Git keeps a small text in the place of a large file, which names the file's digest and size.
  const pointer = Buffer.from(
    `version https://git-lfs.github.com/spec/v1\noid sha256:${sha256}\nsize ${bytes.length}\n`,
  );
  const inGit = isLarge ? pointer : bytes;
  const oid = crypto.createHash('sha1').update(`blob ${inGit.length}\0`).update(inGit).digest('hex');
  return { bytes, oid, sha256, isLarge, pointerSize: pointer.length };
}

function namesBelow(folder) {
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry =>
      path
        .relative(folder, path.join(entry.parentPath ?? entry.path, entry.name))
        .split(path.sep)
        .join('/'),
    );
}
