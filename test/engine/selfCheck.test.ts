// Self-check test: compares native ONNX Runtime, on the processor, with WebAssembly on the models of all families.
import assert from 'node:assert/strict';
import { nativeRuntimes } from './models';
import { checkOf, MODELS } from './probes';

for (const native of nativeRuntimes()) {
  describe('The self-check', () => {
    for (const model of MODELS) {
      it(`passes native ONNX Runtime with ${model.name} in ${model.precision}`, async () => {
        const found = await checkOf(model, native, 'native');
        assert.ok(found.isPassed, JSON.stringify(found));
      });
    }
  });
}
