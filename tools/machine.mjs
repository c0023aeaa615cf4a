// Machine: what it has to provide (a browser, a compiler, fonts), and how to say what is missing.
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { Plain } from './life.mjs';

const browsers = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

export function onPath(name) {
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  return folders.map(folder => path.join(folder, name)).find(file => fs.existsSync(file));
}

/** The Chromium to drive: CHROMIUM, else the machine's own. */
export function findChromium() {
  return process.env.CHROMIUM || browsers.map(onPath).find(Boolean);
}

const needs = [
  { package: 'chromium', there: findChromium },
  { package: 'python3', there: () => onPath('python3') },
  { package: 'make', there: () => onPath('make') },
  { package: 'g++', there: () => onPath('g++') },
  { package: 'fonts-dejavu-core', there: () => hasFont('DejaVuSans.ttf') },
  // Screenshots show translations: without these, Chinese and emoji come out as empty boxes.
  { package: 'fonts-droid-fallback', there: () => hasFont('DroidSansFallbackFull.ttf') },
  { package: 'fonts-noto-color-emoji', there: () => hasFont('NotoColorEmoji.ttf') },
];

/** Ends with one sentence where the harness cannot work; installs Debian packages where it may. */
export function prepareMachine(say) {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Plain(
      `This harness needs Linux on x64 (this is ${process.platform} on ${process.arch}): use \`npm run test:electron\`.`,
    );
  }
  const missing = needs.filter(need => !need.there()).map(need => need.package);
  if (missing.length === 0) return;
  say(`Installing the Debian packages ${missing.join(', ')} (chromium is about 90 MB to download, 330 MB on disk).`);
  installPackages(missing, 'or use `npm run test:electron`');
}

/** Installs Debian packages; ends with one sentence where that cannot be done. */
export function installPackages(names, otherwise) {
  if (!onPath('apt-get')) {
    throw new Plain(`Missing: ${names.join(', ')}. Install them by this system's own names, ${otherwise}.`);
  }
  if (process.getuid?.() !== 0) {
    throw new Plain(`Run \`sudo apt-get install --no-install-recommends ${names.join(' ')}\` once, then try again.`);
  }
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  spawnSync('apt-get', ['update', '-qq'], { env, stdio: 'ignore' });
  const install = ['install', '-y', '-qq', '--no-install-recommends', ...names];
  const { status, stderr } = spawnSync('apt-get', install, {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
  });
  if (status !== 0) throw new Plain(`apt-get could not install ${names.join(' ')}:\n${stderr}`);
}

function hasFont(file) {
  try {
    return execFileSync('fc-list', [':', 'file'], { encoding: 'utf8' }).includes(file);
  } catch {
    return false;
  }
}
