// Run web: runs the suites in the web-worker extension host of VS Code for the Web, with the packaged extension.
//   node test/host/run-web.mjs [--version 1.91] [--gpu] [--isolated] [part of a test file's path …]
// --gpu gives the page a WebGPU adapter. --isolated makes it cross-origin isolated, so that WebAssembly has threads.
import { parseArgs } from 'node:util';
import { bundleSuites } from './bundle.mjs';
import { openPage } from '../../tools/browser.mjs';
import { runSuite } from './lib/driver.mjs';
import { runScript, UserError } from '../../tools/life.mjs';
import { unpackVsix } from './lib/vsix.mjs';
import { editions, startWeb } from './lib/web.mjs';
import { setUp } from '../../tools/setup.mjs';

const { values, positionals: parts } = parseArgs({
  allowPositionals: true,
  options: {
    version: { type: 'string', default: '1.139' },
    gpu: { type: 'boolean', default: false },
    isolated: { type: 'boolean', default: false },
  },
});

await runScript({ minutes: 5 }, async life => {
  const edition = editions[values.version];
  if (edition === undefined)
    throw new UserError(`--version is ${Object.keys(editions).join(' or ')}, not ${values.version}.`);
  const extension = unpackVsix(life);
  const host = await setUp({ life });
  const extensions = [extension, await bundleSuites({ life, parts, hosts: ['web'] })];
  const { isolated, gpu } = values;
  const { url } = await startWeb({ life, host, edition, extensions, tests: 'web.js', isolated });
  const page = await openPage({ life, gpu });
  return (await runSuite({ life, page, url })) === 0;
});
