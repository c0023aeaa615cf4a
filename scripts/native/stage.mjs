// Stage: a copy of the extension's packaged files with the native files of a platform besides, from which that platform's
// package is made. The repository's own dist/native, which is for this machine, stays as it is.
import { listFiles, PackageManager } from '@vscode/vsce';
import fs from 'node:fs';
import path from 'node:path';
import { root } from '../../tools/places.mjs';
import { nativeFiles, place } from './folder.mjs';

/** The README of the packages, which scripts/package.mjs writes. */
export const README = 'out/README.md';

/**
 * Writes the stage of a platform.
 *
 * @param {string} folder is made; its `.vscodeignore` lets exactly the files through that are listed there
 * @param {string} platform a key of PLATFORMS
 * @param {Buffer} bytes the tarball with the native build
 */
export async function stage(folder, platform, bytes) {
  const files = await listFiles({ cwd: root, packageManager: PackageManager.None, readmePath: README });
  for (const file of files) {
    fs.mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    fs.copyFileSync(path.join(root, file), path.join(folder, file));
  }
  place(path.join(folder, 'dist/native'), platform, bytes);
  const named = [...files, ...nativeFiles(platform).map(file => `dist/native/${file}`)];
  fs.writeFileSync(path.join(folder, '.vscodeignore'), ['**', ...named.map(file => `!${file}`), ''].join('\n'));
}
