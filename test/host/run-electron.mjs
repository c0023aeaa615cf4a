// Run electron: runs the suites in the desktop VS Code, which is downloaded if possible, with the packaged extension.
//   node test/host/run-electron.mjs [--version 1.91.1] [part of a test file's path …]
import { runTests } from '@vscode/test-electron';
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { bundleSuites } from './bundle.mjs';
import { desktopVSCode, needScreen } from '../../tools/desktop.mjs';
import { runScript } from '../../tools/life.mjs';
import { temporaryCopy, temporaryFolder } from '../../tools/places.mjs';
import { writeSettings } from '../../tools/settings.mjs';
import { findVsix, unpackVsix } from './lib/vsix.mjs';

const { values, positionals: parts } = parseArgs({
  allowPositionals: true,
  options: { version: { type: 'string', default: 'stable' } },
});

await runScript({ minutes: 15 }, async life => {
  findVsix(); // Fails before the download if there is no package.
  const vscodeExecutablePath = await desktopVSCode({ version: values.version });
  needScreen();
  const extension = unpackVsix(life);
  const tests = await bundleSuites({ life, parts, hosts: ['node'] });
  const userData = temporaryFolder(life, 'desktop');
  const extensions = path.join(userData, 'extensions');
  fs.mkdirSync(extensions);
  writeSettings(userData, {});
  const code = await runTests({
    vscodeExecutablePath,
    extensionDevelopmentPath: extension,
    extensionTestsPath: path.join(tests, 'node.js'),
    launchArgs: [temporaryCopy(life), '--user-data-dir', userData, '--extensions-dir', extensions],
  });
  return code === 0;
});
