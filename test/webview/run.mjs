// The Attention page in Chromium: node test/webview/run.mjs [--sources] [--look] [part of a test file's name …]
// Each *.page.mjs is mocha's, with `pages` (lib/pages.mjs) as a global. `--sources` needs no build. With `--look` the
// *.look.mjs are run instead, which only take pictures, for the eye.
import Mocha from 'mocha';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { live, Plain } from '../../tools/life.mjs';
import { prepareMachine } from '../../tools/machine.mjs';
import { startPages } from './lib/pages.mjs';

const folder = path.dirname(fileURLToPath(import.meta.url));
const { values, positionals: parts } = parseArgs({
  allowPositionals: true,
  options: { sources: { type: 'boolean', default: false }, look: { type: 'boolean', default: false } },
});

await live({ minutes: 10 }, async life => {
  const files = fs.readdirSync(folder).filter(name => name.endsWith(values.look ? '.look.mjs' : '.page.mjs'));
  const wanted = files.filter(name => parts.length === 0 || parts.some(part => name.includes(part)));
  if (wanted.length === 0) throw new Plain(`No test in test/webview matches ${parts.join(' ')}.`);
  prepareMachine(line => console.log(line));
  globalThis.pages = await startPages(life, { fromSources: values.sources });
  const mocha = new Mocha({ timeout: 30_000 });
  for (const name of wanted) mocha.addFile(path.join(folder, name));
  await mocha.loadFilesAsync();
  const failed = await new Promise(resolve => mocha.run(resolve));
  return failed === 0;
});
