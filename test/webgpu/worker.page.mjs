// Worker: the engine's web worker on WebGPU gives the results of WebAssembly, and WebAssembly takes its place when the device is lost.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { root } from '../../tools/places.mjs';

const folder = path.join(root, 'test/fixtures/marian');
const names = fs
  .readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .map(name => name.split(path.sep).join('/'))
  .filter(name => fs.statSync(path.join(folder, name)).isFile());

/** What the page's function `generate` gives (client.ts). */
function generate(precision, wanted, destroyAt) {
  return gpuPage.evaluate(args => globalThis.gpu.generate(...args), [names, precision, wanted, destroyAt]);
}

describe('the engine in a web worker with WebGPU', () => {
  it('is offered where the browser has WebGPU', async () => {
    assert.equal(await gpuPage.evaluate(() => globalThis.gpu.hasWebgpu()), true);
  });

  for (const precision of ['fp32', 'q8']) {
    it(`passes the self-check in ${precision}, and gives each row once`, async () => {
      const { runtime, fault, rows, counts } = await generate(precision, 'webgpu');
      assert.deepEqual([runtime, fault, counts], ['webgpu', undefined, [1, 1, 1]]);
      if (precision === 'fp32') assert.deepEqual(rows, (await generate(precision, 'wasm')).rows);
    });
  }

  it('is replaced by WebAssembly when its device is destroyed in the middle of a job, and no row is lost or doubled', async () => {
    const expected = await generate('fp32', 'wasm');
    assert.equal(expected.runtime, 'wasm');
    const { runtime, fault, rows, counts } = await generate('fp32', 'webgpu', 12);
    assert.equal(runtime, 'wasm');
    assert.notEqual(fault, undefined);
    assert.deepEqual([rows, counts], [expected.rows, [1, 1, 1]]);
  });
});
