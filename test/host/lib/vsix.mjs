// The packaged extension under test: out/attentive.vsix, or what VSIX names.
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { Plain } from '../../../tools/life.mjs';
import { out, temporaryFolder } from '../../../tools/places.mjs';
import { unzip } from './zip.mjs';

export function findVsix() {
  const file = path.resolve(process.env.VSIX || path.join(out, 'attentive.vsix'));
  if (!fs.existsSync(file)) throw new Plain(`There is no ${file}: run \`npm run package\` first.`);
  return file;
}

/** The folder of the unpacked extension, as VS Code would have it after installing. */
export function unpackVsix(life, file = findVsix()) {
  const folder = temporaryFolder(life, 'vsix');
  unzip(file, folder);
  return path.join(folder, 'extension');
}
