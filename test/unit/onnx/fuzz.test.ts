// Broken model files: whatever the bytes, there is a result that can be read again or a typed error. A few of some files;
// fuzz.long.test.ts breaks all of them in many ways.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { FILES } from './fixtures';
import { answerTo, fuzzFile } from './fuzz';
import { manyNodes } from './manyNodes';

/** Both kinds of position, every layout of decoders, and both precisions. */
const SOME = FILES.filter(file => /^(?:marian|t5)\//.test(file));
const RUNS = 3; // of each file
const SEED = 1;

describe('A broken model file gives a result or a typed error', () => {
  it('of fixtures of every layout', () => {
    const seen = SOME.map(file => fuzzFile(file, RUNS, SEED));
    assert.ok(seen.some(({ result }) => result > 0) && seen.some(({ error }) => error > 0), JSON.stringify(seen));
  });

  it('any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), bytes => void answerTo(bytes)),
      { numRuns: 1000, seed: SEED },
    );
  });

  it('hundreds of nodes that depend on each other', () => {
    for (const bytes of Object.values(manyNodes(500))) answerTo(bytes);
  });
});
