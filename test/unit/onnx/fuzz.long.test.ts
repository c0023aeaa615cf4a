// Broken model files, many of each: a result that can be read again or a typed error, and enough of both.
import assert from 'node:assert/strict';
import { FILES } from './fixtures';
import { answerTo, fuzzFile } from './fuzz';
import { manyNodes } from './manyNodes';

const RUNS = 360; // of each file: ten thousand in all
const SEED = 2;

describe('A model file that is broken in many ways gives a result or a typed error', function () {
  this.timeout(60_000);

  for (const file of FILES) {
    it(file, () => {
      const seen = fuzzFile(file, RUNS, SEED);
      assert.ok(seen.result > RUNS / 10 && seen.error > RUNS / 10, JSON.stringify(seen));
    });
  }
});

// Two seconds each. Steps that grow with the square of the nodes would take minutes, and end in mocha's timeout.
describe('A graph of tens of thousands of nodes is read', () => {
  for (const [name, bytes] of Object.entries(manyNodes(60_000))) {
    it(name, () => {
      answerTo(bytes);
    });
  }
});
