// Runs the tests of the Attention page in Chromium: node test/webview/run.mjs [--sources] [--look] [part of a file's name …]
// Each *.page.mjs is a mocha test, with `pages` (lib/pages.mjs) as a global. With `--sources` no build is needed.
// With `--look` the *.look.mjs are run instead, which only take screenshots.
import Mocha from 'mocha';
import { parseArgs } from 'node:util';
import { runScript } from '../../tools/life.mjs';
import { prepareMachine } from '../../tools/machine.mjs';
import { filesOf } from '../../tools/suites.mjs';
import { startPages } from './lib/pages.mjs';

const { values, positionals: parts } = parseArgs({
  allowPositionals: true,
  options: { sources: { type: 'boolean', default: false }, look: { type: 'boolean', default: false } },
});

await runScript({ minutes: 10 }, async life => {
  const files = filesOf(values.look ? 'look' : 'page', { parts });
  prepareMachine(line => console.log(line));
  globalThis.pages = await startPages(life, { fromSources: values.sources });
  const mocha = new Mocha({ timeout: 30_000 });
  for (const file of files) mocha.addFile(file);
  await mocha.loadFilesAsync();
  const failed = await new Promise(resolve => mocha.run(resolve));
  return failed === 0;
});
