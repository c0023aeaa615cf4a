// Desktop: downloads the desktop VS Code if its download server can be reached, unless the environment variable CODE
// names an installed one.
import { downloadAndUnzipVSCode } from '@vscode/test-electron';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { UserError } from './life.mjs';
import { onPath } from './machine.mjs';
import { cache } from './places.mjs';

const downloadServer = 'https://update.code.visualstudio.com';
const folder = path.join(cache, 'desktop');

/** Returns the path of the executable. If the cache has a copy, nothing is downloaded. */
export async function desktopVSCode({ version = 'stable', say = console.log }) {
  if (process.env.CODE) return process.env.CODE;
  if (!fs.existsSync(folder) && !(await canDownload())) {
    throw new UserError(
      `The desktop VS Code cannot be downloaded from ${downloadServer} here: use \`npm run test:host\`, or set CODE to an installed one.`,
    );
  }
  say(`Using the desktop VS Code (${version}) in ${folder}; when it is missing, about 150 MB are downloaded once.`);
  return downloadAndUnzipVSCode({ version, cachePath: folder, timeout: 60_000 }).catch(error => {
    throw new UserError(`The desktop VS Code could not be downloaded: ${error.message}`);
  });
}

async function canDownload() {
  try {
    const signal = AbortSignal.timeout(15_000);
    return (await fetch(`${downloadServer}/api/releases/stable`, { signal })).ok;
  } catch {
    return false;
  }
}

/** On Linux without a screen: runs the current script again under xvfb-run, and ends with its exit code. */
export function needScreen() {
  if (process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY) return;
  if (!onPath('xvfb-run')) {
    throw new UserError(
      'There is no screen here (DISPLAY is not set): install xvfb (`sudo apt-get install xvfb`) and try again.',
    );
  }
  const { status } = spawnSync('xvfb-run', ['-a', process.execPath, ...process.argv.slice(1)], { stdio: 'inherit' });
  process.exit(status ?? 1);
}
