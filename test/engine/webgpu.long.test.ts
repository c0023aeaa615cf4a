// WebGPU test, long: compares WebGPU with WebAssembly on the models of all families. WebGPU computes in software here, and is slow.
import assert from 'node:assert/strict';
import { asAttentive, AttentiveError } from '../../src/base/errors';
import { webgpuRuntimes } from './models';
import { checkOf, type Model, MODELS } from './probes';

/**
 * Each kind of attention and of rounding once: a model takes up to a minute. With `ALL_FAMILIES` in the environment all models are
 * compared but the built-in one, which would take hours.
 */
const SHORT = ['marian fp32', 't5 fp32', 'marian q8', 'pegasus q8', 't5 fp16', 't5 q4', 't5 bnb4', 't5 q4f16'];
const isRun = ({ name, precision }: Model): boolean =>
  process.env['ALL_FAMILIES'] === undefined ? SHORT.includes(`${name} ${precision}`) : name !== 'embedded';

for (const webgpu of webgpuRuntimes()) {
  describe('The self-check', () => {
    for (const model of MODELS.filter(isRun)) {
      const { name, precision } = model;
      if (precision === 'bnb4') {
        it('is not reached on WebGPU in bnb4, which runs on a processor alone', async () => {
          await assert.rejects(checkOf(model, webgpu, 'webgpu'), { code: 'model-run-failed', message: /MatMulBnb4/ });
        });
      } else {
        it(`passes WebGPU with ${name} in ${precision}`, async () => {
          const found = await checkOf(model, webgpu, 'webgpu').catch(asAttentive);
          if (found instanceof AttentiveError) {
            // Adapters without the feature shader-f16, SwiftShader among them, refuse float16.
            assert.match(precision, /16/, found.message);
            assert.match(found.message, /requires f16/);
            console.log(`      WebGPU was not run in ${precision}: the adapter has no shader-f16.`);
          } else {
            assert.ok(found.isPassed, JSON.stringify(found));
            // For the table in docs/measurements.md.
            if (process.env['ALL_FAMILIES'] !== undefined) console.log(`      ${JSON.stringify(found.difference)}`);
          }
        });
      }
    }
  });
}
