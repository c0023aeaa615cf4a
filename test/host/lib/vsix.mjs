// Vsix: finds and unpacks the packaged extension under test: out/attentive.vsix, or the file that VSIX names.
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { UserError } from '../../../tools/life.mjs';
import { out, temporaryFolder } from '../../../tools/places.mjs';
import { unzip } from './zip.mjs';

export function findVsix() {
  const file = path.resolve(process.env.VSIX || path.join(out, 'attentive.vsix'));
  if (!fs.existsSync(file)) throw new UserError(`There is no ${file}: run \`npm run package\` first.`);
  return file;
}

/** Unpacks the extension as VS Code does when it installs it, and returns the folder. */
export function unpackVsix(life, file = findVsix()) {
  const folder = temporaryFolder(life, 'vsix');
  unzip(file, folder);
  return path.join(folder, 'extension');
}
