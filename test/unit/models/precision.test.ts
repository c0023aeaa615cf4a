import assert from 'node:assert/strict';
import { PRECISIONS, SUFFIXES } from '../../../src/models/precision';

describe('PRECISIONS', () => {
  it('are 8 bits first, then float32, then float16, and 4 bits only where nothing else is', () => {
    assert.deepEqual(PRECISIONS, ['q8', 'int8', 'uint8', 'fp32', 'fp16', 'bnb4', 'q4', 'q4f16']);
  });
});

describe('SUFFIXES', () => {
  it('are those of the hub, each of one precision', () => {
    assert.deepEqual(new Set(Object.values(SUFFIXES)).size, PRECISIONS.length);
    assert.equal(SUFFIXES.q8, '_quantized');
    assert.equal(SUFFIXES.fp32, '');
  });
});
