// Fuzz test: for any bytes, reading and capturing a model file gives a result that can be read again, or a typed error. This
// test breaks some fixtures a few times; fuzz.long.test.ts breaks all fixtures many times.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { FILES } from './fixtures';
import { fuzzFile, outcomeOf } from './fuzz';
import { manyNodes } from './manyNodes';

/** Fixtures with absolute and with relative positions, of every layout of decoders, and of both precisions. */
const SOME_FILES = FILES.filter(file => /^(?:marian|t5)\//.test(file));
const RUNS = 3; // of each file
const SEED = 1;

describe('captureAttention and captureInternals', () => {
  it('give a result or a typed error for broken fixtures of every layout', () => {
    const seen = SOME_FILES.map(file => fuzzFile(file, RUNS, SEED));
    assert.ok(seen.some(({ result }) => result > 0) && seen.some(({ error }) => error > 0), JSON.stringify(seen));
  });

  it('give a result or a typed error for random bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), bytes => void outcomeOf(bytes)),
      { numRuns: 1000, seed: SEED },
    );
  });

  it('give a result or a typed error for hundreds of nodes that depend on each other', () => {
    for (const bytes of Object.values(manyNodes(500))) outcomeOf(bytes);
  });
});
