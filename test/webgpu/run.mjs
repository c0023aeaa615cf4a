// Runs the tests of WebGPU in Chromium, with an adapter in software: node test/webgpu/run.mjs [part of a file's name …]
// Each *.page.mjs is a mocha test, with the page (client.ts) as the global `gpuPage`. The bundles of `npm run build` are tested.
import { build } from 'esbuild';
import Mocha from 'mocha';
import path from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { openPage } from '../../tools/browser.mjs';
import { runScript } from '../../tools/life.mjs';
import { prepareMachine } from '../../tools/machine.mjs';
import { nodeBundle } from '../../tools/node-bundle.mjs';
import { root } from '../../tools/places.mjs';
import { serveStatic } from '../../tools/static.mjs';
import { filesOf } from '../../tools/suites.mjs';

const { positionals: parts } = parseArgs({ allowPositionals: true });

await runScript({ minutes: 10 }, async life => {
  const files = filesOf('webgpu', { parts });
  prepareMachine(line => console.log(line));
  const client = await build({
    ...nodeBundle(root),
    platform: 'browser',
    entryPoints: [path.join(root, 'test/webgpu/client.ts')],
    write: false,
  });
  const { port } = await serveStatic({
    life,
    mounts: { '/dist': path.join(root, 'dist'), '/model': path.join(root, 'test/fixtures/marian') },
    pages: {
      '/': () => ({ type: 'text/html', body: '<!doctype html><script type="module" src="client.js"></script>' }),
      '/client.js': () => ({ type: 'text/javascript', body: client.outputFiles[0].text }),
    },
  });
  const page = await openPage({ life, gpu: true });
  await page.goto(`http://localhost:${port}/`);
  await page.waitForFunction(() => 'gpu' in globalThis);
  const message = 'this Chromium gives no WebGPU adapter.';
  if (!(await page.evaluate(async () => Boolean(await navigator.gpu?.requestAdapter())))) {
    if (process.env.CI !== undefined) throw new Error(message);
    console.log(`Nothing is tested on WebGPU: ${message}`);
    return true;
  }
  globalThis.gpuPage = page;
  const mocha = new Mocha({ timeout: 240_000 });
  for (const file of files) mocha.addFile(file);
  await mocha.loadFilesAsync();
  return (await new Promise(resolve => mocha.run(resolve))) === 0;
});
