// WebGPU test: each runtime runs the products of matrices of a small model where it claims to, by its own record. WebGPU computes in
// software here.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { nativeRuntime } from '../../src/engine/runtime/native';
import { diskFolder } from '../../src/node/files';
import { MARIAN, nativeModule, nativeRuntimes, WASM, webgpuRuntimes } from './models';
import { productsOfWasm, recording, useAll } from './profile';

const folder = path.join(__ROOT__, 'out', `profiles-${process.pid}`);
after(() => fs.rmSync(folder, { recursive: true, force: true }));

const PROVIDERS = [
  ...nativeRuntimes().map(() => ({ provider: 'cpu', name: 'CPUExecutionProvider' }) as const),
  ...webgpuRuntimes().map(() => ({ provider: 'webgpu', name: 'WebGpuExecutionProvider' }) as const),
];

for (const precision of ['fp32', 'q8'] as const) {
  it(`WebAssembly runs each product of matrices in ${precision} on CPUExecutionProvider`, async () => {
    const found = [...(await productsOfWasm(() => useAll(WASM.runtime, diskFolder(MARIAN), precision)))];
    assert.ok(found.length > 0);
    assert.deepEqual(
      found.filter(product => !product.endsWith(' CPUExecutionProvider')),
      [],
    );
  });
}

for (const { provider, name } of PROVIDERS) {
  for (const precision of ['fp32', 'q8'] as const) {
    it(`native ONNX Runtime with ${provider} runs each product of matrices in ${precision} on ${name}`, async () => {
      const { module, products } = recording(nativeModule(), path.join(folder, `${provider}-${precision}`));
      await useAll(nativeRuntime(module, { threads: 1, provider }), diskFolder(MARIAN), precision);
      const found = [...products()];
      assert.ok(found.length > 0);
      assert.deepEqual(
        found.filter(product => !product.endsWith(` ${name}`)),
        [],
      );
    });
  }
}
