import assert from 'node:assert/strict';
import type { Probe } from '../../../../src/engine/api/contract';
import type { ModelFiles } from '../../../../src/models/modelFiles';
import { check, differenceOf, roundingOf } from '../../../../src/tasks/backends/selfCheck';

function probe(hidden: readonly number[], logits: readonly number[]): Probe {
  const run = { rows: 1, sourceTokens: 2, encoderMs: 1, decoderMs: 1 };
  return { runs: [{ ...run, hidden: Float32Array.from(hidden), logits: [Float32Array.from(logits)] }] };
}

const wasm = probe([1, -1, 2, -2], [0, 1, 5, -6]);

describe('the self-check', () => {
  it('passes equal numbers', () => {
    assert.deepEqual(differenceOf(wasm, wasm), { hidden: 0, logits: 0, best: 0 });
    assert.equal(check(wasm, wasm, 'float32', 'native').isPassed, true);
  });

  it('measures in parts of the spread, so that a scale of all numbers changes nothing', () => {
    const large = (of: Probe): Probe => ({
      runs: of.runs.map(run => ({ ...run, logits: run.logits.map(step => step.map(value => value * 1000)) })),
    });
    const other = probe([1, -1, 2, -2], [0, 1, 5, -5]);
    const [small, scaled] = [differenceOf(other, wasm), differenceOf(large(other), large(wasm))];
    assert.ok(Math.abs(small.logits - scaled.logits) < 1e-6 && small.logits > 0.1);
  });

  it('refuses a difference in float32 that it passes with integers', () => {
    const other = probe([1.05, -1, 2, -2], [0, 1.2, 5, -6]);
    assert.equal(check(other, wasm, 'float32', 'native').isPassed, false);
    assert.equal(check(other, wasm, 'integers', 'native').isPassed, true);
  });

  it('passes a difference of WebGPU in float32 that would be too much for a processor', () => {
    const other = probe([1.0005, -1, 2, -2], [0, 1, 5, -6]);
    assert.equal(check(other, wasm, 'float32', 'native').isPassed, false);
    assert.equal(check(other, wasm, 'float32', 'webgpu').isPassed, true);
  });

  it('refuses garbage, numbers that are not finite, and numbers that are missing, whatever the rounding', () => {
    for (const other of [
      probe([2, 2, -1, 1], [5, 1, 0, -6]),
      probe([1, -1, 2, NaN], [0, 1, 5, -6]),
      probe([1, -1, 2, -2], [0, 1, Infinity, -6]),
      probe([1, -1, 2, -2], [0, 1, 5]),
      probe([], []),
      { runs: [] },
    ]) {
      assert.equal(check(other, wasm, 'integers', 'native').isPassed, false);
    }
  });

  it('says how much worse the other best token is', () => {
    const close = probe([0, 1], [4.99, 5, -9]);
    const other = probe([0, 1], [5.01, 5, -9]);
    assert.ok(differenceOf(other, close).best < 0.01);
    assert.ok(differenceOf(probe([0, 1], [0, 0, 9]), close).best > 1);
  });

  it('knows the rounding by the names of the files; the coarsest counts', () => {
    const files = (encoder: string, decoder: string): ModelFiles =>
      ({ encoder: { name: encoder }, decoder: { name: decoder } }) as unknown as ModelFiles;
    assert.equal(roundingOf(files('onnx/encoder_model.onnx', 'onnx/decoder_model_merged.onnx')), 'float32');
    assert.equal(roundingOf(files('onnx/encoder_model_fp16.onnx', 'onnx/decoder_model_merged.onnx')), 'float16');
    assert.equal(roundingOf(files('onnx/encoder_model_fp16.onnx', 'onnx/decoder_model_merged_uint8.onnx')), 'integers');
    assert.equal(roundingOf(files('onnx/encoder_model_quantized.onnx', 'onnx/decoder_model.onnx')), 'integers');
  });
});
