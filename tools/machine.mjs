// Machine: checks that this machine has what the tests need (a browser, a compiler, fonts), and installs what is
// missing.
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { UserError } from './life.mjs';

const browsers = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

export function onPath(name) {
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  return folders.map(folder => path.join(folder, name)).find(file => fs.existsSync(file));
}

/** The path of the Chromium for tests: that in the environment variable CHROMIUM, else that of an installed one. */
export function findChromium() {
  return process.env.CHROMIUM || browsers.map(onPath).find(Boolean);
}

const needs = [
  { package: 'chromium', there: findChromium },
  { package: 'python3', there: () => onPath('python3') },
  { package: 'make', there: () => onPath('make') },
  { package: 'g++', there: () => onPath('g++') },
  { package: 'fonts-dejavu-core', there: () => hasFont('DejaVuSans.ttf') },
  // Screenshots show translations. Without these fonts, Chinese and emoji are drawn as empty boxes.
  { package: 'fonts-droid-fallback', there: () => hasFont('DroidSansFallbackFull.ttf') },
  { package: 'fonts-noto-color-emoji', there: () => hasFont('NotoColorEmoji.ttf') },
];

/** Installs missing Debian packages. Throws a UserError if the tests cannot run on this machine. */
export function prepareMachine(say) {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new UserError(
      `This harness needs Linux on x64 (this is ${process.platform} on ${process.arch}): use \`npm run test:electron\`.`,
    );
  }
  const missing = needs.filter(need => !need.there()).map(need => need.package);
  if (missing.length === 0) return;
  say(`Installing the Debian packages ${missing.join(', ')} (chromium is about 90 MB to download, 330 MB on disk).`);
  installPackages(missing, 'or use `npm run test:electron`');
}

/** Installs Debian packages. Throws a UserError if that is not possible; `otherwise` names another way for the user. */
export function installPackages(names, otherwise) {
  if (!onPath('apt-get')) {
    throw new UserError(`Missing: ${names.join(', ')}. Install them by this system's own names, ${otherwise}.`);
  }
  if (process.getuid?.() !== 0) {
    throw new UserError(
      `Run \`sudo apt-get install --no-install-recommends ${names.join(' ')}\` once, then try again.`,
    );
  }
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  spawnSync('apt-get', ['update', '-qq'], { env, stdio: 'ignore' });
  const install = ['install', '-y', '-qq', '--no-install-recommends', ...names];
  const { status, stderr } = spawnSync('apt-get', install, {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
  });
  if (status !== 0) throw new UserError(`apt-get could not install ${names.join(' ')}:\n${stderr}`);
}

function hasFont(file) {
  try {
    return execFileSync('fc-list', [':', 'file'], { encoding: 'utf8' }).includes(file);
  } catch {
    return false;
  }
}
