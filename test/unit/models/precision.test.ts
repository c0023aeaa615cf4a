import assert from 'node:assert/strict';
import { PRECISIONS, SUFFIXES } from '../../../src/models/precision';

describe('PRECISIONS', () => {
  it('has 8 bits first, then float32 and float16, and 4 bits last', () => {
    assert.deepEqual(PRECISIONS, ['q8', 'int8', 'uint8', 'fp32', 'fp16', 'bnb4', 'q4', 'q4f16']);
  });
});

describe('SUFFIXES', () => {
  it('has a different suffix for each precision, as the Hugging Face hub names its files', () => {
    assert.deepEqual(new Set(Object.values(SUFFIXES)).size, PRECISIONS.length);
    assert.equal(SUFFIXES.q8, '_quantized');
    assert.equal(SUFFIXES.fp32, '');
  });
});
