import assert from 'node:assert/strict';
import { percent, rowsOf, spreadOf, type Segment } from '../../../../src/webview/run/rows';
import { fillTemplate } from '../../../../src/webview/dom/template';

function segment(source: string, probability?: number): Segment {
  const segmentWithout = {
    source,
    result: '',
    outcome: probability === undefined ? 'tooLong' : 'done',
    warnings: [],
  } as const;
  return probability === undefined ? segmentWithout : { ...segmentWithout, probability };
}

const segments = [segment('a', 0.9), segment('b', 0.2), segment('c'), segment('d', 0.9), segment('e', 0)];

describe('rowsOf', () => {
  it('numbers the segments from 1 in the order of the document', () => {
    const rows = rowsOf(segments, 'document');
    assert.deepEqual(
      rows.map(row => `${row.number}${row.segment.source}`),
      ['1a', '2b', '3c', '4d', '5e'],
    );
  });

  it('sorts by probability: first segments without one, equally likely segments in the order of the document', () => {
    const before = [...segments];
    const rows = rowsOf(segments, 'probability');
    assert.deepEqual(
      rows.map(row => `${row.number}${row.segment.source}`),
      ['3c', '5e', '2b', '1a', '4d'],
    );
    assert.deepEqual(segments, before, 'the segments themselves are not sorted');
  });
});

describe('spreadOf', () => {
  it('returns the median and the lowest of the known probabilities', () => {
    assert.deepEqual(spreadOf(segments), { lowest: 0, median: 0.55 });
    assert.deepEqual(spreadOf([segment('a', 0.5)]), { lowest: 0.5, median: 0.5 });
    assert.equal(spreadOf([segment('a')]), undefined);
    assert.equal(spreadOf([]), undefined);
  });
});

describe('percent', () => {
  it('writes 100 % only for 1, and 0 % only for 0', () => {
    assert.equal(percent(1, 'en'), '100%');
    assert.equal(percent(0.9999, 'en'), '99%');
    assert.equal(percent(0.29, 'en'), '29%');
    assert.equal(percent(0.01, 'en'), '1%');
    assert.equal(percent(0.0001, 'en'), '<\u20091%');
    assert.equal(percent(0, 'en'), '0%');
  });

  it('follows the reader’s language', () => {
    assert.equal(percent(0.42, 'de'), '42\u00a0%');
  });
});

describe('fillTemplate', () => {
  it('replaces {0}, {1} and so on in any order, and keeps those without a value', () => {
    assert.equal(fillTemplate('{1} of {0}', 3, 'two'), 'two of 3');
    assert.equal(fillTemplate('{0} {7}', 1), '1 {7}');
  });

  it('does not interpret the values', () => {
    assert.equal(fillTemplate('{0}{1}', '{1}$&', 'x'), '{1}$&x');
  });
});
