import assert from 'node:assert/strict';
import { preference, PRECISIONS, SUFFIXES } from '../../../src/models/precision';

describe('preference', () => {
  it('holds every precision once, on each backend', () => {
    for (const backend of ['wasm', 'webgpu'] as const) {
      assert.deepEqual([...preference(backend)].sort(), [...PRECISIONS].sort());
    }
  });

  it('is 8 bits, then float32, then float16 on WASM, and 4 bits only where nothing else is', () => {
    assert.deepEqual(preference('wasm'), ['q8', 'int8', 'uint8', 'fp32', 'fp16', 'bnb4', 'q4', 'q4f16']);
  });

  it('is the order in which the command line lists them', () => {
    assert.deepEqual(preference('wasm'), PRECISIONS);
  });

  it('is what a GPU has operators for on WebGPU, the smallest first', () => {
    assert.deepEqual(preference('webgpu').slice(0, 4), ['q4f16', 'q4', 'fp16', 'fp32']);
  });
});

describe('SUFFIXES', () => {
  it('are those of the hub, each of one precision', () => {
    assert.deepEqual(new Set(Object.values(SUFFIXES)).size, PRECISIONS.length);
    assert.equal(SUFFIXES.q8, '_quantized');
    assert.equal(SUFFIXES.fp32, '');
  });
});
