// Fuzz test, long: many broken files are made of every fixture. Each gives a result that can be read again or a typed error,
// and each of the two occurs for more than a tenth of the files.
import assert from 'node:assert/strict';
import { FILES } from './fixtures';
import { fuzzFile, outcomeOf } from './fuzz';
import { manyNodes } from './manyNodes';

const RUNS = 360; // Broken files of each fixture: ten thousand in all.
const SEED = 2;

describe('captureAttention and captureInternals give a result or a typed error for broken files of', function () {
  this.timeout(60_000);

  for (const file of FILES) {
    it(file, () => {
      const seen = fuzzFile(file, RUNS, SEED);
      assert.ok(seen.result > RUNS / 10 && seen.error > RUNS / 10, JSON.stringify(seen));
    });
  }
});

// Each graph takes two seconds. If the time grew with the square of the number of nodes, it would exceed mocha's timeout.
describe('captureAttention and captureInternals read a graph of tens of thousands of nodes:', () => {
  for (const [name, bytes] of Object.entries(manyNodes(60_000))) {
    it(name, () => {
      outcomeOf(bytes);
    });
  }
});
