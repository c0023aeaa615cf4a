import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  type HeadNumbers,
  largestDifference,
  scaleOf,
  softmax,
  workedRow,
} from '../../../../src/attention/decoding/arithmetic';
import { close } from '../records';

const MASK = -3.4028234663852886e38;

/** One head of width 4 with two queries and two keys, whose scores were computed by hand. */
const hand: HeadNumbers = {
  heads: 1,
  width: 4,
  queries: Float32Array.of(1, 2, 0, -1, 2, 0, 1, 1),
  keys: Float32Array.of(2, 1, 5, 0, 0, 3, 1, 2),
  // Products divided by the root of the width: 4 / 2 and 4 / 2; 9 / 2 and 3 / 2.
  scores: Float32Array.of(2, 2, 4.5, 1.5),
};

interface NumbersOptions {
  readonly heads: number;
  readonly targets: number;
  readonly sources: number;
  readonly width: number;
  readonly factor: number;
  readonly bias: (head: number, target: number, source: number) => number;
}

/** Heads of pseudo-random numbers from a fixed seed. The scores are summed in 32 bits, as a model sums them. */
function numbersOf({ heads, targets, sources, width, factor, bias }: NumbersOptions): HeadNumbers {
  let seed = 7;
  const number = (): number => ((seed = (seed * 16807) % 2147483647) / 2147483647) * 4 - 2;
  const queries = Float32Array.from({ length: heads * targets * width }, number);
  const keys = Float32Array.from({ length: heads * sources * width }, number);
  const scores = Float32Array.from({ length: heads * targets * sources }, (_, at) => {
    const [source, target, head] = [
      at % sources,
      Math.floor(at / sources) % targets,
      Math.floor(at / sources / targets),
    ];
    let sum = 0;
    for (let at = 0; at < width; at++) {
      const [left, right] = [(head * targets + target) * width + at, (head * sources + source) * width + at];
      sum = Math.fround(sum + Math.fround(queries[left] * keys[right]));
    }
    return Math.fround(Math.fround(sum * factor) + bias(head, target, source));
  });
  return { heads, width, queries, keys, scores };
}

const none = (): number => 0;
/** A position bias as in T5: it depends on the head and the distance. */
const relative = (head: number, target: number, source: number): number => (head + 1) * 1.5 - Math.abs(target - source);
const causal = (_: number, target: number, source: number): number => (source > target ? MASK : 0);

describe('scaleOf', () => {
  it('finds the factor 1 / √width, whatever bias is added', () => {
    assert.deepEqual(scaleOf(hand), { kind: 'root', factor: 0.5 });
    for (const bias of [none, relative, causal]) {
      const numbers = numbersOf({ heads: 2, targets: 5, sources: 5, width: 16, factor: 0.25, bias });
      assert.deepEqual(scaleOf(numbers), { kind: 'root', factor: 0.25 });
    }
  });

  it('finds the factor 1 for a model that does not scale, whatever bias is added', () => {
    for (const bias of [none, relative, causal]) {
      const numbers = numbersOf({ heads: 2, targets: 5, sources: 5, width: 16, factor: 1, bias });
      assert.deepEqual(scaleOf(numbers), { kind: 'one', factor: 1 });
    }
  });

  it('finds any other factor', () => {
    const { kind, factor } = scaleOf(
      numbersOf({ heads: 1, targets: 6, sources: 9, width: 16, factor: 0.6, bias: relative }),
    );
    assert.equal(kind, 'other');
    assert.ok(Math.abs(factor - 0.6) < 1e-5);
  });

  it('chooses 1 or 1 / √width if no two pairs of query and key have the same distance, so that nothing can be fitted', () => {
    const one = { heads: 1, targets: 1, sources: 3, width: 16, bias: none };
    assert.equal(scaleOf(numbersOf({ ...one, factor: 0.25 })).kind, 'root');
    assert.equal(scaleOf(numbersOf({ ...one, factor: 1 })).kind, 'one');
    assert.equal(scaleOf(numbersOf({ ...one, factor: 1, bias: () => MASK })).kind, 'one');
  });

  it('finds the factor for any number of queries and keys', () => {
    const size = fc.integer({ min: 2, max: 80 });
    fc.assert(
      fc.property(size, size, fc.constantFrom(4, 16), fc.boolean(), (targets, sources, width, scales) => {
        const factor = scales ? 1 / Math.sqrt(width) : 1;
        const numbers = numbersOf({ heads: 1, targets, sources, width, factor, bias: relative });
        assert.equal(scaleOf(numbers).kind, scales ? 'root' : 'one');
      }),
      { numRuns: 20 },
    );
  });
});

describe('workedRow', () => {
  it('equals a row computed by hand', () => {
    const row = workedRow(hand, { kind: 'root', factor: 0.5 }, 0, 1);
    close(row.query, [2, 0, 1, 1]);
    assert.deepEqual(
      row.keys.map(key => [...key]),
      [
        [2, 1, 5, 0],
        [0, 3, 1, 2],
      ],
    );
    assert.deepEqual([...row.products], [9, 3]);
    assert.deepEqual([...row.scaled], [4.5, 1.5]);
    assert.deepEqual([...row.added], [0, 0]);
    // The weights are in the ratio of e^3 = 20.0855 to 1.
    close(row.weights, [20.0855369 / 21.0855369, 1 / 21.0855369]);
  });

  it('returns the added bias, but not rounding errors', () => {
    const numbers = numbersOf({ heads: 2, targets: 4, sources: 4, width: 16, factor: 1, bias: relative });
    const { added } = workedRow(numbers, scaleOf(numbers), 1, 2);
    close(added, [1, 2, 3, 2], 1e-5);
    const plain = numbersOf({ heads: 2, targets: 4, sources: 4, width: 64, factor: 0.125, bias: none });
    for (const target of [0, 1, 2, 3]) {
      assert.deepEqual([...workedRow(plain, scaleOf(plain), 1, target).added], [0, 0, 0, 0]);
    }
  });

  it('gives masked keys no weight, whatever number a model masks with', () => {
    for (const mask of [-Infinity, MASK, -1e9, -65504, -1e4]) {
      const bias = (_: number, target: number, source: number): number => (source > target ? mask : 0);
      const numbers = numbersOf({ heads: 1, targets: 3, sources: 3, width: 16, factor: 0.25, bias });
      const { added, weights } = workedRow(numbers, scaleOf(numbers), 0, 1);
      assert.deepEqual([...added], [0, 0, -Infinity]);
      assert.equal(weights[2], 0);
      assert.ok(Math.abs(weights[0] + weights[1] - 1) < 1e-12);
    }
  });

  it('throws for numbers whose sizes disagree, and for a head or target that does not exist', () => {
    const scale = { kind: 'root', factor: 0.5 } as const;
    const short = { ...hand, scores: hand.scores.subarray(1) };
    assert.throws(() => workedRow(short, scale, 0, 0), { code: 'bad-request' });
    assert.throws(() => scaleOf({ ...hand, width: 3 }), { code: 'bad-request' });
    assert.throws(() => workedRow(hand, scale, 1, 0), { code: 'bad-request' });
    assert.throws(() => workedRow(hand, scale, 0, 2), { code: 'bad-request' });
  });
});

describe('softmax', () => {
  it('does not overflow, and is all 0 for scores of -Infinity', () => {
    close(softmax([1000, 1000 + Math.LN2]), [1 / 3, 2 / 3]);
    assert.deepEqual([...softmax([-Infinity, -Infinity])], [0, 0]);
    assert.deepEqual([...softmax([])], []);
  });
});

describe('largestDifference', () => {
  it('returns the largest difference, and throws for rows of unequal length', () => {
    assert.equal(largestDifference([1, 2, 3], [1, 2.5, 2.75]), 0.5);
    assert.equal(largestDifference([], []), 0);
    assert.throws(() => largestDifference([1], []), { code: 'bad-request' });
  });
});
