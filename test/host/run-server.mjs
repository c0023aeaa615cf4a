// Run server: runs the suites in the Node extension host of a VS Code server, with the packaged extension.
//   node test/host/run-server.mjs [part of a test file's path …]
import process from 'node:process';
import { bundleSuites } from './bundle.mjs';
import { openPage } from '../../tools/browser.mjs';
import { mark, runSuite } from './lib/driver.mjs';
import { runScript } from '../../tools/life.mjs';
import { temporaryCopy, temporaryFolder } from '../../tools/places.mjs';
import { installVsix, startServer } from '../../tools/server.mjs';
import { findVsix } from './lib/vsix.mjs';
import { setUp } from '../../tools/setup.mjs';

const parts = process.argv.slice(2);

await runScript({ minutes: 5 }, async life => {
  const vsix = findVsix();
  const host = await setUp({ life });
  const userData = temporaryFolder(life, 'server');
  const [tests] = await Promise.all([
    bundleSuites({ life, parts, hosts: ['node'] }),
    installVsix({ host, userData, vsix }),
  ]);
  const folder = temporaryCopy(life);
  const server = await startServer({ life, host, userData, driver: true, env: { ATTENTIVE_MARK: mark } });
  const page = await openPage({ life });
  const code = await runSuite({
    life,
    page,
    url: `${server.url}?folder=${encodeURIComponent(folder)}`,
    payload: [
      ['extensionDevelopmentPath', server.uri(tests)],
      ['extensionTestsPath', server.uri(`${tests}/node.js`)],
      ['skipWelcome', 'true'],
    ],
  });
  return code === 0;
});
