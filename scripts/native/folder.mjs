// Folder: the folder with ONNX Runtime's native build for one platform, which the extension ships as dist/native.
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { UserError } from '../../tools/life.mjs';
import { root } from '../../tools/places.mjs';
import { packageFiles, RUNTIME } from './platforms.mjs';
import { filesIn } from './tarball.mjs';

/** The folder in the repository, which `npm run native` fills for this machine. */
export const nativeFolder = path.join(root, 'dist', 'native');

const common = path.join(root, 'node_modules', 'onnxruntime-common');

/** Every file of the folder for a platform, as a path in the folder, sorted. */
export function nativeFiles(platform) {
  const own = packageFiles(platform).map(file => `${RUNTIME.name}/${file}`);
  return [...own, ...commonFiles().map(file => `node_modules/onnxruntime-common/${file}`)].sort();
}

/** Whether the folder has all files of a platform and no others, in the version that is to be shipped. */
export function isPlaced(folder, platform) {
  if (String(listing(folder)) !== String(nativeFiles(platform))) return false;
  const { version } = JSON.parse(fs.readFileSync(path.join(folder, RUNTIME.name, 'package.json'), 'utf8'));
  return version === RUNTIME.version;
}

/**
 * Writes the files of a platform. `require` of `FOLDER/onnxruntime-node` then finds all that it needs in the folder. What the
 * folder had is replaced at once when everything is written.
 *
 * @param {string} folder
 * @param {string} platform a key of PLATFORMS
 * @param {Buffer} bytes the package's tarball
 * @throws {UserError} if the tarball lacks a file, or if the folder cannot be replaced; then nothing is changed
 */
export function place(folder, platform, bytes) {
  const files = filesIn(bytes, packageFiles(platform));
  const part = `${folder}.part-${process.pid}`;
  try {
    for (const [file, data] of files) write(path.join(part, RUNTIME.name, file), data);
    for (const file of commonFiles()) {
      write(path.join(part, 'node_modules/onnxruntime-common', file), fs.readFileSync(path.join(common, file)));
    }
    replace(folder, part);
  } finally {
    fs.rmSync(part, { recursive: true, force: true });
  }
}

/** Gives `part` the name `folder`. The old folder is moved away first, because removing it could fail halfway. */
function replace(folder, part) {
  const old = `${part}.old`;
  try {
    if (fs.existsSync(folder)) fs.renameSync(folder, old);
    fs.renameSync(part, folder);
  } catch (error) {
    throw new UserError(
      `${folder} could not be replaced (${error.message}). End the programs that use it and try again.`,
    );
  }
  fs.rmSync(old, { recursive: true, force: true });
}

/** The files of onnxruntime-common that `require` reads: its CommonJS build. */
function commonFiles() {
  const folder = 'dist/cjs';
  const names = fs.readdirSync(path.join(common, folder)).filter(name => /\.js$|^package\.json$/.test(name));
  return ['package.json', ...names.map(name => `${folder}/${name}`)];
}

/** The files below a folder, as paths in it, sorted. */
function listing(folder) {
  if (!fs.existsSync(folder)) return [];
  const entries = fs.readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter(entry => !entry.isDirectory()).map(entry => path.join(entry.parentPath, entry.name));
  return files.map(file => path.relative(folder, file).split(path.sep).join('/')).sort();
}

function write(file, data) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, data);
}
