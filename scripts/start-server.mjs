// Start server (npm run start:server): runs the extension in a separate VS Code server, to be opened in a browser.
// For Linux on x64 only.
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { runScript, UserError } from '../tools/life.mjs';
import { onPath } from '../tools/machine.mjs';
import { hostFolder, root, temporaryCopy, temporaryFolder, workspace } from '../tools/places.mjs';
import { installVsix, startServer } from '../tools/server.mjs';
import { cost, setUp } from '../tools/setup.mjs';

await runScript({ minutes: Infinity }, async life => {
  if (!fs.existsSync(hostFolder)) console.log(`The first start installs a VS Code: ${cost}.`);
  const host = await setUp({ life });
  const vsix = process.env.VSIX || packageExtension();
  const userData = temporaryFolder(life, 'server');
  await installVsix({ host, userData, vsix });
  const samples = path.join(root, 'media', 'samples');
  // A copy, so that edits in the editor do not change the repository.
  const folder = temporaryCopy(life, fs.existsSync(samples) ? samples : workspace);
  const { url } = await startServer({ life, host, userData });
  const address = `${url}?folder=${encodeURIComponent(folder)}`;
  console.log(`\nAttentive runs at\n\n  ${address}\n\nOnly this machine can reach it. Ctrl-C ends it.`);
  openInBrowser(address);
  await new Promise(resolve => life.onEnd(resolve));
});

/** Builds and packages the working tree. */
function packageExtension() {
  console.log('Building and packaging the extension.');
  const file = path.join(root, 'out', 'attentive.vsix');
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const { status, stdout, stderr } = spawnSync('npm', ['run', '--silent', 'package'], { cwd: root, encoding: 'utf8' });
  if (status !== 0) throw new UserError(`\`npm run package\` failed:\n${stdout}${stderr}`);
  return file;
}

function openInBrowser(address) {
  if (!process.env.DISPLAY || !onPath('xdg-open')) return;
  spawn('xdg-open', [address], { stdio: 'ignore', detached: true }).unref();
}
