import assert from 'node:assert/strict';
import fc from 'fast-check';
import { align } from '../../../../src/attention/analysis/align';
import { alignedShare, type HeadStatistics, headStatistics } from '../../../../src/attention/analysis/statistics';
import { anyRecord, close, decoder, encoder, matrix, tokens } from '../records';

describe('headStatistics', () => {
  it('equals values computed by hand', () => {
    const record = matrix(
      'encoder',
      [
        [0.5, 0.25, 0.25],
        [0.25, 0.25, 0.5],
        [0, 0, 1],
      ],
      tokens('a', 'b', '|</s>'),
    );
    const statistics = headStatistics(record);
    const expected: Record<keyof HeadStatistics, number> = {
      // The rows have 1.5, 1.5 and 0 bits, so the mean is 1 bit, which is ln 2 nats.
      entropy: Math.LN2,
      // The mean distances of the rows: 0.25 + 2 x 0.25 = 0.75; 0.25 + 0.5 = 0.75; 0.
      distance: 0.5,
      // The highest weights without the last row and the last column: 0.5 and 0.25.
      confidence: 0.375,
      // Rows b and </s>: 0.25 and 0.
      previous: 0.125,
      // 0.5, 0.25 and 1.
      same: 1.75 / 3,
      // Rows a and b: 0.25 and 0.5.
      next: 0.375,
      // 0.5, 0.25 and 0.
      first: 0.25,
      // 0.25, 0.5 and 1.
      end: 1.75 / 3,
    };
    for (const [name, value] of Object.entries(expected)) {
      close(statistics[name as keyof HeadStatistics], [value]);
    }
  });

  it('equals the values of PyTorch', () => {
    // torch.special.entr(P).sum(-1).mean(-1); (P * |i - j|).sum(-1).mean(-1); torch.diagonal(P, k, -2, -1).mean(-1)
    const statistics = headStatistics(encoder);
    close(statistics.entropy, [0.8638, 1.05989, 0.90418, 1.005381], 2e-6);
    close(statistics.distance, [0.993067, 0.86957, 0.841426, 0.790319], 2e-6);
    close(statistics.previous, [0.158812, 0.348131, 0.496686, 0.220281], 2e-6);
    close(statistics.same, [0.332538, 0.319515, 0.372032, 0.454318], 2e-6);
    close(statistics.next, [0.353975, 0.388969, 0.12508, 0.231285], 2e-6);
    close(statistics.first, [0.476071, 0.332709, 0.240994, 0.31855], 2e-6);
    close(headStatistics(decoder).entropy, [0.23566, 0.173826, 0.34654, 0.31392], 2e-6);
  });

  it('averages, in a decoder, only over the rows that can attend to the token whose weight is measured', () => {
    const record = matrix(
      'decoder',
      [
        [1, 0, 0],
        [0.5, 0.5, 0],
        [0.25, 0.25, 0.5],
      ],
      tokens('|<s>', 'x', '|</s>'),
    );
    const { previous, next, first, end, confidence } = headStatistics(record);
    close(previous, [(0.5 + 0.25) / 2]);
    close(next, [0]);
    close(first, [1.75 / 3]);
    close(end, [0.5]);
    close(confidence, [(1 + 0.5) / 2]);
  });

  it('gives 0 for `end` if there is no end token, and never NaN for a record of a single token', () => {
    close(headStatistics(encoder).end, [0, 0, 0, 0]);
    const alone = headStatistics(matrix('encoder', [[1]], tokens('|</s>')));
    for (const value of Object.values(alone) as Float32Array[]) assert.ok(!Number.isNaN(value[0]));
    close(alone.same, [1]);
    close(alone.previous, [0]);
  });

  it('gives values within the bounds of each statistic', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('encoder', 'decoder', 'cross').chain(kind => anyRecord(kind)),
        record => {
          const statistics = headStatistics(record);
          const longest = Math.max(record.targets.length, record.sources.length);
          for (const [name, values] of Object.entries(statistics) as [keyof HeadStatistics, Float32Array][]) {
            const most = name === 'entropy' ? Math.log(record.sources.length) : name === 'distance' ? longest - 1 : 1;
            assert.equal(values.length, record.layers * record.heads);
            for (const value of values) assert.ok(value >= -1e-6 && value <= most + 1e-5, `${name} is ${value}`);
          }
        },
      ),
    );
  });
});

describe('alignedShare', () => {
  const record = matrix(
    'cross',
    [
      [0.5, 0.5],
      [0.25, 0.75],
      [1, 0],
    ],
    tokens('|<s>', 'x', 'y'),
  );

  it('is the weight on the links of each target, averaged over the targets that have links', () => {
    // The links are x-b (0.75) and y-a (1).
    close(alignedShare(record, align(record, { layer: 0 })), [0.875]);
    // With the step `output`: x-a from the row of <s> (0.5, the first of two equal weights), y-b from the row of x (0.75).
    close(alignedShare(record, align(record, { layer: 0, step: 'output' })), [0.625]);
    const all = { kind: 'threshold', threshold: 0.25 } as const;
    close(alignedShare(record, align(record, { layer: 0, rule: all })), [1]);
  });

  it('is 0 without links, and throws for other targets or a self-attention', () => {
    const none = { kind: 'threshold', threshold: 2 } as const;
    close(alignedShare(record, align(record, { layer: 0, rule: none })), [0]);
    const other = align(matrix('cross', [[1, 0]]), { layer: 0 });
    assert.throws(() => alignedShare(record, other), { code: 'bad-request' });
    assert.throws(() => alignedShare(encoder, align(record, { layer: 0 })), { code: 'bad-request' });
  });
});
