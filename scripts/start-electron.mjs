// Start electron (npm run start:electron): opens the extension in a desktop VS Code, which is downloaded once (about
// 150 MB).
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { desktopVSCode } from '../tools/desktop.mjs';
import { runScript, UserError } from '../tools/life.mjs';
import { root, temporaryCopy, temporaryFolder, workspace } from '../tools/places.mjs';

await runScript({ minutes: Infinity }, async life => {
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) {
    throw new UserError('There is no screen here (DISPLAY is not set): use `npm run start:server` and its address.');
  }
  const code = await desktopVSCode({});
  console.log('Building the extension.');
  const build = spawnSync('npm run --silent build', { cwd: root, shell: true, encoding: 'utf8' });
  if (build.status !== 0) throw new UserError(`The build failed:\n${build.stdout}${build.stderr}`);
  const samples = path.join(root, 'media', 'samples');
  // A copy, so that edits in the editor do not change the repository.
  const folder = temporaryCopy(life, fs.existsSync(samples) ? samples : workspace);
  const userData = temporaryFolder(life, 'desktop');
  const extensions = path.join(userData, 'extensions');
  const flags = ['--user-data-dir', userData, '--extensions-dir', extensions, '--disable-workspace-trust'];
  // Electron's sandbox refuses to start as root.
  if (process.getuid?.() === 0) flags.push('--no-sandbox');
  const child = spawn(code, [folder, `--extensionDevelopmentPath=${root}`, ...flags, '--skip-welcome'], {
    stdio: 'inherit',
  });
  life.onEnd(() => child.kill());
  console.log('To end VS Code, close its window or press Ctrl-C.');
  return (await new Promise(resolve => child.on('exit', resolve))) === 0;
});
