// Animate: makes media/screenshots/attentive.webp, the animation in the README: node scripts/animate.mjs [--encode]
// A scenario (test/host/ui/animate.look.mjs) drives the packaged extension in a real workbench, and its screenshots are
// encoded. With --encode the screenshots of the last recording are encoded again. Needs out/attentive.vsix (npm run
// package) and the Debian package webp. The format is lossless animated WebP: text stays sharp, all colors are kept,
// the file is a fraction of a GIF's size, and browsers show it.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { runScript, UserError } from '../tools/life.mjs';
import { installPackages, onPath } from '../tools/machine.mjs';
import { root, screenshots } from '../tools/places.mjs';

const result = path.join(root, 'media/screenshots/attentive.webp');
const folder = path.join(screenshots, 'film');
const MOST_BYTES = 1_500_000;

await runScript({ minutes: 15 }, async () => {
  if (!onPath('img2webp')) installPackages(['webp'], 'so that img2webp is on the PATH');
  if (!process.argv.includes('--encode')) record();
  encode();
  return true;
});

/** Runs the scenario, which writes its screenshots and a list of them. */
function record() {
  fs.rmSync(folder, { recursive: true, force: true });
  const args = ['test/host/run-ui.mjs', '--look', 'animate'];
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
  if (status !== 0) throw new UserError('The workbench could not be recorded.');
}

/**
 * Encodes the screenshots, each shown for its `ms`. Of each screenshot, img2webp stores only the part that differs from the
 * screenshot before.
 */
function encode() {
  const list = path.join(folder, 'frames.json');
  if (!fs.existsSync(list)) throw new UserError(`There is no ${list}: run this without --encode.`);
  const frames = JSON.parse(fs.readFileSync(list, 'utf8'));
  const pictures = frames.flatMap(({ file, ms }) => [
    '-lossless',
    '-m',
    '6',
    '-d',
    String(ms),
    path.join(folder, file),
  ]);
  const part = path.join(folder, 'attentive.webp');
  const { status, stderr } = spawnSync('img2webp', ['-min_size', '-loop', '0', ...pictures, '-o', part], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new UserError(`img2webp failed:\n${stderr}`);
  const { size } = fs.statSync(part);
  if (size > MOST_BYTES) throw new UserError(`${part} has ${size} bytes; the README allows ${MOST_BYTES}.`);
  fs.copyFileSync(part, result);
  const seconds = frames.reduce((sum, { ms }) => sum + ms, 0) / 1000;
  console.log(`${path.relative(root, result)}: ${frames.length} pictures, ${seconds.toFixed(1)} s, ${size} bytes`);
}
